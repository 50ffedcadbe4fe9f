package dev.gossamer.jcache.near;

import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/** A user's loader as the engine uses it: gives what is to be stored. */
final class StoringLoader<K, V> implements CacheLoader<K, Object>, Closeable {
    private final CacheLoader<K, V> loader;
    private final StorageFormat<K, V> format;
    private final StalenessPolicy.Life life;

    private StoringLoader(CacheLoader<K, V> loader, StorageFormat<K, V> format, StalenessPolicy.Life life) {
        this.loader = loader;
        this.format = format;
        this.life = life;
    }

    @Override
    public @Nullable Object load(K key) {
        V value = loader.load(key);
        return value == null ? null : stored(key, value);
    }

    @Override
    public Map<K, Object> loadAll(Iterable<? extends K> keys) {
        Map<K, Object> stored = new HashMap<>();
        loader.loadAll(keys).forEach((key, value) -> {
            if (value != null) {
                stored.put(key, stored(key, value));
            }
        });
        return stored;
    }

    private Object stored(K key, V value) {
        return format.store(VersionSource.foreign(key), value, life.deadline());
    }

    @Override
    public void close() throws IOException {
        if (loader instanceof Closeable closeable) {
            closeable.close();
        }
    }

    /** Makes such loaders where the engine wants them. */
    record Maker<K, V>(Factory<CacheLoader<K, V>> loaders, StorageFormat<K, V> format, StalenessPolicy.Life life)
            implements Factory<CacheLoader<K, Object>> {
        private static final long serialVersionUID = 1;

        @Override
        public CacheLoader<K, Object> create() {
            return new StoringLoader<>(loaders.create(), format, life);
        }
    }
}
