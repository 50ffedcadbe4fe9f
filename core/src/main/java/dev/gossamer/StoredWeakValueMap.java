package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A map with weak values over its store. */
final class StoredWeakValueMap<K, V> extends StoredMap<K, V> implements WeakValueMap<K, V> {

    StoredWeakValueMap(WeakValueStore<K, V> store) {
        super(store);
    }

    @Override
    public V getOrPut(K key, V value) {
        Objects.requireNonNull(value, "value");
        V present = get(key);
        if (present == null) {
            present = putIfAbsent(key, value);
        }
        return present == null ? value : present;
    }

    @Override
    public List<KeyedRef<K, V>> valueRefs() {
        List<KeyedRef<K, V>> refs = new ArrayList<>();
        forEach((key, value) -> refs.add(new KeyedRef<>(key, value)));
        return List.copyOf(refs);
    }

    @Override
    public WeakValueMap<K, V> copy() {
        WeakValueStore<K, V> copy = StoreParts.weakValues(store.settings);
        store.copyInto(copy);
        return WeakContainers.list(new StoredWeakValueMap<>(copy));
    }
}
