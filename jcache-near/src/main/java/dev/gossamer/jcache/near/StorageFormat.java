package dev.gossamer.jcache.near;

import java.io.Serializable;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** How values stand in the engine. Immutable; travels to the engine with entry processors and loaders. */
abstract class StorageFormat<K, V> implements Serializable {
    private static final long serialVersionUID = 1;

    /** What the engine is given to store. */
    abstract Object store(Version<K> version, V value, long deadline);

    /** A new instance of a value that was stored. */
    abstract V restore(Object stored);

    /** The version of what was read, or {@code null} where nothing stored tells it. */
    abstract @Nullable Version<K> version(K key, Object stored);

    /** When what was read ends, in milliseconds since 1970. */
    abstract long deadline(Object stored);

    /** Has the engine replace a value if it equals another; has none loaded to compare. */
    abstract boolean replace(Cache<K, Object> engine, KeyReader<K> reader, K key, V expected, Object replacement);

    /** Has the engine remove a value if it equals another; has none loaded to compare. */
    abstract boolean remove(Cache<K, Object> engine, KeyReader<K> reader, K key, V expected);
}
