package dev.gossamer;

import dev.gossamer.spi.Feature;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent map that holds its keys strongly and its values weakly: an association lives as long as somebody else uses
 * its value. The canonical cache: while a value is in use, everyone who asks for its key gets that very object; when
 * nobody uses it any more, it is gone, and its key with it.
 *
 * <p>Thread-safe; keeps the contract of {@link ConcurrentMap}, with these additions. An association whose value is dead
 * is absent for every operation at once. Overwriting keeps the stored key object; when a value dies, its key is
 * released too. One value may be stored under many keys: all vanish with it. {@code get}, {@code containsKey} and hits
 * of {@code computeIfAbsent} and {@code getOrPut} take no lock and allocate nothing; operations on one key take
 * constant time, {@code size()}, {@code isEmpty()} in the worst case, iteration and {@code containsValue} linear time.
 * A function given to {@code compute…} or {@code merge} runs at most once and blocks only writers of its own key; if it
 * changes its own key, or waits for a function that waits for it, {@link IllegalStateException} names the key.
 * Iterators and views are weakly consistent and hold at most the current and the next association.
 *
 * <p>No {@code null} keys or values ({@link NullPointerException}); no values of value-based classes
 * ({@link NotWeaklyReferenceableException}) unless {@link IdentityPolicy#HOLD_STRONGLY} is set. A value that only the map
 * knows may be gone at the next collection: hold what {@code put} took, or what {@code getOrPut} returned. This is sure to
 * happen to a capturing lambda or {@code x::method} written in the call itself, for which {@link WeakListeners} are the
 * remedy; and to references, futures and containers, which are refused unless {@link WrapperPolicy#ALLOW} is set.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/CacheRecipesTest.java" region="session-cache"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1.0
 */
public sealed interface WeakValueMap<K, V> extends ConcurrentMap<K, V>, WeakContainer permits StoredWeakValueMap {

    /**
     * A new empty map with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new map
     */
    static <K, V> WeakValueMap<K, V> create() {
        return WeakValueMap.<K, V>builder().build();
    }

    /**
     * A builder with default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new builder
     */
    static <K, V> Builder<K, V> builder() {
        return new Builder<>();
    }

    @Override
    int size();

    /**
     * The live value of a key, or else the given one, which is then stored; atomic.
     *
     * @param key the key
     * @param value the value to store when there is no live one
     * @return the one value that every caller gets, never {@code null}
     * @throws NotWeaklyReferenceableException if {@code value} would be stored and its class is value-based
     */
    V getOrPut(K key, V value);

    /**
     * Stores a value as {@link #put(Object, Object)} does, with an object that {@code onCollected} is given when the value
     * has been collected. The map holds the ticket as long as the association; it must not refer to the value.
     *
     * @param key the key
     * @param value the value
     * @param ticket what the listener is given
     * @return the live value from before, or {@code null}
     * @throws NotWeaklyReferenceableException if the value's class is value-based
     * @throws IllegalArgumentException if the ticket is the value or can be seen to hold it
     */
    @Nullable V put(K key, V value, Object ticket);

    /**
     * Computes as {@link #computeIfAbsent(Object, Function)} does, and makes a ticket for a new value.
     *
     * @param key the key
     * @param mappingFunction makes the value when there is no live one
     * @param ticketing makes the ticket from the new value; must not refer to the value
     * @return the live value, or {@code null} when the function returned {@code null}
     * @throws NotWeaklyReferenceableException if the class of the new value is value-based
     * @throws IllegalArgumentException if the ticket is the new value or can be seen to hold it
     */
    V computeIfAbsent(
            K key,
            Function<? super K, ? extends V> mappingFunction,
            Function<? super V, ? extends @Nullable Object> ticketing);

    /**
     * Removes an arbitrary live association.
     *
     * @return what was removed, or empty when there is none
     */
    Optional<Map.Entry<K, V>> popEntry();

    /**
     * References to all live values, each knowing its key. Holds no value.
     *
     * @return a new unmodifiable list
     */
    List<KeyedRef<K, V>> valueRefs();

    /**
     * A strong copy of what is alive now.
     *
     * @return a new unmodifiable map
     */
    Map<K, V> snapshot();

    /**
     * A new map with the same settings and the same live associations, independent of this one.
     *
     * @return a new map
     */
    WeakValueMap<K, V> copy();

    /**
     * Builds {@link WeakValueMap}s.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    final class Builder<K, V> extends ContainerBuilder<Builder<K, V>> {
        Builder() {
            super(Equivalence.equality());
        }

        /**
         * Sets how keys compare; by {@code equals} unless set.
         *
         * @param keys how keys compare
         * @return this builder
         */
        public Builder<K, V> keys(Equivalence<? super K> keys) {
            return equivalence(keys);
        }

        /**
         * Calls a listener for each association whose value was collected, with its key.
         *
         * @param listener the listener, held by the map
         * @return this builder
         */
        public Builder<K, V> onCollected(CollectedListener<? super K> listener) {
            return listener(listener);
        }

        /**
         * Holds values that are used again and again strongly, the others weakly. Cannot be combined with bounds that
         * evict, as those forget values that are in use, which a hot tier never does.
         *
         * @param tier which values to hold
         * @return this builder
         */
        public Builder<K, V> hot(HotTier<? super V> tier) {
            return hotTier(tier);
        }

        /**
         * Evicts by total weight. Needs {@link Feature#MAXIMUM_WEIGHT}. An evicted value is forgotten even if it is in use.
         *
         * @param weight the most weight to keep, at least 0
         * @param weigher gives the weight of a key and its value, at least 0
         * @return this builder
         * @throws IllegalArgumentException if {@code weight} is negative or a maximum size is set
         */
        @SuppressWarnings("unchecked") // given only keys and values of the map
        public Builder<K, V> maximumWeight(long weight, ToIntBiFunction<? super K, ? super V> weigher) {
            Objects.requireNonNull(weigher, "weigher");
            bounds = bounds.maximumWeight(weight, (ToIntBiFunction<Object, Object>) weigher);
            return ask(Feature.MAXIMUM_WEIGHT);
        }

        /**
         * Builds a map that loads missing values. The options set so far are those of the map it stores them in.
         *
         * @param loader makes the values, held by the map
         * @return a builder for a map that loads
         * @since 0.2.0
         */
        public LoadingWeakValueMap.Builder<K, V> loading(WeakValueLoader<? super K, V> loader) {
            return new LoadingWeakValueMap.Builder<>(this, loader);
        }

        /**
         * Builds a map.
         *
         * @return a new empty map
         * @throws IllegalArgumentException if the backend does not offer what was asked for, or options contradict
         * @throws IllegalStateException if no backend is found
         */
        public WeakValueMap<K, V> build() {
            return WeakContainers.list(new StoredWeakValueMap<>(StoreParts.weakValues(settings())));
        }
    }
}
