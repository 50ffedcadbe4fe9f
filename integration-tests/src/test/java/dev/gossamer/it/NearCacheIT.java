package dev.gossamer.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that gets near caches by configuration alone. Its engine is Gossamer's own provider: none of another's is on the path. */
class NearCacheIT {
    private static final String RESOURCE =
            "caches { covers { near { provider = \"dev.gossamer.jcache.GossamerCachingProvider\" } } }";

    @Test
    void nearCache_thatAResourceNames_isMadeByWhatIsOnThePath(@TempDir Path directory) throws IOException {
        Path resource = Files.writeString(directory.resolve("caches.conf"), RESOURCE);
        try (CachingProvider provider = Caching.getCachingProvider()) {
            CacheManager manager = provider.getCacheManager(resource.toUri(), null);
            Cache<String, List<Integer>> covers = manager.getCache("covers");
            Module module = covers.getClass().getModule();
            assertThat(covers.getClass().getPackageName()).startsWith("dev.gossamer.jcache.near");
            assertThat(module.isNamed()).isEqualTo(Boolean.getBoolean("expect.modules"));
            List<Integer> value = new ArrayList<>(List.of(1, 2, 3));
            covers.put("k", value);
            assertThat(covers.get("k")).as("one instance in use").isSameAs(value);
            assertThat(covers.<Integer>invoke(
                            "k", (entry, arguments) -> entry.getValue().size()))
                    .isEqualTo(3);
            assertThat(covers.remove("k")).isTrue();
            assertThat(covers.get("k")).isNull();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("gossamer-near-"));
    }
}
