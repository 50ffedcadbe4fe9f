package dev.gossamer.jcache.near;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/** Reads the engine, and where it has nothing, this process's loader, whose values the engine is given. Thread-safe. */
final class EngineReader<K, V> implements KeyReader<K> {
    private final Cache<K, Object> engine;
    private final NearSettings<K, V> settings;
    private final VersionSource versions;

    EngineReader(Cache<K, Object> engine, NearSettings<K, V> settings, VersionSource versions) {
        this.engine = engine;
        this.settings = settings;
        this.versions = versions;
    }

    @Override
    public @Nullable Object read(K key) {
        Object stored = engine.get(key);
        CacheLoader<K, V> loader = settings.loader;
        return stored != null || loader == null ? stored : load(loader, key);
    }

    @Override
    public Map<K, Object> readAll(Set<K> keys) {
        Map<K, Object> found = engine.getAll(keys);
        CacheLoader<K, V> loader = settings.loader;
        if (loader == null || found.size() == keys.size()) {
            return found;
        }
        Map<K, Object> all = new HashMap<>(found);
        for (K key : keys) {
            Object stored = found.containsKey(key) ? null : load(loader, key);
            if (stored != null) {
                all.put(key, stored);
            }
        }
        return all;
    }

    private @Nullable Object load(CacheLoader<K, V> loader, K key) {
        V value = value(loader, key);
        if (value == null) {
            return null;
        }
        Object stored = settings.format.store(versions.next(key), value, settings.freshness.deadline());
        if (engine.putIfAbsent(key, stored)) {
            versions.confirmed(1);
            return stored;
        }
        return engine.get(key);
    }

    private @Nullable V value(CacheLoader<K, V> loader, K key) {
        try {
            return loader.load(key);
        } catch (CacheLoaderException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CacheLoaderException("loader failed for key " + key, e);
        }
    }

    /** Loads a key for {@code loadAll}, over what is there or not. */
    void load(K key, boolean replace) {
        CacheLoader<K, V> loader = settings.loader;
        V value = loader == null || (!replace && engine.containsKey(key)) ? null : value(loader, key);
        if (value != null) {
            engine.put(key, settings.format.store(versions.next(key), value, settings.freshness.deadline()));
            versions.confirmed(1);
        }
    }
}
