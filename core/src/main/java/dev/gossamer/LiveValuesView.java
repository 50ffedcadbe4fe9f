package dev.gossamer;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;

/** A view of the values of a map, which compare by {@code equals}. */
abstract class LiveValuesView<K, V> extends AbstractCollection<V> {

    abstract ConcurrentMap<K, V> map();

    @Override
    public int size() {
        return map().size();
    }

    @Override
    public boolean isEmpty() {
        return map().isEmpty();
    }

    @Override
    public boolean contains(Object value) {
        return map().containsValue(value);
    }

    @Override
    public void clear() {
        map().clear();
    }

    @Override
    public boolean remove(Object value) {
        Objects.requireNonNull(value, "value");
        for (Map.Entry<K, V> entry : map().entrySet()) {
            if (value.equals(entry.getValue()) && map().remove(entry.getKey(), entry.getValue())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean removeAll(Collection<?> gone) {
        return removeIf(new HashSet<>(gone)::contains);
    }

    @Override
    public boolean retainAll(Collection<?> kept) {
        Set<?> set = new HashSet<>(kept);
        return removeIf(value -> !set.contains(value));
    }
}
