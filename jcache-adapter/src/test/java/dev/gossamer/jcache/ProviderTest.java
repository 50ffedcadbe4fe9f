package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.net.URI;
import java.util.Properties;
import java.util.ServiceLoader;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;

class ProviderTest extends CacheFixture {

    @Test
    void caching_findsTheProviderAlone() {
        assertThat(ServiceLoader.load(CachingProvider.class).stream().map(ServiceLoader.Provider::type))
                .containsExactly(GossamerCachingProvider.class);
        assertThat(Caching.getCachingProvider()).isInstanceOf(GossamerCachingProvider.class);
        Caching.getCachingProvider().close();
    }

    @Test
    void cachesOfOneProvider_areFoundWithoutHoldingAnything() {
        provider.getCacheManager().createCache("c", strings()).put("k", "v");
        assertThat(provider.getCacheManager()
                        .getCache("c", String.class, String.class)
                        .get("k"))
                .isEqualTo("v");
    }

    @Test
    void properties_areCopiedBothWays() {
        Properties given = new Properties();
        given.setProperty("a", "1");
        CacheManager made = provider.getCacheManager(URI.create("test:properties"), null, given);
        given.setProperty("a", "2");
        made.getProperties().setProperty("a", "3");
        assertThat(made.getProperties()).containsEntry("a", "1");
    }

    @Test
    void properties_withDefaults_areCopiedWithThem() {
        Properties defaults = new Properties();
        defaults.setProperty("a", "1");
        defaults.setProperty("b", "1");
        Properties given = new Properties(defaults);
        given.setProperty("b", "2");
        given.put("c", 3);
        CacheManager made = provider.getCacheManager(URI.create("test:properties"), null, given);
        defaults.setProperty("a", "4");
        assertThat(made.getProperties()).containsOnly(entry("a", "1"), entry("b", "2"), entry("c", 3));
    }

    @Test
    void close_ofOneUri_leavesTheOthers() {
        CacheManager other = provider.getCacheManager(URI.create("test:other"), null);
        provider.close(manager.getURI(), null);
        assertThat(manager.isClosed()).isTrue();
        assertThat(other.isClosed()).isFalse();
        provider.close(provider.getDefaultClassLoader());
        assertThat(other.isClosed()).isTrue();
    }

    @Test
    void unwrap_toAnythingElse_saysWhatThereIs() {
        Cache<String, String> cache = cache(strings());
        Object unwrapped = cache.unwrap(GossamerCache.class);
        assertThat(unwrapped).isSameAs(cache);
        assertThat(manager.unwrap(GossamerCacheManager.class)).isSameAs(manager);
        assertThatThrownBy(() -> cache.unwrap(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot unwrap to java.lang.String; this is a dev.gossamer.jcache.GossamerCache");
    }

    @Test
    void storeByReference_isSupported() {
        assertThat(provider.isSupported(OptionalFeature.STORE_BY_REFERENCE)).isTrue();
    }
}
