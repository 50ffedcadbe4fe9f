package dev.gossamer.jcache;

import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Iterates over what is there, weakly consistent. Holds the entry it is at and the one it has looked ahead to. */
final class EntryIterator<K, V> implements Iterator<Cache.Entry<K, V>> {
    private final GossamerCache<K, V> cache;
    private final Entries<K, V> entries;
    private final Copies<K, V> copies;
    private final Counters counters;
    private final Iterator<Map.Entry<K, Cell<K, V>>> stored;
    private @Nullable K nextKey;
    private @Nullable Live<K, V> next;
    private @Nullable K currentKey;

    EntryIterator(GossamerCache<K, V> cache, Entries<K, V> entries, Surroundings<K, V> around) {
        this.cache = cache;
        this.entries = entries;
        this.copies = around.copies();
        this.counters = around.counters();
        this.stored = entries.stored();
    }

    @Override
    public boolean hasNext() {
        cache.requireOpen();
        while (next == null && stored.hasNext()) {
            Map.Entry<K, Cell<K, V>> candidate = stored.next();
            V value = entries.valueOf(candidate.getValue());
            if (value != null) {
                nextKey = candidate.getKey();
                next = new Live<>(candidate.getValue(), value);
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
        Live<K, V> found = next;
        currentKey = nextKey;
        Cache.Entry<K, V> entry = new Seen<>(copies.key(nextKey), copies.value(found.value()));
        next = null;
        nextKey = null;
        entries.accessed(currentKey, found.cell());
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
            return Unwrap.as(this, type);
        }
    }
}
