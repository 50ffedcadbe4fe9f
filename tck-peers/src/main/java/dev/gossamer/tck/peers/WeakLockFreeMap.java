package dev.gossamer.tck.peers;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods that {@link WeakConcurrentMap} has, in the shape of a map; the rules about others it is not asked. */
final class WeakLockFreeMap extends AbstractMap<Object, Object> {
    private static final String NO_COMPUTE = "it has no method that computes";

    /** The rules that it cannot be asked. */
    static final Map<String, String> LACKS = Map.of(
            "MAP-1",
            "it is no java.util.Map",
            "MAP-5",
            "it has approximateSize() only",
            "MAP-7",
            NO_COMPUTE,
            "MAP-10",
            NO_COMPUTE);

    private final WeakConcurrentMap<Object, Object> map = new WeakConcurrentMap<>(true);

    @Override
    public @Nullable Object get(Object key) {
        return map.getIfPresent(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(key);
    }

    @Override
    public @Nullable Object put(Object key, Object value) {
        return map.put(key, value);
    }

    @Override
    public @Nullable Object putIfAbsent(Object key, Object value) {
        return map.putIfAbsent(key, value);
    }

    @Override
    public @Nullable Object remove(Object key) {
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
