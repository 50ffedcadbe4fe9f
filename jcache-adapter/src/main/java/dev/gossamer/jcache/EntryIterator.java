package dev.gossamer.jcache;

import dev.gossamer.jcache.common.StandardUnwrap;
import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.entry.CacheContext;
import dev.gossamer.jcache.entry.EntryStore;
import dev.gossamer.jcache.entry.LiveEntry;
import dev.gossamer.jcache.entry.StoredValue;
import dev.gossamer.jcache.management.CacheCounters;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Iterates over what is there, weakly consistent. Holds the entry it is at and the one it has looked ahead to. */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
    private final GossamerCache<K, V> cache;
    private final EntryStore<K, V> entries;
    private final KeyValueCopier<K, V> copies;
    private final CacheCounters counters;
    private final Iterator<Map.Entry<K, StoredValue<K, V>>> stored;
    private @Nullable K nextKey;
    private @Nullable LiveEntry<K, V> next;
    private @Nullable K currentKey;

    EntryIterator(GossamerCache<K, V> cache, EntryStore<K, V> entries, CacheContext<K, V> context) {
        this.cache = cache;
        this.entries = entries;
        this.copies = context.copies();
        this.counters = context.counters();
        this.stored = entries.stored();
    }

    @Override
    public boolean hasNext() {
        cache.requireOpen();
        while (next == null && stored.hasNext()) {
            Map.Entry<K, StoredValue<K, V>> candidate = stored.next();
            V value = entries.valueOf(candidate.getValue());
            if (value != null) {
                nextKey = candidate.getKey();
                next = new LiveEntry<>(candidate.getValue(), value);
            }
        }
        return next != null;
    }

    @Override
    public Cache.Entry<K, V> next() {
        long start = counters.start();
        if (!hasNext() || next == null || nextKey == null) {
            throw new NoSuchElementException("no more entries in cache \"" + cache.getName() + "\"");
        }
        LiveEntry<K, V> found = next;
        currentKey = nextKey;
        Cache.Entry<K, V> entry = new Seen<>(copies.key(nextKey), copies.value(found.value()));
        next = null;
        nextKey = null;
        entries.accessed(currentKey, found.storedValue());
        counters.hit(start);
        return entry;
    }

    @Override
    public void remove() {
        if (currentKey == null) {
            throw new IllegalStateException("no current entry; call next() first");
        }
        cache.remove(currentKey);
        currentKey = null;
    }

    /** An entry as it was when it was seen. */
    private record Seen<K, V>(K getKey, V getValue) implements Cache.Entry<K, V> {
        @Override
        public <T> T unwrap(Class<T> type) {
            return StandardUnwrap.as(this, type);
        }
    }
}
