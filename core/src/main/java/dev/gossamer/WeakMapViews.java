package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The three collection views of a {@link WeakMap}: they write through, and show what is alive at that moment. */
final class WeakMapViews<K, V> {
    private final WeakMap<K, V> map;

    /** The same associations, by the references to the keys. */
    private final StoredWeakValueMap<Object, V> stored;

    WeakMapViews(WeakMap<K, V> map, StoredWeakValueMap<Object, V> stored) {
        this.map = map;
        this.stored = stored;
    }

    Set<K> keys() {
        return new Keys();
    }

    Collection<V> values() {
        return new Values();
    }

    Set<Map.Entry<K, V>> entries() {
        return new Entries();
    }

    /** Takes out each live association of which a filter takes what is made, if the condition holds for the value from then. */
    @SuppressWarnings("unchecked") // references to keys of this map
    private <T> boolean removeEach(
            WriteCondition when, Function<Map.Entry<K, V>, T> element, Predicate<? super T> filter) {
        Objects.requireNonNull(filter, "filter");
        return EntryRemoval.removeIf(stored.store, when, (reference, value) -> {
            K key = (K) KeyReference.keyOf(reference);
            return key != null && filter.test(element.apply(new WriteThroughEntry<>(map, key, value)));
        });
    }

    /** A view as a set of what is made of each live association. */
    private abstract class SetView<T> extends LiveSetView<T> {
        SetView() {
            super(map);
        }

        @Override
        StoredMap<?, ?> stored() {
            return stored;
        }

        abstract T element(Map.Entry<K, V> pair);

        @Override
        public Iterator<T> iterator() {
            return new LivePairs<>(this::element);
        }

        @Override
        public Spliterator<T> spliterator() {
            return MapViews.spliterator(stored, iterator(), Spliterator.DISTINCT);
        }
    }

    private final class Keys extends SetView<K> {
        @Override
        K element(Map.Entry<K, V> pair) {
            return pair.getKey();
        }

        @Override
        public boolean contains(Object key) {
            return map.containsKey(key);
        }

        @Override
        public boolean remove(Object key) {
            return map.remove(key) != null;
        }

        @Override
        public boolean removeIf(Predicate<? super K> filter) {
            return removeEach(WriteCondition.ALWAYS, this::element, filter);
        }

        @Override
        public boolean retainAll(Collection<?> kept) {
            return retainKeys(kept);
        }

        @Override
        Set<K> snapshot() {
            return map.snapshot().keySet();
        }
    }

    private final class Entries extends SetView<Map.Entry<K, V>> {
        @Override
        Map.Entry<K, V> element(Map.Entry<K, V> pair) {
            return pair;
        }

        @Override
        public boolean contains(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && entry.getKey() != null
                    && entry.getValue() != null
                    && entry.getValue().equals(map.get(entry.getKey()));
        }

        @Override
        public boolean remove(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && entry.getKey() != null
                    && map.remove(entry.getKey(), entry.getValue());
        }

        @Override
        public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
            return removeEach(WriteCondition.EQUAL, this::element, filter);
        }

        @Override
        public boolean retainAll(Collection<?> kept) {
            return retainEntries(kept);
        }

        @Override
        Set<Map.Entry<K, V>> snapshot() {
            return map.snapshot().entrySet();
        }
    }

    private final class Values extends LiveValuesView<K, V> {
        @Override
        WeakMap<K, V> map() {
            return map;
        }

        @Override
        public Iterator<V> iterator() {
            return new LivePairs<>(Map.Entry::getValue);
        }

        @Override
        public Spliterator<V> spliterator() {
            return MapViews.spliterator(stored, iterator(), 0);
        }

        @Override
        public boolean removeIf(Predicate<? super V> filter) {
            return removeEach(WriteCondition.EQUAL, Map.Entry::getValue, filter);
        }
    }

    /** Passes over values whose key has died. */
    private final class LivePairs<T> implements Iterator<T> {
        private final Iterator<Map.Entry<Object, V>> pairs = stored.entrySet().iterator();
        private final Function<Map.Entry<K, V>, T> element;
        private Map.@Nullable Entry<K, V> next;
        private @Nullable KeyReference nextKey;
        private Map.@Nullable Entry<K, V> last;
        private @Nullable KeyReference lastKey;

        LivePairs(Function<Map.Entry<K, V>, T> element) {
            this.element = element;
        }

        @Override
        @SuppressWarnings("unchecked") // references to keys of this map
        public boolean hasNext() {
            while (next == null && pairs.hasNext()) {
                Map.Entry<Object, V> pair = pairs.next();
                KeyReference reference = (KeyReference) pair.getKey();
                K key = (K) reference.get();
                if (key != null) {
                    nextKey = reference;
                    next = new WriteThroughEntry<>(map, key, pair.getValue());
                }
            }
            return next != null;
        }

        @Override
        public T next() {
            Map.Entry<K, V> pair = hasNext() ? next : null;
            if (pair == null) {
                throw new NoSuchElementException("no entry is left; ask hasNext() first");
            }
            next = null;
            last = pair;
            lastKey = nextKey;
            return element.apply(pair);
        }

        @Override
        public void remove() {
            Map.Entry<K, V> pair = last;
            KeyReference key = lastKey;
            if (pair == null || key == null) {
                throw new IllegalStateException("nothing to remove: call next() before each remove()");
            }
            Entry met = stored.store.table.find(key, stored.store.hash(key));
            if (met != null) { // what was written since stays, also under an equal key
                EntryRemoval.take(stored.store, met, key, WriteCondition.SAME, pair.getValue());
            }
            last = null;
            lastKey = null;
        }
    }
}
