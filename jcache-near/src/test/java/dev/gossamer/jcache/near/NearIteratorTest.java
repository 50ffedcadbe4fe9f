package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.Test;

/** An iteration gives what is stored, and loads nothing. */
class NearIteratorTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FakeEngine engine = new FakeEngine();
    private final AtomicInteger loads = new AtomicInteger();

    private NearCacheBuilder<String, String> builder() {
        return NearCache.<String, String>over(engine.cache()).withoutControl().ticker(() -> 0);
    }

    /** Writes a value as another process would. */
    private void write(String key, String value) {
        try (NearCache<String, String> other = builder().build()) {
            other.put(key, value);
            engine.deliver();
        }
    }

    /** Counts what it loads. */
    private record Counting(AtomicInteger loads) implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            loads.incrementAndGet();
            return key + " loaded";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void hasNext_atAnEntryThatIsGone_loadsNothing() {
        write("k", "a");
        write("l", "b");
        try (NearCache<String, String> near =
                builder().loader(new Counting(loads)).build()) {
            Iterator<Cache.Entry<String, String>> entries = near.iterator();
            engine.remove("k");
            assertThat(entries).toIterable().extracting(Cache.Entry::getValue).containsExactly("b");
            assertThat(loads).hasValue(0);
            assertThat(engine.stored).containsOnlyKeys("l");
            assertThat(near.get("k")).isEqualTo("k loaded");
        }
    }

    @Test
    void hasNext_atAnEntryThatIsGoneFromAnEngineThatLoads_loadsNothing() {
        write("k", "a");
        engine.loader = key -> {
            loads.incrementAndGet();
            return key;
        };
        try (NearCache<String, String> near = builder().build()) {
            Iterator<Cache.Entry<String, String>> entries = near.iterator();
            engine.remove("k");
            assertThat(entries).isExhausted();
            assertThat(loads).hasValue(0);
        }
    }

    @Test
    void hasNext_ofANearCacheThatWasClosed_isRefused() {
        write("k", "a");
        NearCache<String, String> near = builder().build();
        Iterator<Cache.Entry<String, String>> entries = near.iterator();
        near.close();
        assertThatThrownBy(entries::hasNext)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache \"fake\" is closed");
        assertThatThrownBy(entries::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void get_whileAnIterationReadsAnEntryThatIsGone_hasItLoaded() {
        write("k", "a");
        try (NearCache<String, String> near =
                builder().loader(new Counting(loads)).build()) {
            FutureTask<String> get = new FutureTask<>(() -> near.get("k"));
            Thread getting = new Thread(get);
            Iterator<Cache.Entry<String, String>> entries = near.iterator();
            engine.remove("k");
            engine.afterRead = () -> {
                getting.start();
                await().atMost(PATIENCE).until(() -> getting.getState() == Thread.State.TIMED_WAITING);
            };
            assertThat(entries).isExhausted();
            assertThat(get).succeedsWithin(PATIENCE).isEqualTo("k loaded");
        }
    }
}
