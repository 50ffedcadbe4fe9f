package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.jcache.integration.AsynchronousLoad;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListener;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;

class LoadingTest extends CacheFixture {
    private final MapStore store = new MapStore();

    private static void loadAll(Cache<String, String> cache, Set<String> keys, boolean replace) throws Exception {
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(keys, replace, done);
        done.get();
    }

    @Test
    void loadAll_partialAndUnmodifiableResult_storesWhatThereIsUncounted() throws Exception {
        store.data.put("a", "1");
        Cache<String, String> cache = cache(through(store));
        loadAll(cache, Set.of("a", "b"), false);
        assertThat(cache.containsKey("a")).isTrue();
        assertThat(cache.containsKey("b")).isFalse();
        assertThat(counters(cache).puts()).isZero();
        assertThat(counters(cache).gets()).isZero();
        assertThat(store.calls).containsExactly("loadAll");
    }

    @Test
    void loadAll_resultWithNullsAndKeysNobodyAskedFor_ignoresThem() throws Exception {
        CacheLoader<String, String> odd = new CacheLoader<>() {
            @Override
            public String load(String key) {
                return null;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                Map<String, String> odd = new HashMap<>();
                odd.put("a", "1");
                odd.put("b", null);
                odd.put("other", "3");
                return odd;
            }
        };
        Cache<String, String> cache = cache(strings().setCacheLoaderFactory(() -> odd));
        loadAll(cache, Set.of("a", "b"), false);
        assertThat(cache).extracting(Cache.Entry::getKey).containsExactly("a");
    }

    @Test
    void loadAll_replaceExisting_isHonoured() throws Exception {
        store.data.put("a", "new");
        Cache<String, String> cache = cache(strings().setCacheLoaderFactory(() -> store));
        cache.put("a", "old");
        loadAll(cache, Set.of("a"), false);
        assertThat(cache.get("a")).isEqualTo("old");
        loadAll(cache, Set.of("a"), true);
        assertThat(cache.get("a")).isEqualTo("new");
    }

    @Test
    void loadAll_runsOffTheCallersThread() throws Exception {
        AtomicReference<Thread> loading = new AtomicReference<>();
        CacheLoader<String, String> loader = new CacheLoader<>() {
            @Override
            public String load(String key) {
                return null;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                loading.set(Thread.currentThread());
                return Map.of();
            }
        };
        loadAll(cache(strings().setCacheLoaderFactory(() -> loader)), Set.of("a"), true);
        assertThat(loading.get()).isNotNull().isNotSameAs(Thread.currentThread());
    }

    @Test
    void loadAll_loaderFails_listenerHears() {
        store.failure = new IllegalStateException("no");
        Cache<String, String> cache = cache(through(store));
        assertThatThrownBy(() -> loadAll(cache, Set.of("a"), true))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CacheLoaderException.class)
                .hasRootCauseMessage("no");
    }

    @Test
    void loadAll_loaderEndsInAnError_listenerHearsToo() {
        CacheLoader<String, String> broken = new CacheLoader<>() {
            @Override
            public String load(String key) {
                return null;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                throw new AssertionError("no");
            }
        };
        Cache<String, String> cache = cache(strings().setCacheLoaderFactory(() -> broken));
        assertThatThrownBy(() -> loadAll(cache, Set.of("a"), true))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseInstanceOf(AssertionError.class);
    }

    @Test
    void loadAll_thatNobodyHearsOf_isLoggedWhenItFails() {
        store.failure = new IllegalStateException("no");
        Cache<String, String> cache = cache(through(store));
        try (LoggedMessages log = LoggedMessages.of(AsynchronousLoad.class)) {
            cache.loadAll(Set.of("a"), true, null);
            await("the message", () -> log.messages().contains("loading into cache \"cache\" failed"));
            cache.loadAll(Set.of(), true, new CompletionListener() {
                @Override
                public void onCompletion() {
                    throw new IllegalStateException("no");
                }

                @Override
                public void onException(Exception e) {}
            });
            await(
                    "the message",
                    () -> log.messages().contains("the completion listener of a load into cache \"cache\" failed"));
        }
    }

    @Test
    void readThrough_valueThatCannotBeCopiedForTheCaller_isNotStored() {
        CacheLoader<String, CopiedSoOften> loader = new CacheLoader<>() {
            @Override
            public CopiedSoOften load(String key) {
                return new CopiedSoOften(1);
            }

            @Override
            public Map<String, CopiedSoOften> loadAll(Iterable<? extends String> keys) {
                return Map.of("a", new CopiedSoOften(1), "b", new CopiedSoOften(2));
            }
        };
        Cache<String, CopiedSoOften> cache = manager.createCache(
                "c",
                new MutableConfiguration<String, CopiedSoOften>()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(() -> loader));
        assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheException.class);
        assertThatThrownBy(() -> cache.getAll(Set.of("a", "b"))).isInstanceOf(CacheException.class);
        assertThat(cache).isEmpty();
    }

    @Test
    void loadingManyByReference_storesTheKeysOfTheCaller() throws Exception {
        CacheLoader<Box, String> loader = new CacheLoader<>() {
            @Override
            public String load(Box key) {
                return "one";
            }

            @Override
            public Map<Box, String> loadAll(Iterable<? extends Box> keys) {
                Map<Box, String> loaded = new HashMap<>();
                keys.forEach(key -> loaded.put(new Box(key.content), "many"));
                return loaded;
            }
        };
        Cache<Box, String> cache = manager.createCache(
                "keys",
                new MutableConfiguration<Box, String>()
                        .setStoreByValue(false)
                        .setReadThrough(true)
                        .setCacheLoaderFactory(() -> loader));
        Box mine = new Box("k");
        assertThat(cache.getAll(Set.of(mine)).keySet().iterator().next()).isSameAs(mine);
        assertThat(cache.iterator().next().getKey()).isSameAs(mine);
        cache.clear();
        CompletionListenerFuture done = new CompletionListenerFuture();
        cache.loadAll(Set.of(mine), false, done);
        done.get();
        assertThat(cache.iterator().next().getKey()).isSameAs(mine);
    }

    @Test
    void loadAll_inFlightWhenTheCacheCloses_storesNothingAndTells() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        CacheLoader<String, String> loader = new CacheLoader<>() {
            @Override
            public String load(String key) {
                return null;
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                loading.countDown();
                ListenerTest.awaitQuietly(closed);
                return Map.of("a", "1");
            }
        };
        Cache<String, String> cache = cache(strings().setCacheLoaderFactory(() -> loader));
        AtomicReference<Exception> told = new AtomicReference<>();
        CountDownLatch end = new CountDownLatch(1);
        cache.loadAll(Set.of("a"), true, new CompletionListener() {
            @Override
            public void onCompletion() {
                end.countDown();
            }

            @Override
            public void onException(Exception e) {
                told.set(e);
                end.countDown();
            }
        });
        loading.await();
        cache.close();
        closed.countDown();
        end.await();
        assertThat(told.get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cache was closed while it was loading");
        assertThat(((GossamerCache<String, String>) cache).parts().entries.isStored("a"))
                .isFalse();
    }

    @Test
    void loadAll_withoutLoader_completesAtOnce() throws Exception {
        loadAll(cache(strings()), Set.of("a"), true);
        assertThat(manager.getCache("cache").iterator()).isExhausted();
    }

    @Test
    void get_loaderFails_isWrappedOnceAndNothingIsStored() {
        Cache<String, String> cache = cache(through(store));
        store.failure = new IllegalStateException("no");
        assertThatThrownBy(() -> cache.get("k"))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessage("loader failed for key k")
                .hasCauseInstanceOf(IllegalStateException.class);
        store.failure = new CacheLoaderException("own");
        assertThatThrownBy(() -> cache.get("k")).isSameAs(store.failure);
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    void getAll_readThrough_loadsTheMissingInOneCallAndCountsThem() {
        store.data.putAll(Map.of("a", "1", "b", "2"));
        Cache<String, String> cache = cache(through(store));
        cache.get("a");
        store.calls.clear();
        assertThat(cache.getAll(Set.of("a", "b", "c"))).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(store.calls).containsExactly("loadAll");
        assertThat(counters(cache).hits()).isOne();
        assertThat(counters(cache).misses()).isEqualTo(3);
        assertThat(counters(cache).puts()).isZero();
    }

    @Test
    void operationsThatDoNotRead_doNotLoad() {
        store.data.put("k", "v");
        Cache<String, String> cache = cache(strings().setReadThrough(true).setCacheLoaderFactory(() -> store));
        cache.containsKey("k");
        cache.putIfAbsent("k", "1");
        cache.getAndPut("k2", "1");
        cache.replace("k3", "1");
        cache.getAndReplace("k3", "1");
        cache.getAndRemove("k3");
        cache.remove("k3", "1");
        assertThat(store.calls).isEmpty();
    }
}
