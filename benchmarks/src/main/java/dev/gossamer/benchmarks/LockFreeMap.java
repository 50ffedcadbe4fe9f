package dev.gossamer.benchmarks;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/** Weak-lock-free's map, which is no {@link Map}, seen as one; its cleaning is inline, in every operation. */
final class LockFreeMap extends AbstractMap<Object, Object> {
    private final WeakConcurrentMap<Object, Object> map = new WeakConcurrentMap.WithInlinedExpunction<>();

    @Override
    public Object get(Object key) {
        return map.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(key);
    }

    @Override
    public Object put(Object key, Object value) {
        return map.put(key, value);
    }

    @Override
    public Object putIfAbsent(Object key, Object value) {
        return map.putIfAbsent(key, value);
    }

    @Override
    public Object remove(Object key) {
        return map.remove(key);
    }

    @Override
    public Set<Map.Entry<Object, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<Object, Object>> iterator() {
                return map.iterator();
            }

            @Override
            public int size() {
                return map.approximateSize();
            }
        };
    }
}
