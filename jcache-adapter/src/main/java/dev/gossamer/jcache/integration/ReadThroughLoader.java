package dev.gossamer.jcache.integration;

import dev.gossamer.jcache.common.UserText;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/** The loader of one cache, whose failures all become {@link CacheLoaderException}, once. */
public final class ReadThroughLoader<K, V> {
    private final @Nullable CacheLoader<K, V> loader;
    private final boolean readThrough;

    public ReadThroughLoader(@Nullable CacheLoader<K, V> loader, boolean readThrough) {
        this.loader = loader;
        this.readThrough = readThrough && loader != null;
    }

    /** Whether a read that finds nothing asks the loader. */
    public boolean isReadThrough() {
        return readThrough;
    }

    public boolean hasLoader() {
        return loader != null;
    }

    public @Nullable CacheLoader<K, V> loader() {
        return loader;
    }

    public @Nullable V load(K key) {
        try {
            return loader == null ? null : loader.load(key);
        } catch (CacheLoaderException e) {
            throw e;
        } catch (Throwable e) {
            throw new CacheLoaderException("loader failed for key " + UserText.of(key), e);
        }
    }

    /**
     * Loads what there is for some keys, under the very key objects that were asked for; other keys and missing values are left
     * out.
     */
    public Map<K, V> loadAll(Set<K> keys) {
        if (loader == null || keys.isEmpty()) {
            return Map.of();
        }
        Map<K, K> asked = new HashMap<>();
        keys.forEach(key -> asked.put(key, key));
        Map<K, V> found = new HashMap<>();
        try {
            Map<K, V> loaded = loader.loadAll(keys);
            if (loaded != null) {
                loaded.forEach((key, value) -> {
                    K own = asked.get(key);
                    if (own != null && value != null) {
                        found.put(own, value);
                    }
                });
            }
        } catch (CacheLoaderException e) {
            throw e;
        } catch (Throwable e) {
            throw new CacheLoaderException("loader failed for " + keys.size() + " keys", e);
        }
        return found;
    }
}
