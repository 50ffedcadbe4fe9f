package dev.gossamer;

import java.lang.ref.Reference;
import java.util.AbstractMap;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent map that holds keys and values weakly: an association lives as long as somebody else uses its key
 * <em>and</em> somebody else uses its value. It is for data about two objects that belong to others, and for values
 * that refer to their keys, which in a {@link WeakKeyMap} would keep both for ever.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="weak-map"}
 *
 * <p>Thread-safe; keeps the contract of {@link ConcurrentMap}, by its own way of comparing keys. An association of which one side
 * is dead is absent for every operation at once. Where equal keys are different objects, the association lives and dies with
 * the one that was stored first. {@code get}, {@code containsKey} and hits of {@code computeIfAbsent} take no lock and
 * allocate nothing; operations on one key take constant time, {@code size()}, iteration and {@code containsValue} linear time.
 * A function given to {@code compute…} or {@code merge} runs at most once and blocks only writers of its own key. An
 * association takes at most 88 bytes beside key and value.
 *
 * <p>No {@code null} ({@link NullPointerException}); no keys of value-based classes, and none as values unless
 * {@link IdentityPolicy#HOLD_STRONGLY} is set; no references, futures and containers unless {@link WrapperPolicy#ALLOW} is.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public final class WeakMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V>, WeakContainer {
    private final PairWeakStore<V> store;
    private final StoredWeakValueMap<Object, V> map;

    private WeakMap(ContainerSettings settings) {
        this.store = StoreParts.weakPairs(settings);
        this.map = new StoredWeakValueMap<>(store);
    }

    /**
     * A new empty map that compares keys by {@code equals}, with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new map
     */
    public static <K, V> WeakMap<K, V> create() {
        return WeakMap.<K, V>builder().build();
    }

    /**
     * A new empty map that compares keys by identity, with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new map
     */
    public static <K, V> WeakMap<K, V> identity() {
        return WeakMap.<K, V>builder().keys(Equivalence.identity()).build();
    }

    /**
     * A builder with default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new builder
     */
    public static <K, V> Builder<K, V> builder() {
        return new Builder<>();
    }

    Store<?, ?> store() {
        return store;
    }

    private KeyReference reference(K key) {
        return store.reference(Objects.requireNonNull(key, "key"));
    }

    /** Gives the result of an operation, until which a key is held: the table has but a weak reference to look for. */
    private static <T> @Nullable T holding(Object key, @Nullable T result) {
        Reference.reachabilityFence(key);
        return result;
    }

    @Override
    public @Nullable V get(Object key) {
        return map.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(key);
    }

    @Override
    public @Nullable V put(K key, V value) {
        return holding(key, map.put(reference(key), value));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        store.requireAssociation(key, value);
        store.requireKey(key);
        V present = store.use(key); // a write, which counts no look-up
        return present != null ? present : holding(key, map.putIfAbsent(reference(key), value));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return holding(key, map.replace(reference(key), value));
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        boolean replaced = map.replace(reference(key), oldValue, newValue);
        Reference.reachabilityFence(key);
        return replaced;
    }

    @Override
    public @Nullable V remove(Object key) {
        return map.remove(key);
    }

    @Override
    public boolean remove(Object key, @Nullable Object value) {
        return map.remove(key, value);
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> mappingFunction) {
        Objects.requireNonNull(mappingFunction, "mappingFunction");
        V present = store.use(key);
        if (present != null) {
            store.counter.looked(true);
            return present;
        }
        V computed = map.computeIfAbsent(reference(key), same -> mappingFunction.apply(key));
        Reference.reachabilityFence(key);
        return computed;
    }

    @Override
    public @Nullable V computeIfPresent(
            K key, BiFunction<? super K, ? super V, ? extends @Nullable V> remappingFunction) {
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        return holding(key, map.computeIfPresent(reference(key), (same, value) -> remappingFunction.apply(key, value)));
    }

    @Override
    public @Nullable V compute(
            K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> remappingFunction) {
        Objects.requireNonNull(remappingFunction, "remappingFunction");
        return holding(key, map.compute(reference(key), (same, value) -> remappingFunction.apply(key, value)));
    }

    @Override
    public @Nullable V merge(
            K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> remappingFunction) {
        return holding(key, map.merge(reference(key), value, remappingFunction));
    }

    @Override
    public boolean containsValue(Object value) {
        return super.containsValue(Objects.requireNonNull(value, "value"));
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public int size() {
        int count = 0;
        for (Iterator<Map.Entry<K, V>> entries = entrySet().iterator(); entries.hasNext(); entries.next()) {
            count++;
        }
        return count;
    }

    @Override
    public boolean isEmpty() {
        return !entrySet().iterator().hasNext();
    }

    @Override
    public Set<K> keySet() {
        return new WeakMapViews<>(this, map).keys();
    }

    @Override
    public Collection<V> values() {
        return new WeakMapViews<>(this, map).values();
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new WeakMapViews<>(this, map).entries();
    }

    /**
     * A strong copy of what is alive now.
     *
     * @return a new unmodifiable map
     */
    public Map<K, V> snapshot() {
        return Snapshot.of(
                ((KeyReference.Comparison) store.settings.equivalence()).keys(),
                entrySet().iterator());
    }

    /**
     * A new map with the same settings and the same live associations, independent of this one.
     *
     * @return a new map
     */
    public WeakMap<K, V> copy() {
        WeakMap<K, V> copy = new WeakMap<>(store.settings);
        copy.putAll(this);
        return WeakContainers.list(copy);
    }

    @Override
    public long estimatedSize() {
        return map.estimatedSize();
    }

    @Override
    public int reclaim() {
        return map.reclaim();
    }

    @Override
    public ContainerStats stats() {
        return map.stats();
    }

    @Override
    public Optional<String> name() {
        return map.name();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this || snapshot().equals(other instanceof WeakMap<?, ?> map ? map.snapshot() : other);
    }

    @Override
    public int hashCode() {
        return snapshot().hashCode();
    }

    /**
     * Called once for each association of which one side was collected; never for one that was removed or replaced
     * before, or of which both sides died. Called as a {@link CollectedListener} is.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    public interface PairListener<K, V> {

        /**
         * The key of a living value was collected.
         *
         * @param value the value it had
         */
        default void keyCollected(V value) {}

        /**
         * The value of a living key was collected.
         *
         * @param key the key it had
         */
        default void valueCollected(K key) {}
    }

    /**
     * Builds {@link WeakMap}s.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    public static final class Builder<K, V> extends ContainerBuilder<Builder<K, V>> {
        Builder() {
            super(new KeyReference.Comparison(Equivalence.equality()));
        }

        /**
         * Sets how keys compare; by {@code equals} unless set.
         *
         * @param keys how keys compare, such as {@link Equivalence#identity()}
         * @return this builder
         */
        @SuppressWarnings("unchecked") // given only keys of the map
        public Builder<K, V> keys(Equivalence<? super K> keys) {
            return equivalence(new KeyReference.Comparison((Equivalence<Object>) Objects.requireNonNull(keys, "keys")));
        }

        /**
         * Calls a listener for each association of which one side was collected, with the other side.
         *
         * @param listener the listener, held by the map
         * @return this builder
         */
        public Builder<K, V> onCollected(PairListener<? super K, ? super V> listener) {
            return listener(new PairWeakStore.Telling<K, V>(Objects.requireNonNull(listener, "listener")));
        }

        /**
         * Builds a map.
         *
         * @return a new empty map
         * @throws IllegalArgumentException if the backend does not offer what was asked for
         * @throws IllegalStateException if no backend is found
         */
        public WeakMap<K, V> build() {
            return WeakContainers.list(new WeakMap<>(settings()));
        }
    }
}
