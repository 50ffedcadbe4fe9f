package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Strong keys, weak values: an entry is a reference to the value that holds the key. */
final class ValueWeakMap<K, V> extends TableMap<K, V> implements WeakValueMap<K, V> {

    ValueWeakMap(Settings settings) {
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
    Object yield(Entry replaced, V seen) {
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

    @Override
    public V getOrPut(K key, V value) {
        Objects.requireNonNull(value, "value");
        while (true) {
            V present = get(key);
            if (present != null) {
                return present;
            }
            present = putIfAbsent(key, value);
            if (present == null) {
                return value;
            }
            return present;
        }
    }

    @Override
    public List<KeyedRef<K, V>> valueRefs() {
        List<KeyedRef<K, V>> refs = new ArrayList<>();
        forEach((key, value) -> refs.add(new KeyedRef<>(key, value)));
        return List.copyOf(refs);
    }

    @Override
    public WeakValueMap<K, V> copy() {
        ValueWeakMap<K, V> copy = new ValueWeakMap<>(settings);
        copyInto(copy);
        return copy;
    }
}
