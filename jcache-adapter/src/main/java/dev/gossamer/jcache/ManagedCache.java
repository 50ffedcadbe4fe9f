package dev.gossamer.jcache;

import javax.cache.Cache;

/**
 * A cache together with the operations that only its manager uses. Thread-safe.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public interface ManagedCache<K, V> {

    /**
     * The cache that the manager returns to applications.
     *
     * @return always the same
     */
    Cache<K, V> cache();

    /**
     * Switches statistics and their MBean on or off; does nothing if they are already.
     *
     * @param enabled whether to
     */
    void enableStatistics(boolean enabled);

    /**
     * Switches the MBean of the configuration on or off; does nothing if it is already.
     *
     * @param enabled whether to
     */
    void enableManagement(boolean enabled);

    /** Unregisters the MBeans for good, so that another manager may use their names. */
    void closeBeans();

    /** Closes the cache and removes its contents, those in an engine too. */
    void destroy();
}
