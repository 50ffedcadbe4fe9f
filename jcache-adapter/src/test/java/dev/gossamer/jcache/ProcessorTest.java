package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.NotWeaklyReferenceableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.junit.jupiter.api.Test;

class ProcessorTest extends CacheFixture {
    private final MapStore store = new MapStore();
    private final Recorder recorder = new Recorder();

    private Cache<String, String> cache() {
        return cache(through(store).addCacheEntryListenerConfiguration(sync(recorder)));
    }

    @Test
    void exists_alone_doesNotLoad() {
        store.data.put("k", "v");
        Cache<String, String> cache = cache();
        assertThat(cache.<Boolean>invoke("k", (entry, arguments) -> entry.exists()))
                .isFalse();
        assertThat(store.calls).isEmpty();
    }

    @Test
    void getValue_ofAnAbsentKey_loadsAndStoresUncounted() {
        store.data.put("k", "v");
        Cache<String, String> cache = cache();
        assertThat(cache.<String>invoke("k", (entry, arguments) -> entry.getValue()))
                .isEqualTo("v");
        assertThat(recorder.heard).containsExactly("CREATED k v");
        assertThat(counters(cache).puts()).isZero();
        assertThat(counters(cache).misses()).isOne();
    }

    @Test
    void removeThenSetValue_onAPresentEntry_isUpdated() {
        Cache<String, String> cache = cache();
        cache.put("k", "1");
        cache.invoke("k", (entry, arguments) -> {
            entry.remove();
            entry.setValue("2");
            return null;
        });
        assertThat(recorder.heard).containsExactly("CREATED k 1", "UPDATED k 1>2");
        assertThat(store.calls).containsExactly("write k", "write k");
        assertThat(counters(cache).removals()).isZero();
    }

    @Test
    void setValueThenRemove_onAnAbsentEntry_isNothing() {
        Cache<String, String> cache = cache();
        cache.invoke("k", (entry, arguments) -> {
            entry.setValue("1");
            entry.remove();
            return null;
        });
        assertThat(recorder.heard).isEmpty();
        assertThat(store.calls).isEmpty();
    }

    @Test
    void loadThenRemove_deletesFromTheStore() {
        store.data.put("k", "v");
        Cache<String, String> cache = cache();
        cache.invoke("k", (entry, arguments) -> {
            entry.getValue();
            entry.remove();
            return null;
        });
        assertThat(store.data).isEmpty();
        assertThat(recorder.heard).isEmpty();
    }

    @Test
    void processorFails_isWrappedOnceAndChangesNothing() {
        Cache<String, String> cache = cache();
        cache.put("k", "1");
        counters(cache).clear();
        RuntimeException failure = new IllegalStateException("no");
        EntryProcessor<String, String, Void> failing = (entry, arguments) -> {
            entry.setValue("2");
            throw failure;
        };
        assertThatThrownBy(() -> cache.invoke("k", failing))
                .isInstanceOf(EntryProcessorException.class)
                .hasCause(failure);
        EntryProcessorException own = new EntryProcessorException("own");
        assertThatThrownBy(() -> cache.invoke("k", (entry, arguments) -> {
                    throw own;
                }))
                .isSameAs(own);
        assertThat(counters(cache).gets()).isZero();
        assertThat(cache.get("k")).isEqualTo("1");
    }

    @Test
    void invokeAll_oneFails_othersSucceedAndItsResultThrowsUnwrapped() {
        Cache<String, String> cache = cache();
        RuntimeException failure = new IllegalStateException("no");
        Map<String, EntryProcessorResult<String>> results = cache.invokeAll(
                Set.of("good", "bad", "silent"),
                (entry, arguments) -> {
                    if (entry.getKey().equals("bad")) {
                        throw failure;
                    }
                    entry.setValue("v");
                    return entry.getKey().equals("silent") ? null : "done " + arguments[0];
                },
                "x");
        assertThat(results).containsOnlyKeys("good", "bad");
        assertThat(results.get("good").get()).isEqualTo("done x");
        assertThatThrownBy(() -> results.get("bad").get())
                .isInstanceOf(EntryProcessorException.class)
                .hasCause(failure);
        assertThat(cache.containsKey("silent")).isTrue();
    }

    @Test
    void invokeAll_oneSetsAValueThatIsRefused_othersSucceed() {
        Cache<String, Object> weak = manager.createCache(
                "weak",
                WeakCacheConfiguration.builder(String.class, Object.class)
                        .storeByReference()
                        .values(Strength.WEAK)
                        .build());
        Map<String, Object> given = new LinkedHashMap<>();
        given.put("refused", 1);
        given.put("stored", new Object());
        Map<String, EntryProcessorResult<String>> results = weak.invokeAll(given.keySet(), (entry, arguments) -> {
            entry.setValue(given.get(entry.getKey()));
            return "done";
        });
        assertThatThrownBy(() -> results.get("refused").get())
                .isInstanceOf(EntryProcessorException.class)
                .hasCauseInstanceOf(NotWeaklyReferenceableException.class);
        assertThat(results.get("stored").get()).isEqualTo("done");
        assertThat(weak.get("stored")).isSameAs(given.get("stored"));
        assertThat(weak.containsKey("refused")).isFalse();
    }

    @Test
    void invokeAll_writerFails_thatKeyAloneFails() {
        Cache<String, String> cache = cache();
        store.failure = new IllegalStateException("no");
        Map<String, EntryProcessorResult<Void>> results = cache.invokeAll(Set.of("a"), (entry, arguments) -> {
            entry.setValue("v");
            return null;
        });
        assertThatThrownBy(() -> results.get("a").get())
                .isInstanceOf(CacheException.class)
                .hasRootCause(store.failure);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    static java.util.List<Throwable> failures() {
        return java.util.List.of(
                new CacheException("own"),
                new javax.cache.integration.CacheLoaderException("not the loader's"),
                new java.io.IOException("undeclared"),
                new AssertionError("an error"));
    }

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("failures")
    void whatAProcessorThrows_isWrappedOnceAndItsKeyAloneFails(Throwable failure) {
        Cache<String, String> cache = cache();
        EntryProcessor<String, String, String> failing = (entry, arguments) -> {
            if (entry.getKey().equals("bad")) {
                ProcessorTest.<RuntimeException>sneak(failure);
            }
            return "done";
        };
        assertThatThrownBy(() -> cache.invoke("bad", failing))
                .isExactlyInstanceOf(EntryProcessorException.class)
                .hasCause(failure);
        var results = cache.invokeAll(new java.util.LinkedHashSet<>(java.util.List.of("a", "bad", "z")), failing);
        assertThat(results.get("a").get()).isEqualTo("done");
        assertThat(results.get("z").get()).isEqualTo("done");
        assertThatThrownBy(() -> results.get("bad").get())
                .isExactlyInstanceOf(EntryProcessorException.class)
                .hasCause(failure);
    }

    @org.junit.jupiter.params.ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("failures")
    void whatLoadersWritersAndPoliciesThrow_becomesTheStandardsException(Throwable failure) {
        var plugins = new ThrowingPlugins(failure);
        Cache<String, String> cache = manager.createCache(
                "plugins",
                strings()
                        .setCacheLoaderFactory(() -> plugins)
                        .setCacheWriterFactory(() -> plugins)
                        .setReadThrough(true)
                        .setWriteThrough(true));
        for (Runnable read : java.util.List.<Runnable>of(() -> cache.get("k"), () -> cache.getAll(Set.of("k")))) {
            assertThatThrownBy(read::run).isInstanceOf(javax.cache.integration.CacheLoaderException.class);
        }
        for (Runnable write : java.util.List.<Runnable>of(
                () -> cache.put("k", "v"), () -> cache.remove("k"), () -> cache.putAll(Map.of("k", "v")))) {
            assertThatThrownBy(write::run).isInstanceOf(javax.cache.integration.CacheWriterException.class);
        }
        assertThat(cache.containsKey("k")).isFalse();
    }

    /** A loader and writer that always throws. */
    private record ThrowingPlugins(Throwable failure)
            implements javax.cache.integration.CacheLoader<String, String>,
                    javax.cache.integration.CacheWriter<String, String> {
        @Override
        public String load(String key) {
            ProcessorTest.<RuntimeException>sneak(failure);
            return key;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            ProcessorTest.<RuntimeException>sneak(failure);
            return Map.of();
        }

        @Override
        public void write(Cache.Entry<? extends String, ? extends String> entry) {
            ProcessorTest.<RuntimeException>sneak(failure);
        }

        @Override
        public void writeAll(java.util.Collection<Cache.Entry<? extends String, ? extends String>> entries) {
            ProcessorTest.<RuntimeException>sneak(failure);
        }

        @Override
        public void delete(Object key) {
            ProcessorTest.<RuntimeException>sneak(failure);
        }

        @Override
        public void deleteAll(java.util.Collection<?> keys) {
            ProcessorTest.<RuntimeException>sneak(failure);
        }
    }

    @Test
    void processor_usingTheCacheItself_works() {
        Cache<String, String> cache = cache();
        cache.put("a", "1");
        cache.invoke("b", (entry, arguments) -> {
            entry.setValue(cache.get("a"));
            cache.put("a", "2");
            return null;
        });
        assertThat(cache.get("b")).isEqualTo("1");
        assertThat(cache.get("a")).isEqualTo("2");
        assertThat(recorder.heard).containsExactly("CREATED a 1", "UPDATED a 1>2", "CREATED b 1");
    }
}
