package dev.gossamer;

import dev.gossamer.spi.Backend;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A multimap that holds one side weakly: each key has a set of values, and is present for as long as it has a live
 * value.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="weak-multimap"}
 *
 * <p>{@linkplain #weakValues() With weak values} keys are held strongly: a value is in it as long as somebody else uses the
 * value, a key as long as it has a value. {@linkplain #weakKeys() With weak keys} values are held strongly: a key is in it, with
 * all its values, as long as somebody else uses the key; <strong>a value that refers to its key keeps both for ever</strong>.
 *
 * <p>Thread-safe. What is dead is absent for every operation at once, and leaves the memory as {@link Reclaim} says.
 * Operations on one association take constant time, {@link #keys()}, {@link #size()} and {@link #snapshot()} linear
 * time. Looking up, and adding an association that is already present, take no lock. A key with weak values costs some
 * 400 bytes, and each of its associations 48. Values compare by {@code equals}. No {@code null} ({@link
 * NullPointerException}); what cannot be held weakly is refused on the weak side as by {@link WeakSet} and
 * {@link WeakKeyMap}. An operation that fails changes nothing.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public final class WeakMultimap<K, V> {
    // How does a key go with its last value, and no value go with it?
    //
    // The set of a key is the value of a concurrent map, and changes only within a function of that map for its key. So
    // a set that was found empty there can be dropped, as nothing is added to it meanwhile; whoever comes next makes
    // another. The set of weak values tells of each death, and is then looked at in that way. Such functions run under
    // no lock of the library, so that the equals of a value may use this multimap for other keys.
    //
    // The map of the weak-valued kind has to hold the sets strongly. It is a map with weak values that holds strongly
    // what has no identity, and an Optional has none.

    private final MultimapSettings<K, V> settings;
    private final boolean valuesAreWeak;
    private final ConcurrentMap<K, Optional<Set<V>>> sets;

    private WeakMultimap(MultimapSettings<K, V> settings, boolean valuesAreWeak) {
        this.settings = settings;
        this.valuesAreWeak = valuesAreWeak;
        this.sets = valuesAreWeak ? settings.mapOfStrongKeys() : settings.mapOfWeakKeys();
    }

    /**
     * A new empty multimap that holds its values weakly, with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new multimap
     */
    public static <K, V> WeakMultimap<K, V> weakValues() {
        return WeakMultimap.<K, V>builder().weakValues();
    }

    /**
     * A new empty multimap that holds its keys weakly, with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new multimap
     */
    public static <K, V> WeakMultimap<K, V> weakKeys() {
        return WeakMultimap.<K, V>builder().weakKeys();
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

    /**
     * Adds a value to those of a key; atomic.
     *
     * @param key the key
     * @param value the value
     * @return whether the key did not have an equal value
     * @throws NotWeaklyReferenceableException if what is to be held weakly cannot be
     */
    public boolean put(K key, V value) {
        if (containsEntry(key, value)) {
            return false;
        }
        boolean[] added = {false};
        sets.compute(key, (same, present) -> {
            Optional<Set<V>> values = present != null ? present : Optional.of(newSet(same));
            added[0] = values.get().add(value);
            return values;
        });
        return added[0];
    }

    /**
     * Removes one value of a key; atomic.
     *
     * @param key the key
     * @param value the value
     * @return whether the key had an equal value
     */
    public boolean remove(K key, V value) {
        if (!containsEntry(key, value)) {
            return false;
        }
        boolean[] removed = {false};
        sets.computeIfPresent(key, (same, values) -> {
            removed[0] = values.get().remove(value);
            return values.get().isEmpty() ? null : values;
        });
        return removed[0];
    }

    /**
     * Removes a key with all its values; atomic.
     *
     * @param key the key
     * @return a strong copy of the values there were, unmodifiable and perhaps empty
     */
    public Set<V> removeAll(K key) {
        Optional<Set<V>> removed = sets.remove(Objects.requireNonNull(key, "key"));
        return removed == null ? Set.of() : copyOf(removed.get());
    }

    /**
     * The values of a key: a view that writes through, weakly consistent, and empty when there are none.
     *
     * @param key the key, held by the view
     * @return a view
     */
    public Set<V> get(K key) {
        return new MultimapValues<>(this, Objects.requireNonNull(key, "key"));
    }

    /**
     * Whether a key has a value.
     *
     * @param key the key
     * @return whether one is alive
     */
    public boolean containsKey(K key) {
        return !values(key).isEmpty();
    }

    /**
     * Whether a key has an equal value.
     *
     * @param key the key
     * @param value the value
     * @return whether it is there
     */
    public boolean containsEntry(K key, V value) {
        return values(key).contains(Objects.requireNonNull(value, "value"));
    }

    /**
     * The keys that have a value now, held strongly, and found as this multimap finds them.
     *
     * @return a new unmodifiable set
     */
    public Set<K> keys() {
        List<Map.Entry<K, K>> keys = new ArrayList<>();
        sets.forEach((key, values) -> {
            if (!values.get().isEmpty()) {
                keys.add(Map.entry(key, key));
            }
        });
        return Snapshot.of(settings.equivalence(), keys.iterator()).keySet();
    }

    /**
     * Passes each association to an action.
     *
     * @param action what to do with it
     */
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        sets.forEach((key, values) -> values.get().forEach(value -> action.accept(key, value)));
    }

    /**
     * Counts the live associations.
     *
     * @return how many there are
     */
    public int size() {
        int[] count = {0};
        forEach((key, value) -> count[0]++);
        return count[0];
    }

    /**
     * Whether there is no live association.
     *
     * @return whether it is empty
     */
    public boolean isEmpty() {
        return sets.values().stream().allMatch(values -> values.get().isEmpty());
    }

    /** Removes all associations there are. */
    public void clear() {
        sets.clear();
    }

    /**
     * A strong copy of what is alive now, that finds keys as this multimap does.
     *
     * @return a new unmodifiable map of unmodifiable sets, none of them empty
     */
    public Map<K, Set<V>> snapshot() {
        List<Map.Entry<K, Set<V>>> copies = new ArrayList<>();
        sets.forEach((key, values) -> copies.add(Map.entry(key, copyOf(values.get()))));
        copies.removeIf(copy -> copy.getValue().isEmpty());
        return Snapshot.of(settings.equivalence(), copies.iterator());
    }

    /**
     * A new multimap with the same settings and the same live associations, independent of this one.
     *
     * @return a new multimap
     */
    public WeakMultimap<K, V> copy() {
        WeakMultimap<K, V> copy = new WeakMultimap<>(settings, valuesAreWeak);
        forEach(copy::put);
        return copy;
    }

    /**
     * Removes what is dead and enqueued now. Never needed for correctness, except with {@link Reclaim#MANUAL}.
     *
     * @return how many associations with weak values, or weak keys, were removed
     */
    public int reclaim() {
        int[] count = {((StoredMap<?, ?>) sets).reclaim()};
        if (valuesAreWeak) {
            sets.forEach((key, values) -> {
                count[0] += ((WeakSet<V>) values.get()).reclaim();
                dropIfEmpty(key);
            });
        }
        return count[0];
    }

    /** How many keys occupy storage. */
    long estimatedKeys() {
        return ((StoredMap<?, ?>) sets).estimatedSize();
    }

    /** The live set of a key, for reading. */
    Set<V> values(K key) {
        Optional<Set<V>> values = sets.get(Objects.requireNonNull(key, "key"));
        return values == null ? Set.of() : values.get();
    }

    static <V> Set<V> copyOf(Set<V> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    private Set<V> newSet(K key) {
        return valuesAreWeak ? settings.setOfWeakValues(() -> dropIfEmpty(key)) : ConcurrentHashMap.newKeySet();
    }

    private void dropIfEmpty(K key) {
        sets.computeIfPresent(key, (same, values) -> values.get().isEmpty() ? null : values);
    }

    /** Tells the associations that are alive. */
    @Override
    public String toString() {
        return snapshot().toString();
    }

    /**
     * Builds {@link WeakMultimap}s. Not thread-safe; what it builds is. It can build more than once.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    public static final class Builder<K, V> {
        private @Nullable Backend backend;
        private Equivalence<? super K> keys = Equivalence.equality();
        private Reclaim reclaim = Reclaim.SHARED;

        private Builder() {}

        /**
         * Stores in the given backend instead of {@linkplain Backends#standard() the standard one}.
         *
         * @param backend the backend, held by the multimap
         * @return this builder
         */
        public Builder<K, V> backend(Backend backend) {
            this.backend = Objects.requireNonNull(backend, "backend");
            return this;
        }

        /**
         * Sets how keys compare; by {@code equals} unless set.
         *
         * @param keys how keys compare, such as {@link Equivalence#identity()}
         * @return this builder
         */
        public Builder<K, V> keys(Equivalence<? super K> keys) {
            this.keys = Objects.requireNonNull(keys, "keys");
            return this;
        }

        /**
         * Sets who reclaims dead entries; {@link Reclaim#SHARED} unless set.
         *
         * @param reclaim how to reclaim
         * @return this builder
         */
        public Builder<K, V> reclaim(Reclaim reclaim) {
            this.reclaim = Objects.requireNonNull(reclaim, "reclaim");
            return this;
        }

        /**
         * Builds a multimap that holds keys strongly and values weakly.
         *
         * @return a new empty multimap
         * @throws IllegalStateException if no backend is found
         */
        public WeakMultimap<K, V> weakValues() {
            return new WeakMultimap<>(settings(), true);
        }

        /**
         * Builds a multimap that holds keys weakly and values strongly.
         *
         * @return a new empty multimap
         * @throws IllegalStateException if no backend is found
         */
        public WeakMultimap<K, V> weakKeys() {
            return new WeakMultimap<>(settings(), false);
        }

        private MultimapSettings<K, V> settings() {
            return new MultimapSettings<>(backend == null ? Backends.standard() : backend, keys, reclaim);
        }
    }

    /** What a builder was told; makes the maps and sets below. */
    private record MultimapSettings<K, V>(Backend backend, Equivalence<? super K> keys, Reclaim reclaim) {

        @SuppressWarnings("unchecked") // given only keys
        Equivalence<Object> equivalence() {
            return (Equivalence<Object>) keys;
        }

        ConcurrentMap<K, Optional<Set<V>>> mapOfStrongKeys() {
            return WeakValueMap.<K, Optional<Set<V>>>builder()
                    .backend(backend)
                    .keys(keys)
                    .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                    .build();
        }

        ConcurrentMap<K, Optional<Set<V>>> mapOfWeakKeys() {
            return WeakKeyMap.<K, Optional<Set<V>>>builder()
                    .backend(backend)
                    .keys(keys)
                    .reclaim(reclaim)
                    .build();
        }

        Set<V> setOfWeakValues(Runnable onCollected) {
            return WeakSet.<V>builder()
                    .backend(backend)
                    .reclaim(reclaim)
                    .onCollected(ticket -> onCollected.run())
                    .buildUnlisted();
        }
    }
}
