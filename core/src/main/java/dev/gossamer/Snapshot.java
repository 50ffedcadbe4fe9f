package dev.gossamer;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An unmodifiable strong copy of a map as it was, that finds keys by the equivalence of the map. Thread-safe. */
final class Snapshot<K, V> extends AbstractMap<K, V> {
    private final Equivalence<Object> equivalence;
    private final Map<Key, Map.Entry<K, V>> index = new HashMap<>();

    private Snapshot(Equivalence<Object> equivalence) {
        this.equivalence = equivalence;
    }

    static <K, V> Map<K, V> of(Store<K, V> store) {
        return of(store.settings.equivalence(), store.iterator(Map::entry));
    }

    static <K, V> Map<K, V> of(Equivalence<Object> equivalence, Iterator<Map.Entry<K, V>> live) {
        if (equivalence == StandardEquivalence.EQUALITY) {
            Map<K, V> copy = new LinkedHashMap<>();
            live.forEachRemaining(entry -> copy.put(entry.getKey(), entry.getValue()));
            return Collections.unmodifiableMap(copy);
        }
        Snapshot<K, V> copy = new Snapshot<>(equivalence);
        live.forEachRemaining(entry -> copy.index.put(new Key(entry.getKey(), equivalence), Map.Entry.copyOf(entry)));
        return copy;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        Map.Entry<K, V> entry = key == null ? null : index.get(new Key(key, equivalence));
        return entry == null ? null : entry.getValue();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return key != null && index.containsKey(new Key(key, equivalence));
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<K, V>> iterator() {
                return Collections.unmodifiableCollection(index.values()).iterator();
            }

            @Override
            public int size() {
                return index.size();
            }

            @Override
            public boolean contains(@Nullable Object other) {
                return other instanceof Map.Entry<?, ?> entry
                        && entry.getValue() != null
                        && entry.getValue().equals(get(entry.getKey()));
            }
        };
    }

    /** A key that compares as the map did. */
    static final class Key {
        private final Object key;
        private final Equivalence<Object> equivalence;
        private final int hash;

        Key(Object key, Equivalence<Object> equivalence) {
            this.key = key;
            this.equivalence = equivalence;
            this.hash = equivalence.hash(key);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that
                    && (key == that.key || (hash == that.hash && equivalence.equivalent(key, that.key)));
        }
    }
}
