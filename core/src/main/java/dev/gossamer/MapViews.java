package dev.gossamer;

import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** The three collection views of a map: they write through, and show what is alive at that moment. */
final class MapViews<K, V> {
    final Set<K> keys;
    final Collection<V> values;
    final Set<Map.Entry<K, V>> entries;

    MapViews(StoredMap<K, V> map) {
        keys = new Keys<>(map);
        values = new Values<>(map);
        entries = new Entries<>(map);
    }

    /** A spliterator that estimates; of the living, so never of {@code null}. */
    static <T> Spliterator<T> spliterator(StoredMap<?, ?> map, Iterator<T> elements, int characteristics) {
        // not sized, the size is an estimate: elements may die before they are reached
        return Spliterators.spliterator(
                elements, map.estimatedSize(), characteristics | Spliterator.NONNULL | Spliterator.CONCURRENT);
    }

    /** A view as a set of what {@code element} makes of each live entry. */
    private abstract static class SetView<K, V, T> extends LiveSetView<T> {
        final StoredMap<K, V> map;
        private final BiFunction<K, V, T> element;

        SetView(StoredMap<K, V> map, BiFunction<K, V, T> element) {
            super(map);
            this.map = map;
            this.element = element;
        }

        @Override
        StoredMap<?, ?> stored() {
            return map;
        }

        @Override
        public Iterator<T> iterator() {
            return map.store.iterator(element);
        }

        @Override
        public Spliterator<T> spliterator() {
            return MapViews.spliterator(map, iterator(), Spliterator.DISTINCT);
        }
    }

    private static final class Keys<K, V> extends SetView<K, V, K> {
        Keys(StoredMap<K, V> map) {
            super(map, (key, value) -> key);
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
            Objects.requireNonNull(filter, "filter");
            return EntryRemoval.removeIf(map.store, WriteCondition.ALWAYS, (key, value) -> filter.test(key));
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

    private static final class Entries<K, V> extends SetView<K, V, Map.Entry<K, V>> {
        Entries(StoredMap<K, V> map) {
            super(map, (key, value) -> new WriteThroughEntry<>(map, key, value));
        }

        @Override
        public boolean contains(Object other) {
            if (!(other instanceof Map.Entry<?, ?> entry) || entry.getKey() == null) {
                return false;
            }
            V value = map.get(entry.getKey());
            return value != null && value.equals(entry.getValue());
        }

        @Override
        public boolean remove(Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && entry.getKey() != null
                    && entry.getValue() != null
                    && map.remove(entry.getKey(), entry.getValue());
        }

        @Override
        public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
            Objects.requireNonNull(filter, "filter");
            return EntryRemoval.removeIf(
                    map.store, (key, value) -> filter.test(new WriteThroughEntry<>(map, key, value)));
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

    private static final class Values<K, V> extends LiveValuesView<K, V> {
        private final StoredMap<K, V> map;

        Values(StoredMap<K, V> map) {
            this.map = map;
        }

        @Override
        StoredMap<K, V> map() {
            return map;
        }

        @Override
        public Iterator<V> iterator() {
            return map.store.iterator((key, value) -> value);
        }

        @Override
        public Spliterator<V> spliterator() {
            return MapViews.spliterator(map, iterator(), 0);
        }

        @Override
        public boolean removeIf(Predicate<? super V> filter) {
            Objects.requireNonNull(filter, "filter");
            return EntryRemoval.removeIf(map.store, (key, value) -> filter.test(value));
        }
    }
}
