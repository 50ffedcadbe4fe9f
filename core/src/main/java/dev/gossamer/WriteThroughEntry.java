package dev.gossamer;

import java.util.AbstractMap;
import java.util.concurrent.ConcurrentMap;

/**
 * An association met on iteration; holds both its sides, and {@code setValue} puts into the map. For one thread.
 *
 * @param <K> the type of the key
 * @param <V> the type of the value
 */
final class WriteThroughEntry<K, V> extends AbstractMap.SimpleEntry<K, V> {
    private static final long serialVersionUID = 1L;

    private final transient ConcurrentMap<K, V> map;

    WriteThroughEntry(ConcurrentMap<K, V> map, K key, V value) {
        super(key, value);
        this.map = map;
    }

    @Override
    public V setValue(V value) {
        map.put(getKey(), value);
        return super.setValue(value);
    }
}
