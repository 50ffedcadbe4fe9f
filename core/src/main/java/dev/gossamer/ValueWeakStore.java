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
        silence(entry, seen);
        return true;
    }

    @Override
    boolean overwrite(Entry entry, K key, V seen, V next) {
        if (!table.replace(entry, newEntry(key, next, entry.hash(), null))) {
            return false;
        }
        silence(entry, seen);
        return true;
    }

    @Override
    boolean supplant(Entry over, Entry fresh) {
        return table.replace(over, fresh);
    }

    @Override
    Object surrender(Entry replaced, V seen) {
        silence(replaced, seen);
        return seen;
    }

    /** Clears an entry that is out of the table while its value is surely alive, so that it is never enqueued. */
    private static void silence(Entry entry, Object value) {
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
