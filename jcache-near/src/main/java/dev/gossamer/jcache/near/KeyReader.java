package dev.gossamer.jcache.near;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what the engine stores. */
interface KeyReader<K> {
    @Nullable Object read(K key);

    Map<K, Object> readAll(Set<K> keys);
}
