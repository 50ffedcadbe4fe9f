package dev.gossamer.jcache;

import javax.cache.Cache;

/**
 * A cache with what its manager does with it. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public interface ManagedCache<K, V> {

    /**
     * The cache that the manager gives out.
     *
     * @return always the same
     */
    Cache<K, V> cache();

    /**
     * Counts statistics and shows them through JMX, or stops to; does nothing where it is so already.
     *
     * @param enabled whether to
     */
    void enableStatistics(boolean enabled);

    /**
     * Shows the configuration through JMX, or stops to; does nothing where it is so already.
     *
     * @param enabled whether to
     */
    void enableManagement(boolean enabled);

    /** Takes back what JMX shows, for good: another manager may have the names from then on. */
    void closeBeans();

    /** Closes the cache, and lets its contents go wherever they are. */
    void destroy();
}
