package dev.gossamer.jcache;

import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;

/**
 * Makes the caches for which a manager's resource has a section {@code near}: a cache in this process in front of one
 * of a distributed engine. Found by {@link java.util.ServiceLoader} when the first such cache is made, one instance for
 * each manager; {@code gossamer-jcache-near} has one. Implementations are public, with a public constructor without
 * parameters, and thread-safe.
 *
 * @since 0.2.0
 */
public interface NearCacheProvider extends AutoCloseable {

    /**
     * Makes a cache. Statistics and management are switched on afterwards.
     *
     * @param manager the manager that the cache returns as its own
     * @param name the name of the cache
     * @param configuration what the cache is to be; loader, writer, expiry and listeners among it
     * @param settings what the section says
     * @param closed to be run once, when the cache has been closed
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new cache
     */
    <K, V> ManagedCache<K, V> create(
            CacheManager manager,
            String name,
            CompleteConfiguration<K, V> configuration,
            NearCacheSettings settings,
            Runnable closed);

    /** Releases the engines, after the manager has closed all its caches. Called once. */
    @Override
    void close();
}
