package dev.gossamer.jcache.near;

import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Values as they are, for caches that others read too. Nothing tells one version from another but {@code equals}. */
final class PlainFormat<K, V> extends StorageFormat<K, V> {
    private static final long serialVersionUID = 1;

    @Override
    Object store(Version<K> version, V value, long deadline) {
        return value;
    }

    @Override
    @SuppressWarnings("unchecked") // the engine's cache holds values of this type alone
    V restore(Object stored) {
        return (V) stored;
    }

    @Override
    @Nullable Version<K> version(K key, Object stored) {
        return null;
    }

    @Override
    long deadline(Object stored) {
        return Envelope.NEVER;
    }

    @Override
    boolean replace(Cache<K, Object> engine, KeyReader<K> reader, K key, V expected, Object replacement) {
        return engine.replace(key, expected, replacement);
    }

    @Override
    boolean remove(Cache<K, Object> engine, KeyReader<K> reader, K key, V expected) {
        return engine.remove(key, expected);
    }
}
