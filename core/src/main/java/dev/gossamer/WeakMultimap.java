package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.WeakSide;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
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
 * <p>Its entries as a container are keys with their values: {@link #estimatedSize()}, its event of the Flight Recorder
 * and its meters count keys. {@link #size()} and {@link #stats()} count associations; but with weak keys, a key that
 * died counts as one collected.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public final class WeakMultimap<K, V> implements WeakContainer {
    // How does a key go with its last value, and no value go with it?
    //
    // The set of a key is the value of a concurrent map, and is added to only within a function of that map for its
    // key. So a set that was found empty there can be dropped, as nothing is added to it meanwhile; whoever comes next
    // makes another. A set of weak values tells of each death, and is then looked at in that way; it stays until all
    // deaths in it were told. Such functions run under no lock of the library, so that the equals of a value may use
    // this multimap for other keys.
    //
    // The key of a set that was met, and not looked up, is found by identity and by the hash it had when it was stored,
    // as it may have another one by now.
    //
    // The map of the weak-valued kind has to hold the sets strongly. It is a map with weak values that holds strongly
    // what has no identity, and an Optional has none.

    private final MultimapParts<K, V> parts;
    private final StoredMap<K, Optional<Set<V>>> sets;

    private WeakMultimap(MultimapParts<K, V> parts) {
        this.parts = parts;
        this.sets = parts.newMap();
    }

    Store<?, ?> store() {
        return sets.store;
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
        parts.requireAssociation(key, value);
        if (has(key, value)) {
            return false;
        }
        boolean[] added = {false};
        sets.compute(key, (same, present) -> {
            Optional<Set<V>> values = present != null ? present : Optional.of(newSet(same));
            added[0] = values.get().add(value);
            return values;
        });
        parts.written(sets, key);
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
        if (!has(key, value)) {
            return false;
        }
        boolean[] removed = {false};
        sets.computeIfPresent(key, (same, values) -> {
            removed[0] = values.get().remove(value);
            return MultimapParts.unlessSpent(values);
        });
        if (removed[0]) {
            parts.counter.removed();
        }
        parts.written(sets, key);
        return removed[0];
    }

    /**
     * Removes a key with all its values; atomic.
     *
     * @param key the key
     * @return a strong copy of the values there were, unmodifiable and perhaps empty
     */
    public Set<V> removeAll(K key) {
        List<Set<V>> removed = new ArrayList<>(1);
        sets.computeIfPresent(Objects.requireNonNull(key, "key"), (same, values) -> {
            removed.add(empty(values.get()));
            return MultimapParts.unlessSpent(values);
        });
        parts.written(sets, key);
        return removed.isEmpty() ? Set.of() : removed.get(0);
    }

    /** Removes the live values of a set, which are held meanwhile, and gives them. */
    private Set<V> empty(Set<V> values) {
        Set<V> gone = copyOf(values);
        values.removeIf(each -> true);
        gone.forEach(each -> parts.counter.removed());
        return gone;
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
        return !lookUp(key).isEmpty();
    }

    /**
     * Whether a key has an equal value.
     *
     * @param key the key
     * @param value the value
     * @return whether it is there
     */
    public boolean containsEntry(K key, V value) {
        boolean found = has(key, value);
        parts.counter.looked(found);
        return found;
    }

    private boolean has(K key, V value) {
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
        return Snapshot.of(parts.settings.equivalence(), keys.iterator()).keySet();
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
     * Counts the live associations, in linear time.
     *
     * @return how many there are
     */
    @Override
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
        forEachSet((key, hash, values) -> {
            changeMet(key, hash, present -> {
                empty(present.get());
                return MultimapParts.unlessSpent(present);
            });
            parts.writtenTo(sets, values);
        });
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
        return Snapshot.of(parts.settings.equivalence(), copies.iterator());
    }

    /**
     * A new multimap with the same settings and the same live associations, independent of this one.
     *
     * @return a new multimap
     */
    public WeakMultimap<K, V> copy() {
        WeakMultimap<K, V> copy = new WeakMultimap<>(parts.anew());
        forEach(copy::put);
        return WeakContainers.list(copy);
    }

    /**
     * How many keys occupy storage, in constant time.
     *
     * @return the number of keys, those without a live value included until they are reclaimed
     */
    @Override
    public long estimatedSize() {
        return sets.estimatedSize();
    }

    /**
     * Removes what is dead and enqueued now, and tells the listener. Never needed for correctness, except with {@link Reclaim#MANUAL}.
     *
     * @return how many associations were removed; with weak keys, how many keys
     */
    @Override
    public int reclaim() {
        int[] count = {sets.reclaim()};
        if (parts.valuesAreWeak()) {
            forEachSet((key, hash, values) -> {
                count[0] += ((WeakSet<V>) values.get()).reclaim();
                dropIfSpent(key, hash);
            });
        }
        return count[0];
    }

    /**
     * What was counted so far. Look-ups are {@link #containsKey}, {@link #containsEntry} and each reading of a {@link #get} view; a hit
     * is one that found a live association. Takes linear time, as it counts what is pending.
     *
     * @return the counts as of now; loads, replaced and evicted are always 0
     */
    @Override
    public ContainerStats stats() {
        ContainerStats ofKeys = sets.stats();
        long[] pending = {ofKeys.pending()};
        if (parts.valuesAreWeak()) {
            sets.forEach((key, values) ->
                    pending[0] += ((WeakSet<V>) values.get()).stats().pending());
        }
        return parts.counter.snapshot(pending[0], 0, ofKeys.awaited());
    }

    @Override
    public Optional<String> name() {
        return sets.name();
    }

    /** The live set of a key, for reading. */
    private Set<V> values(K key) {
        Optional<Set<V>> values = sets.get(Objects.requireNonNull(key, "key"));
        return values == null ? Set.of() : values.get();
    }

    /** The live set of a key, for reading, counted as a hit or a miss. */
    Set<V> lookUp(K key) {
        Set<V> values = values(key);
        if (parts.counter != StatsCounter.NONE) {
            parts.counter.looked(!values.isEmpty());
        }
        return values;
    }

    static <V> Set<V> copyOf(Set<V> values) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }

    private Set<V> newSet(K key) {
        int hash = sets.store.hash(key);
        return parts.newSet(key, () -> dropIfSpent(key, hash));
    }

    private void dropIfSpent(K key, int hash) {
        changeMet(key, hash, MultimapParts::unlessSpent);
    }

    /** Changes the set of a key that was met, not looked up: finds the very key, and calls no code of the user for that. */
    @SuppressWarnings("unchecked") // only looked up
    private void changeMet(
            K key, int hash, Function<? super Optional<Set<V>>, ? extends @Nullable Optional<Set<V>>> change) {
        ClaimedUpdate<K, Optional<Set<V>>> update = new ClaimedUpdate<>(
                sets.store,
                (K) SameKeyProbe.of(key, parts.settings.equivalence()),
                hash,
                WriteCondition.PRESENT,
                null,
                values -> change.apply(Objects.requireNonNull(values)),
                ClaimedUpdate.Ticketing.keeping());
        update.run();
        sets.store.updated(update);
    }

    private void forEachSet(SetVisitor<K, V> visitor) {
        for (Entry entry : sets.store.table) {
            K key = sets.store.keyIn(entry);
            Optional<Set<V>> values = key == null ? null : sets.store.valueNow(entry, key);
            if (key != null && values != null) {
                visitor.visit(key, entry.hash(), values);
            }
        }
    }

    /** Is shown the set of a key, and the hash that the key had when it was stored. */
    @FunctionalInterface
    private interface SetVisitor<K, V> {
        void visit(K key, int hash, Optional<Set<V>> values);
    }

    /** Tells the associations that are alive. */
    @Override
    public String toString() {
        return snapshot().toString();
    }

    /**
     * Told of what the collector has ended, once for each; not of what was removed before. Called as a {@link CollectedListener} is.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    public interface AssociationListener<K, V> {

        /**
         * A key was collected, of a multimap with weak keys.
         *
         * @param values the values it had; unmodifiable
         */
        default void keyCollected(Set<V> values) {}

        /**
         * A value of a key was collected, of a multimap with weak values.
         *
         * @param key the key, which may have other values
         */
        default void valueCollected(K key) {}
    }

    /**
     * Builds {@link WeakMultimap}s. Bounds are refused, as an evicted key would take values along that are in use.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    public static final class Builder<K, V> extends ContainerBuilder<Builder<K, V>> {
        private @Nullable AssociationListener<? super K, ? super V> listener;

        private Builder() {
            super(Equivalence.equality());
        }

        /**
         * Sets how keys compare; by {@code equals} unless set.
         *
         * @param keys how keys compare, such as {@link Equivalence#identity()}
         * @return this builder
         */
        public Builder<K, V> keys(Equivalence<? super K> keys) {
            return equivalence(keys);
        }

        /**
         * Tells a listener what was collected.
         *
         * @param listener the listener, held by the multimap
         * @return this builder
         */
        public Builder<K, V> onCollected(AssociationListener<? super K, ? super V> listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /**
         * Builds a multimap that holds keys strongly and values weakly.
         *
         * @return a new empty multimap
         * @throws IllegalArgumentException if a bound was set
         * @throws IllegalStateException if no backend is found
         */
        public WeakMultimap<K, V> weakValues() {
            return build(WeakSide.VALUE);
        }

        /**
         * Builds a multimap that holds keys weakly and values strongly.
         *
         * @return a new empty multimap
         * @throws IllegalArgumentException if a bound was set
         * @throws IllegalStateException if no backend is found
         */
        public WeakMultimap<K, V> weakKeys() {
            return build(WeakSide.KEY);
        }

        private WeakMultimap<K, V> build(WeakSide side) {
            requireNoBounds("is not for a WeakMultimap: an evicted key would take values along that are in use;"
                    + " bound a WeakValueMap instead");
            return WeakContainers.list(new WeakMultimap<>(new MultimapParts<>(settings(), side, listener)));
        }
    }
}
