package dev.gossamer.jcache.near;

import java.util.Iterator;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the engine's entries. What the engine's iterator gives may be older than what is near, or be fetched long ago;
 * so unless it is the version that is near, the key is read again, without loading, and a key that is gone by then is left out.
 */
final class NearIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
    private final WeakNearCache<K, V> cache;
    private final NearStore<K, V> store;
    private final StandardStatistics counters;
    private final Iterator<Cache.Entry<K, Object>> engine;
    private Cache.@Nullable Entry<K, V> next;
    private @Nullable K current;

    NearIterator(
            WeakNearCache<K, V> cache,
            NearStore<K, V> store,
            StandardStatistics counters,
            Iterator<Cache.Entry<K, Object>> engine) {
        this.cache = cache;
        this.store = store;
        this.counters = counters;
        this.engine = engine;
    }

    @Override
    public boolean hasNext() {
        cache.requireOpen();
        while (next == null && engine.hasNext()) {
            Cache.Entry<K, Object> seen = engine.next();
            if (seen == null) {
                continue; // an engine's way to say that it went while one looked
            }
            V near = store.nearOf(seen.getKey(), seen.getValue());
            V value = near != null ? near : store.readStored(seen.getKey());
            next = value == null ? null : new Seen<>(seen.getKey(), value);
        }
        return next != null;
    }

    @Override
    public Cache.Entry<K, V> next() {
        long start = counters.start();
        if (!hasNext() || next == null) {
            throw new NoSuchElementException("no more entries in cache \"" + cache.getName() + "\"");
        }
        Cache.Entry<K, V> entry = next;
        next = null;
        current = entry.getKey();
        counters.hit(start);
        return entry;
    }

    @Override
    public void remove() {
        if (current == null) {
            throw new IllegalStateException("no current entry; call next() first");
        }
        cache.remove(current);
        current = null;
    }

    /** An entry as it was when it was seen. */
    record Seen<K, V>(K getKey, V getValue) implements Cache.Entry<K, V> {
        @Override
        public <T> T unwrap(Class<T> type) {
            return Unwrapping.as(this, type);
        }
    }
}
