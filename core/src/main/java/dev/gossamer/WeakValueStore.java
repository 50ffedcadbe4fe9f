package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Strong keys, weak values: an entry is a reference to the value that holds the key. */
sealed class WeakValueStore<K, V> extends Store<K, V> permits PairWeakStore {

    WeakValueStore(StoreParts parts) {
        super(parts);
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its values
    @Nullable V valueIn(Entry entry) {
        return (V) entry.weak();
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its keys
    @Nullable K keyIn(Entry entry) {
        Object key = entry.strong();
        return key == Marker.RETIRED ? null : (K) key;
    }

    @Override
    boolean unlink(Entry entry, V seen) {
        if (!table.remove(entry)) {
            return false;
        }
        boolean released = false;
        try {
            entry.exchangeStrong(Marker.RETIRED); // so that its death means nothing; on JDK 17 cheaper than clearing it
            left(entry);
            released = true;
        } finally {
            letGo(entry, released, seen);
        }
        return true;
    }

    @Override
    boolean overwrite(Entry entry, K key, V seen, V next, @Nullable Object ticket) {
        Entry fresh = newEntry(key, next, entry.hash(), ticket);
        if (!table.replace(entry, fresh)) {
            return false;
        }
        release(entry, seen);
        stored(fresh, true);
        return true;
    }

    /** Lets go of an entry that was just taken out, whatever is thrown meanwhile. */
    private void release(Entry entry, V value) {
        boolean released = false;
        try {
            leave(entry);
            released = true;
        } finally {
            letGo(entry, released, value);
        }
    }

    private static void letGo(Entry entry, boolean released, Object value) {
        if (!released && entry instanceof HotEntry hot) {
            hot.over = true;
            hot.held = null;
        }
        Reference.reachabilityFence(value);
    }

    @Override
    boolean supplant(Entry over, Entry fresh) {
        return table.replace(over, fresh);
    }

    @Override
    void leave(Entry entry) {
        left(entry);
        entry.clear(); // so that it is never enqueued
    }

    @Override
    WeakSide side() {
        return WeakSide.VALUE;
    }

    @Override
    Object weakOf(K key, V value) {
        return value;
    }

    @Override
    Object strongOf(K key, V value) {
        return key;
    }
}
