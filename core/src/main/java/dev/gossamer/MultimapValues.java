package dev.gossamer;

import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The values of one key of a multimap, as they are when they are asked for. Thread-safe. */
final class MultimapValues<K, V> extends AbstractSet<V> {
    private final WeakMultimap<K, V> multimap;
    private final K key;

    MultimapValues(WeakMultimap<K, V> multimap, K key) {
        this.multimap = multimap;
        this.key = key;
    }

    @Override
    public boolean add(V value) {
        return multimap.put(key, value);
    }

    @Override
    @SuppressWarnings("unchecked") // only compared
    public boolean contains(Object value) {
        return multimap.containsEntry(key, (V) value);
    }

    @Override
    @SuppressWarnings("unchecked") // only compared
    public boolean remove(Object value) {
        return multimap.remove(key, (V) value);
    }

    @Override
    public void clear() {
        multimap.removeAll(key);
    }

    @Override
    public int size() {
        return multimap.lookUp(key).size();
    }

    @Override
    public boolean isEmpty() {
        return multimap.lookUp(key).isEmpty();
    }

    @Override
    public Iterator<V> iterator() {
        return removing(multimap.lookUp(key).iterator());
    }

    @Override
    public Spliterator<V> spliterator() {
        Set<V> values = multimap.lookUp(key);
        long estimate = values instanceof WeakSet<V> weak ? weak.estimatedSize() : values.size();
        return Spliterators.spliterator( // not sized: values may come and go before they are reached
                removing(values.iterator()),
                estimate,
                Spliterator.DISTINCT | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }

    private Iterator<V> removing(Iterator<V> values) {
        return new Iterator<>() {
            private @Nullable V last;

            @Override
            public boolean hasNext() {
                return values.hasNext();
            }

            @Override
            public V next() {
                V next = values.next();
                last = next;
                return next;
            }

            @Override
            public void remove() {
                if (last == null) {
                    throw new IllegalStateException("nothing to remove: call next() before each remove()");
                }
                multimap.remove(key, last);
                last = null;
            }
        };
    }

    @Override
    public boolean removeIf(Predicate<? super V> filter) {
        Objects.requireNonNull(filter, "filter");
        boolean changed = false;
        for (V value : multimap.lookUp(key)) {
            changed |= filter.test(value) && multimap.remove(key, value);
        }
        return changed;
    }

    @Override
    public boolean retainAll(Collection<?> kept) {
        Objects.requireNonNull(kept, "kept");
        return removeIf(value -> !kept.contains(value));
    }

    @Override
    public boolean removeAll(Collection<?> gone) {
        boolean changed = false;
        for (Object each : gone) {
            changed |= each != null && remove(each);
        }
        return changed;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this
                || (other instanceof Set<?> set
                        && copy().equals(set instanceof MultimapValues<?, ?> values ? values.copy() : set));
    }

    @Override
    public int hashCode() {
        return copy().hashCode();
    }

    private Set<V> copy() {
        return WeakMultimap.copyOf(multimap.lookUp(key));
    }
}
