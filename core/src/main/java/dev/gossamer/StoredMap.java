package dev.gossamer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The shape of {@link ConcurrentMap} over a {@link Store}.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
abstract sealed class StoredMap<K, V> implements ConcurrentMap<K, V> permits StoredWeakKeyMap, StoredWeakValueMap {
    final Store<K, V> store;
    private @Nullable MapViews<K, V> views;

    StoredMap(Store<K, V> store) {
        this.store = store;
    }

    @Override
    public V getOrDefault(Object key, V defaultValue) {
        V value = get(key);
        return value == null ? defaultValue : value;
    }

    @Override
    public boolean containsKey(Object key) {
        return store.containsKey(key);
    }

    @Override
    public boolean containsValue(Object value) {
        Objects.requireNonNull(value, "value");
        Iterator<V> values = store.iterator((key, each) -> each);
        while (values.hasNext()) {
            if (value.equals(values.next())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public @Nullable V put(K key, V value) {
        Objects.requireNonNull(key, "key");
        return store.write(key, Objects.requireNonNull(value, "value"), WriteCondition.ALWAYS, null);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        Objects.requireNonNull(key, "key");
        return store.write(key, Objects.requireNonNull(value, "value"), WriteCondition.ABSENT, null);
    }

    @Override
    public @Nullable V replace(K key, V value) {
        Objects.requireNonNull(key, "key");
        return store.write(key, Objects.requireNonNull(value, "value"), WriteCondition.PRESENT, null);
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        Objects.requireNonNull(oldValue, "oldValue");
        Objects.requireNonNull(newValue, "newValue");
        Objects.requireNonNull(key, "key");
        return store.write(key, newValue, WriteCondition.EQUAL, oldValue) != null;
    }

    @Override
    @SuppressWarnings("unchecked") // only compared
    public @Nullable V remove(Object key) {
        return store.write((K) Objects.requireNonNull(key, "key"), null, WriteCondition.PRESENT, null);
    }

    @Override
    @SuppressWarnings("unchecked") // only compared
    public boolean remove(Object key, @Nullable Object value) {
        Objects.requireNonNull(key, "key");
        return value != null && store.write((K) key, null, WriteCondition.EQUAL, value) != null;
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        map.forEach(this::put);
    }

    @Override
    public void clear() {
        EntryRemoval.clear(store);
    }

    /** As {@link #put(Object, Object)}, with a ticket for the listener. */
    public @Nullable V put(K key, V value, Object ticket) {
        store.requireAssociation(key, value);
        store.requireTicket(ticket, key, value);
        return store.write(key, value, WriteCondition.ALWAYS, null, ticket);
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> mappingFunction) {
        Objects.requireNonNull(mappingFunction, "mappingFunction");
        V value = get(key);
        return value != null ? value : computeAbsent(key, mappingFunction, made -> null);
    }

    /** As {@link #computeIfAbsent(Object, Function)}, with a ticket for the listener made from the new value. */
    public V computeIfAbsent(
            K key,
            Function<? super K, ? extends V> mappingFunction,
            Function<? super V, ? extends @Nullable Object> ticketing) {
        Objects.requireNonNull(mappingFunction, "mappingFunction");
        Objects.requireNonNull(ticketing, "ticketing");
        V value = get(key);
        return value != null ? value : computeAbsent(key, mappingFunction, ticketing);
    }

    @SuppressWarnings("NullAway") // as the interface has it: null when the function returned null
    private V computeAbsent(
            K key,
            Function<? super K, ? extends V> mappingFunction,
            Function<? super V, ? extends @Nullable Object> ticketing) {
        ClaimedUpdate<K, V> update = new ClaimedUpdate<>(
                store,
                key,
                WriteCondition.ABSENT,
                absent -> mappingFunction.apply(key),
                ClaimedUpdate.Ticketing.of(ticketing));
        V value = null;
        while (value == null) {
            if (update.run()) {
                return store.loaded(update);
            }
            value = store.use(key); // somebody else made one
        }
        return value;
    }

    @Override
    public @Nullable V computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> remappingFunction) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        return update(
                key,
                WriteCondition.PRESENT,
                previous -> remappingFunction.apply(key, Objects.requireNonNull(previous)));
    }

    @Override
    public @Nullable V compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> remappingFunction) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        return update(key, WriteCondition.ALWAYS, previous -> remappingFunction.apply(key, previous));
    }

    private @Nullable V update(K key, WriteCondition when, Function<@Nullable V, ? extends @Nullable V> function) {
        ClaimedUpdate<K, V> update = new ClaimedUpdate<>(store, key, when, function, ClaimedUpdate.Ticketing.keeping());
        return update.run() ? store.loaded(update) : null;
    }

    @Override
    public @Nullable V merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> remappingFunction) {
        store.requireAssociation(key, value);
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        ClaimedUpdate<K, V> update = new ClaimedUpdate<>(
                store,
                key,
                WriteCondition.PRESENT,
                previous -> remappingFunction.apply(Objects.requireNonNull(previous), value),
                ClaimedUpdate.Ticketing.keeping());
        while (store.write(key, value, WriteCondition.ABSENT, null) != null) {
            if (update.run()) {
                return store.loaded(update);
            }
        }
        return value;
    }

    @Override
    public int size() {
        long count = 0;
        Iterator<K> keys = keyIterator();
        while (keys.hasNext()) {
            keys.next();
            count++;
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    @Override
    public boolean isEmpty() {
        return !keyIterator().hasNext();
    }

    public long estimatedSize() {
        return store.table.estimatedSize();
    }

    final Iterator<K> keyIterator() {
        return store.iterator((key, value) -> key);
    }

    @Override
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        Iterator<Map.Entry<K, V>> entries = store.iterator(Map::entry);
        while (entries.hasNext()) {
            Map.Entry<K, V> entry = entries.next();
            action.accept(entry.getKey(), entry.getValue());
        }
    }

    /** Removes some live entry and gives it. */
    public Optional<Map.Entry<K, V>> popEntry() {
        Optional<Map.Entry<K, V>> popped = EntryRemoval.pop(store, (key, value) -> Optional.of(Map.entry(key, value)));
        return popped == null ? Optional.empty() : popped;
    }

    public Map<K, V> snapshot() {
        return Snapshot.of(store);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        Object compared = other instanceof StoredMap<?, ?> map ? map.snapshot() : other;
        return snapshot().equals(compared);
    }

    @Override
    public int hashCode() {
        return snapshot().hashCode();
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        forEach((key, value) ->
                parts.add((key == this ? "(this Map)" : key) + "=" + (value == this ? "(this Map)" : value)));
        return "{" + String.join(", ", parts) + "}";
    }

    private MapViews<K, V> views() {
        MapViews<K, V> known = views;
        if (known == null) {
            known = new MapViews<>(this);
            views = known;
        }
        return known;
    }

    @Override
    public Set<K> keySet() {
        return views().keys;
    }

    @Override
    public Collection<V> values() {
        return views().values;
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return views().entries;
    }

    public int reclaim() {
        return store.reclaim();
    }

    public ContainerStats stats() {
        return store.counter.snapshot(store.table);
    }

    public Optional<String> name() {
        return Optional.ofNullable(store.settings.name());
    }
}
