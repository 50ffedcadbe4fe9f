package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.ContainerStats;
import dev.gossamer.ExternalContainer;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakContainers;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-4 caches among the containers that are listed")
class ListedCacheTest extends CacheFixture {

    private static List<WeakContainer> named(String name) {
        return WeakContainers.named().stream()
                .filter(each -> each.name().orElseThrow().equals(name))
                .toList();
    }

    @Test
    void named_usedCache_tellsItsCountsUntilItIsClosed() {
        Cache<String, String> cache = manager.createCache("listed covers", strings());
        cache.put("a", "1");
        cache.put("b", "2");
        cache.get("a");
        cache.get("none");
        cache.remove("b");

        WeakContainer listed = named("listed covers").get(0);
        ContainerStats stats = listed.stats();
        assertThat(listed.kind()).isEqualTo("Cache");
        assertThat(listed).isInstanceOfSatisfying(ExternalContainer.class, each -> {
            assertThat(each.backend())
                    .isEqualTo(dev.gossamer.Backends.standard().name());
            assertThat(each.recordsStats()).isTrue();
        });
        assertThat(List.of(
                        listed.estimatedSize(), (long) listed.size(), stats.hits(), stats.misses(), stats.removals()))
                .containsOnly(1L);
        assertThat(List.of(stats.collected(), stats.evicted())).containsOnly(0L);
        assertThat(listed.reclaim()).isZero();
        cache.close();
        assertThat(named("listed covers")).isEmpty();
    }

    @Test
    @Tag("collector")
    void named_weakValuesThatDied_areCollectedAndNotEvicted() {
        Cache<String, Object> cache = manager.createCache(
                "weak covers",
                WeakCacheConfiguration.builder(String.class, Object.class)
                        .values(Strength.WEAK)
                        .storeByReference()
                        .recordStats()
                        .build());
        cache.put("dead", new Object());
        WeakContainer listed = named("weak covers").get(0);

        Awaitility.await("the value to be collected and its entry to be counted")
                .atMost(300, TimeUnit.SECONDS)
                .until(() -> {
                    System.gc();
                    return listed.stats().collected() == 1;
                });
        assertThat(listed.stats().evicted()).isZero();
        assertThat(listed.estimatedSize()).isZero();
    }

    @Test
    @Tag("collector")
    void named_droppedManager_isCollectedWithItsCaches() {
        WeakReference<Object> dropped = droppedCache();

        Awaitility.await("a cache that was listed and not closed to be collected with its manager")
                .atMost(300, TimeUnit.SECONDS)
                .until(() -> {
                    System.gc();
                    return dropped.refersTo(null) && named("dropped covers").isEmpty();
                });
    }

    private static WeakReference<Object> droppedCache() {
        return new WeakReference<>(new GossamerCachingProvider()
                .getCacheManager(java.net.URI.create("test:dropped"), new ThrowawayLoader("none"))
                .createCache("dropped covers", strings()));
    }
}
