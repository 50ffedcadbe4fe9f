package dev.gossamer.jcache.near;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the engine stores, and what a loader has where it stores nothing. */
interface KeyReader<K> {
    @Nullable Object read(K key);

    /** Reads without loading. */
    @Nullable Object readStored(K key);

    Map<K, Object> readAll(Set<K> keys);
}
