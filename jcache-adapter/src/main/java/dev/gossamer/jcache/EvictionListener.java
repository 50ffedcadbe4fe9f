package dev.gossamer.jcache;

import javax.cache.event.CacheEntryListener;

/**
 * A listener for evictions, for which the standard has no event.
 *
 * <p>It is registered like any other listener: by a {@link javax.cache.configuration.CacheEntryListenerConfiguration} whose
 * factory makes it; the same object may be a standard listener too. It is called on a thread of the provider, one eviction
 * after the other, also when the configuration says synchronous: no operation waits for the collector. Filters do not apply.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="eviction"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1.0
 */
@FunctionalInterface
public interface EvictionListener<K, V> extends CacheEntryListener<K, V> {

    /**
     * Called once for each entry that was evicted. What it throws is logged, and so is a copy for it that fails where the cache
     * stores by value.
     *
     * @param eviction the entry and why it left
     */
    void onEvicted(Eviction<K, V> eviction);
}
