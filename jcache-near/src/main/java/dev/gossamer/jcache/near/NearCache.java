package dev.gossamer.jcache.near;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;

/**
 * A cache of a distributed engine with a weak near cache in front of it: in this process there is at most one canonical
 * live instance of each key and version, which is returned without asking the engine for as long as somebody uses it,
 * or the hot tier holds it. The data lives in the engine.
 *
 * <p>Thread-safe. Values are held weakly, keys of values that are near strongly. A near hit takes no lock and allocates
 * nothing; everything else costs an operation of the engine. Exceptions of the engine are passed through unchanged.
 * Nothing older than {@code maxStaleness} plus one read of the engine is returned, whatever events the engine loses; only where
 * the whole process has stood still, what was near before may be returned until its maintenance thread runs again.
 * Conditional operations and entry processors are decided in the engine. A value must not be changed after it was
 * passed to this cache or returned by it. Listeners that are registered here are registered again with the near cache's
 * own when the engine may have dropped them, and may hear an event twice then. {@code close()} removes every listener,
 * thread and registration, and leaves the engine's cache as it is. When that is closed, so is the near cache, though {@code get}
 * may answer what is near for half a second more.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="near-cache"}
 *
 * @param <K> the type of keys, which the engine can store
 * @param <V> the type of values, which the codec can encode
 * @since 0.2.0
 */
public sealed interface NearCache<K, V> extends Cache<K, V>, SuspectListener permits WeakNearCache {

    /**
     * A builder of a near cache over a cache of envelopes.
     *
     * @param engine the engine's cache, which stays open when the near cache closes
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new builder
     */
    @SuppressWarnings("unchecked") // is given nothing but envelopes
    static <K, V> NearCacheBuilder<K, V> over(Cache<K, Envelope> engine) {
        return new NearCacheBuilder<>((Cache<K, Object>) (Cache<?, ?>) engine, false);
    }

    /**
     * A builder of a near cache over a cache whose values others read too. They are stored as they are, so writes
     * cannot be told apart: each event, also of an own write, costs a read; a value stays the same instance only if the
     * new one is equal to it; and lost events are noticed by {@code maxStaleness} and hooks alone.
     *
     * @param engine the engine's cache, which stays open when the near cache closes
     * @param <K> the type of keys
     * @param <V> the type of values, with {@code equals}
     * @return a new builder
     */
    @SuppressWarnings("unchecked") // is given nothing but values
    static <K, V> NearCacheBuilder<K, V> overPlain(Cache<K, V> engine) {
        return new NearCacheBuilder<>((Cache<K, Object>) (Cache<?, ?>) engine, true);
    }

    /**
     * A builder of a near cache over a cache of envelopes that it creates in an engine: loader, writer and expiry of the
     * configuration become the engine's, listeners and statistics the near cache's. A cache of this name that the engine has
     * already, as another process has created it, is used as it is. Closing the near cache closes neither; only if it could
     * not be built, the cache that was created for it is closed.
     *
     * @param engine the engine's manager
     * @param name the name of the cache
     * @param configuration what the cache is to be
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new builder
     */
    static <K, V> NearCacheBuilder<K, V> create(
            CacheManager engine, String name, CompleteConfiguration<K, V> configuration) {
        return new NearCacheBuilder<>(engine, name, configuration);
    }

    /**
     * Counts of what happened other than hits since the near cache was built.
     *
     * @return the counts as they are now
     */
    NearStatistics nearStatistics();
}
