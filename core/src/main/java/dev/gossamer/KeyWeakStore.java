package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import org.jspecify.annotations.Nullable;

/** Weak keys, strong values: an entry is a reference to the key that holds the value. */
final class KeyWeakStore<K, V> extends Store<K, V> {

    KeyWeakStore(Settings settings) {
        super(WeakSide.KEY, settings);
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its values
    @Nullable V valueIn(Entry entry) {
        Object value = entry.strong();
        return value == Marker.RETIRED || value == Marker.CLAIMED ? null : (V) value;
    }

    @Override
    @SuppressWarnings("unchecked") // entries of this map hold its keys
    @Nullable K keyIn(Entry entry) {
        return (K) entry.weak();
    }

    @Override
    boolean unlink(Entry entry, V seen) {
        if (!entry.casStrong(seen, Marker.RETIRED)) {
            return false;
        }
        table.remove(entry);
        left(entry);
        return true;
    }

    @Override
    boolean overwrite(Entry entry, K key, V seen, V next) {
        return table.overwrite(entry, seen, next);
    }

    @Override
    boolean supplant(Entry over, Entry fresh) {
        table.remove(over); // its key is gone or it is retired: nothing matches it any more
        return false;
    }

    @Override
    @Nullable Object surrender(Entry replaced, V seen) {
        Object value = replaced.exchangeStrong(Marker.RETIRED);
        left(replaced);
        return value == Marker.RETIRED ? null : value;
    }

    @Override
    Object weakOf(K key, V value) {
        return key;
    }

    @Override
    Object strongOf(K key, V value) {
        return value;
    }
}
