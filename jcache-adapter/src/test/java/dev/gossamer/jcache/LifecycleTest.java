package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LifecycleTest extends CacheFixture {

    @Test
    void createCache_racingClose_leavesNoOpenCache() throws Exception {
        for (int round = 0; round < 50; round++) {
            CacheManager raced = provider.getCacheManager(URI.create("race:" + round), null);
            List<Cache<String, String>> made = Racers.race(3, i -> () -> {
                if (i == 0) {
                    raced.close();
                    return null;
                }
                try {
                    return raced.createCache("c" + i, strings());
                } catch (IllegalStateException e) {
                    return null;
                }
            });
            for (Cache<String, String> cache : made) {
                assertThat(cache == null || cache.isClosed()).isTrue();
            }
        }
    }

    @Test
    void operations_racingClose_giveOnlyIllegalStateException() throws Exception {
        for (int round = 0; round < 20; round++) {
            Cache<String, String> cache = manager.createCache(
                    "c" + round,
                    expiring(new CreatedExpiryPolicy(Duration.ONE_MINUTE))
                            .addCacheEntryListenerConfiguration(async(new Recorder()))
                            .addCacheEntryListenerConfiguration(sync(new Recorder())));
            CountDownLatch started = new CountDownLatch(2);
            List<Throwable> ends = Racers.race(3, i -> i == 0 ? closing(cache, started) : using(cache, started));
            assertThat(ends.subList(1, 3)).hasOnlyElementsOfType(IllegalStateException.class);
        }
    }

    private static Callable<Throwable> closing(Cache<?, ?> cache, CountDownLatch started) {
        return () -> {
            started.await();
            cache.close();
            return null;
        };
    }

    private static Callable<Throwable> using(Cache<String, String> cache, CountDownLatch started) {
        return () -> {
            try {
                for (int n = 0; ; n++) {
                    cache.put("k" + n % 7, "v");
                    cache.get("k" + n % 5);
                    cache.invoke("k", (entry, arguments) -> entry.getValue());
                    cache.removeAll(Set.of("k1", "k2"));
                    cache.forEach(entry -> entry.getValue());
                    cache.removeAll();
                    started.countDown();
                }
            } catch (Throwable e) {
                started.countDown();
                return e;
            }
        };
    }

    @Test
    void closedCache_everyOperation_throws() {
        Cache<String, String> cache = cache(strings());
        cache.close();
        cache.close();
        assertThat(cache.isClosed()).isTrue();
        List<Runnable> operations = List.of(
                () -> cache.get("k"),
                () -> cache.getAll(Set.of("k")),
                () -> cache.containsKey("k"),
                () -> cache.loadAll(Set.of("k"), true, null),
                () -> cache.put("k", "v"),
                () -> cache.clear(),
                () -> cache.forEach(entry -> {}),
                () -> cache.removeAll());
        for (Runnable operation : operations) {
            assertThatThrownBy(operation::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("cache \"cache\" is closed");
        }
        assertThat(manager.getCacheNames()).isEmpty();
    }

    @Test
    void closedManager_throwsAndTheProviderMakesANewOne() {
        Cache<String, String> cache = cache(strings());
        manager.close();
        assertThat(cache.isClosed()).isTrue();
        assertThatThrownBy(() -> manager.createCache("c", strings()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache manager test:LifecycleTest is closed");
        assertThat(provider.getCacheManager(manager.getURI(), null)).isNotSameAs(manager);
    }

    @Test
    void close_closesEveryPluginOnceThoughOneThrows() {
        AtomicInteger closed = new AtomicInteger();
        class Plugin extends Recorder implements Closeable {
            @Override
            public void close() {
                closed.incrementAndGet();
                throw new IllegalStateException("no");
            }
        }
        Cache<String, String> cache = cache(strings()
                .addCacheEntryListenerConfiguration(sync(new Plugin()))
                .addCacheEntryListenerConfiguration(async(new Plugin())));
        cache.close();
        assertThat(closed.get()).isEqualTo(2);
    }

    @Test
    void close_thoughAKeyThrows_closesTheOtherCachesAndEndsTheThreads() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        putBroken(manager, "a");
        AtomicInteger closed = new AtomicInteger();
        Cache<String, String> other = manager.createCache(
                "b",
                expiring(new CreatedExpiryPolicy(Duration.ONE_HOUR))
                        .setCacheLoaderFactory(() -> new ClosingLoader(closed)));
        other.put("k", "v");
        await("the thread of expiry", () -> ours(before).size() == 1);
        assertThatThrownBy(manager::close).hasMessage("no hash");
        assertThat(other.isClosed()).isTrue();
        assertThat(closed.get()).isOne();
        assertThat(ours(before)).isEmpty();
    }

    @Test
    void close_thoughAKeyThrows_closesTheOtherManagers() {
        List<CacheManager> managers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            managers.add(provider.getCacheManager(URI.create("test:" + i), null));
            putBroken(managers.get(i), "a");
        }
        assertThatThrownBy(provider::close).hasMessage("no hash");
        assertThat(managers).allMatch(CacheManager::isClosed);
    }

    @Test
    void close_thoughAKeyThrows_letsGoOfTheOtherEntries() {
        Cache<BreakableKey, String> cache = putBroken(manager, "a");
        assertThatThrownBy(cache::close).hasMessage("no hash");
        assertThat(((GossamerCache<BreakableKey, String>) cache).parts().entries.estimatedSize())
                .isOne();
    }

    private record ClosingLoader(AtomicInteger closed) implements CacheLoader<String, String>, Closeable {
        @Override
        public String load(String key) {
            return null;
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            return Map.of();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    /** A cache of three entries, the key of one of which throws from now on. */
    private static Cache<BreakableKey, String> putBroken(CacheManager manager, String name) {
        Cache<BreakableKey, String> cache =
                manager.createCache(name, new MutableConfiguration<BreakableKey, String>().setStoreByValue(false));
        BreakableKey broken = new BreakableKey("b");
        for (BreakableKey key : List.of(new BreakableKey("a"), broken, new BreakableKey("c"))) {
            cache.put(key, "v");
        }
        broken.failsToHash = true;
        return cache;
    }

    @Test
    void provider_closed_leavesNoThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Cache<String, String> cache = cache(expiring(new CreatedExpiryPolicy(Duration.ONE_HOUR))
                .addCacheEntryListenerConfiguration(async(new Recorder())));
        cache.put("k", "v");
        await("the threads of expiry and events", () -> ours(before).size() == 2);
        provider.close();
        assertThat(ours(before)).isEmpty();
    }

    private static List<Thread> ours(Set<Thread> before) {
        List<Thread> ours = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("gossamer-jcache") && !before.contains(thread)) {
                ours.add(thread);
            }
        }
        return ours;
    }

    @Test
    void close_fromAnAsyncListener_doesNotHang() {
        AtomicBoolean done = new AtomicBoolean();
        CacheEntryCreatedListener<String, String> closer = events -> {
            provider.close();
            done.set(true);
        };
        cache(strings().addCacheEntryListenerConfiguration(async(closer))).put("k", "v");
        await("the end of close", done::get);
    }

    @Test
    @Tag("collector")
    void forgottenManager_itsClassLoaderIsCollectable() throws Exception {
        WeakReference<ClassLoader> loader = useAndForget(false);
        awaitCollected("the loader of a manager that nobody closed", loader);
    }

    @Test
    @Tag("collector")
    void closedManager_itsClassLoaderIsCollectable() throws Exception {
        WeakReference<ClassLoader> loader = useAndForget(true);
        awaitCollected("the loader of a closed manager", loader);
    }

    private WeakReference<ClassLoader> useAndForget(boolean close) throws Exception {
        ClassLoader loader = new ThrowawayLoader(Box.class.getName());
        CacheManager child = provider.getCacheManager(URI.create("test:child"), loader);
        Object value = boxOf(loader);
        Cache<String, Object> cache = child.createCache(
                "c",
                new MutableConfiguration<String, Object>()
                        .setStoreByValue(false)
                        .setStatisticsEnabled(close)
                        .setManagementEnabled(close)
                        .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(Duration.ONE_HOUR)));
        cache.put("k", value);
        assertThat(provider.getCacheManager(URI.create("test:child"), loader)).isSameAs(child);
        if (close) {
            child.close();
        }
        return new WeakReference<>(loader);
    }

    private static Object boxOf(ClassLoader loader) throws Exception {
        var constructor = Class.forName(Box.class.getName(), true, loader).getDeclaredConstructor(String.class);
        constructor.setAccessible(true);
        return constructor.newInstance("v");
    }

    @Test
    @Tag("collector")
    void manager_nobodyHolds_isTheSameWhileItsLoaderLives() throws Exception {
        ClassLoader loader = new ThrowawayLoader(Box.class.getName());
        createIn(loader);
        WeakReference<Object> marker = new WeakReference<>(new Object());
        awaitCollected("a marker", marker);
        assertThat(provider.getCacheManager(URI.create("test:child"), loader)
                        .getCache("c")
                        .get("k"))
                .isEqualTo("v");
    }

    private void createIn(ClassLoader loader) {
        provider.getCacheManager(URI.create("test:child"), loader)
                .createCache("c", new MutableConfiguration<>())
                .put("k", "v");
    }

    static void awaitCollected(String what, WeakReference<?> victim) {
        await(what + " to be collected", () -> {
            System.gc();
            return victim.refersTo(null);
        });
    }
}
