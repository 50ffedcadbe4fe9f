package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.cache.JCacheMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import javax.cache.Cache;
import org.junit.jupiter.api.Test;

class MicrometerTest extends CacheFixture {

    @Test
    void jcacheMetrics_showWhatTheCacheCounts() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Cache<String, Box> cache = manager.createCache(
                "metered",
                WeakCacheConfiguration.builder(String.class, Box.class)
                        .backend("caffeine")
                        .maximumSize(5)
                        .recordStats()
                        .build());
        JCacheMetrics.monitor(registry, cache);
        for (int i = 0; i < 8; i++) {
            cache.put("k" + i, new Box("v"));
        }
        await("3 evictions", () -> counters(cache).evictions() == 3);
        int hits = 0;
        for (int i = 0; i < 8; i++) {
            hits += cache.get("k" + i) == null ? 0 : 1;
        }
        cache.remove(cache.iterator().next().getKey());

        assertThat(hits).isEqualTo(5);
        assertThat(registry.get("cache.puts").functionCounter().count()).isEqualTo(8);
        assertThat(registry.get("cache.gets")
                        .tag("result", "hit")
                        .functionCounter()
                        .count())
                .isEqualTo(6);
        assertThat(registry.get("cache.gets")
                        .tag("result", "miss")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
        assertThat(registry.get("cache.evictions").functionCounter().count()).isEqualTo(3);
        assertThat(registry.get("cache.removals").gauge().value()).isEqualTo(1);
    }
}
