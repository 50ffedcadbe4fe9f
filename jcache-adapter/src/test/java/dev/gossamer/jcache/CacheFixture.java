package dev.gossamer.jcache;

import dev.gossamer.jcache.management.CacheCounters;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryListener;
import javax.cache.expiry.ExpiryPolicy;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;

/** A provider and a manager of its own for each test, closed after it. */
abstract class CacheFixture {
    final GossamerCachingProvider provider = new GossamerCachingProvider();
    final CacheManager manager =
            provider.getCacheManager(URI.create("test:" + getClass().getSimpleName()), null);

    @AfterEach
    void closeProvider() {
        provider.close();
    }

    static MutableConfiguration<String, String> strings() {
        return new MutableConfiguration<String, String>()
                .setTypes(String.class, String.class)
                .setStatisticsEnabled(true);
    }

    static MutableConfiguration<String, String> through(MapStore store) {
        return strings()
                .setCacheLoaderFactory(() -> store)
                .setCacheWriterFactory(() -> store)
                .setReadThrough(true)
                .setWriteThrough(true);
    }

    Cache<String, String> cache(MutableConfiguration<String, String> configuration) {
        return manager.createCache("cache", configuration);
    }

    static <K, V> MutableCacheEntryListenerConfiguration<K, V> sync(CacheEntryListener<K, V> listener) {
        return new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, true);
    }

    static <K, V> MutableCacheEntryListenerConfiguration<K, V> async(CacheEntryListener<K, V> listener) {
        return new MutableCacheEntryListenerConfiguration<>(() -> listener, null, true, false);
    }

    static MutableConfiguration<String, String> expiring(ExpiryPolicy policy) {
        return strings().setExpiryPolicyFactory(() -> policy);
    }

    static CacheCounters counters(Cache<?, ?> cache) {
        return ((GossamerCache<?, ?>) cache).parts().context.counters();
    }

    /** Waits for a condition that has to come true soon. */
    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(300))
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }
}
