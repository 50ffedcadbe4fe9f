package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/** Strong keys, weak values: an entry is a reference to the value that holds the key. */
final class ValueWeakStore<K, V> extends Store<K, V> {

    ValueWeakStore(Settings settings) {
        super(WeakSide.VALUE, settings);
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
        entry.exchangeStrong(Marker.RETIRED);
        over(entry, seen);
        return true;
    }

    @Override
    boolean overwrite(Entry entry, K key, V seen, V next) {
        Entry fresh = newEntry(key, next, entry.hash(), null);
        if (!stored(fresh, table.replace(entry, fresh))) {
            return false;
        }
        over(entry, seen);
        return true;
    }

    @Override
    boolean supplant(Entry over, Entry fresh) {
        return table.replace(over, fresh);
    }

    @Override
    Object surrender(Entry replaced, V seen) {
        over(replaced, seen);
        return seen;
    }

    /** Clears an entry that is out of the table while its value is surely alive, so that it is never enqueued. */
    private void over(Entry entry, Object value) {
        left(entry);
        entry.clear();
        Reference.reachabilityFence(value);
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
