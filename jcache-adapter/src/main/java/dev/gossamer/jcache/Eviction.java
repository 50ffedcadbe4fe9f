package dev.gossamer.jcache;

import org.jspecify.annotations.Nullable;

/**
 * One entry that left a cache although nobody removed it and it had not expired.
 *
 * <p>Immutable. Holds key and value strongly.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="eviction"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @param cacheName the name of the cache
 * @param cause why the entry left
 * @param key its key, {@code null} if it is the key that was collected
 * @param value its value, {@code null} if it is the value that was collected
 * @since 0.1.0
 */
public record Eviction<K, V>(
        String cacheName,
        Cause cause,
        @Nullable K key,
        @Nullable V value) {

    /** Why an entry left. */
    public enum Cause {
        /** The weak or soft half of the entry was collected. */
        COLLECTED,

        /** The backend dropped the entry to keep the cache within its maximum size or weight. */
        BOUNDS
    }
}
