package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A map with weak values over its store. */
final class StoredWeakValueMap<K, V> extends StoredMap<K, V> implements WeakValueMap<K, V> {

    /** The same store by its own class: no subclass reads in another way, so a read need not look at the class. */
    private final WeakValueStore<K, V> typed;

    StoredWeakValueMap(WeakValueStore<K, V> store) {
        super(store);
        this.typed = store;
    }

    @Override
    public @Nullable V get(Object key) {
        return typed.get(key);
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
