package dev.gossamer.jcache.near;

import dev.gossamer.jcache.common.UserText;
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
    private final boolean readThrough;
    private volatile boolean closed;

    /** Of an engine that may itself load what it does not have. */
    EngineReader(Cache<K, Object> engine, NearSettings<K, V> settings, VersionSource versions, boolean readThrough) {
        this.engine = engine;
        this.settings = settings;
        this.versions = versions;
        this.readThrough = readThrough;
    }

    @Override
    public @Nullable Object read(K key) {
        Object stored = engine.get(key);
        CacheLoader<K, V> loader = settings.loader;
        return stored != null || loader == null ? stored : load(loader, key);
    }

    @Override
    public @Nullable Object readStored(K key) {
        return readThrough && !engine.containsKey(key) ? null : engine.get(key);
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

    /** How many of some keys the engine has; has none loaded. */
    int count(Set<K> keys) {
        return readThrough
                ? (int) keys.stream().filter(engine::containsKey).count()
                : engine.getAll(keys).size();
    }

    private @Nullable Object load(CacheLoader<K, V> loader, K key) {
        V value = value(loader, key);
        if (value == null) {
            return null;
        }
        Object stored = settings.format.store(versions.next(key), value, settings.staleness.deadline());
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
        } catch (Throwable e) {
            throw new CacheLoaderException("loader failed for key " + UserText.of(key), e);
        }
    }

    /** Loads keys with this process's loader on a thread of its own, or has the engine load them with its. */
    void loadAll(Set<K> keys, boolean replace, LoadCompletion completion) {
        CacheLoader<K, V> loader = settings.loader;
        if (loader == null) {
            engine.loadAll(keys, replace, completion);
        } else {
            completion.start(() -> keys.forEach(key -> store(loader, key, replace)));
        }
    }

    private void store(CacheLoader<K, V> loader, K key, boolean replace) {
        if (closed) {
            throw new IllegalStateException(
                    "cache \"" + settings.name + "\" was closed before key " + UserText.of(key) + " was loaded");
        }
        V value = !replace && engine.containsKey(key) ? null : value(loader, key);
        if (value != null) {
            engine.put(key, settings.format.store(versions.next(key), value, settings.staleness.deadline()));
            versions.confirmed(1);
        }
    }

    /** Has a load of many keys end after the one it is at. */
    void close() {
        closed = true;
    }
}
