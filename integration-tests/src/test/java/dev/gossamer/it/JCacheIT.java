package dev.gossamer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;

/** An application that names no JCache provider. */
class JCacheIT {

    @Test
    void provider_onThePath_isFoundAndCaches() {
        try (CachingProvider provider = Caching.getCachingProvider()) {
            assertThat(provider.getClass().getName()).isEqualTo("dev.gossamer.jcache.GossamerCachingProvider");
            assertThat(provider.getClass().getModule().isNamed()).isEqualTo(Boolean.getBoolean("expect.modules"));
            CacheManager manager = provider.getCacheManager();
            Cache<String, List<Integer>> cache = manager.createCache(
                    "c", new MutableConfiguration<String, List<Integer>>().setManagementEnabled(true));
            List<Integer> value = new ArrayList<>(List.of(1, 2, 3));
            cache.put("k", value);
            assertThat(cache.get("k")).isEqualTo(value).isNotSameAs(value);
            assertThat(cache.<Integer>invoke(
                            "k", (entry, arguments) -> entry.getValue().size()))
                    .isEqualTo(3);
        }
    }
}
