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
 * A concurrent map that holds its keys weakly and its values strongly: data attached to objects that belong to others. An
 * association lives as long as somebody else uses its key; its value is released soon after, also if the map is never
 * touched again.
 *
 * <p><strong>A value that refers to its own key, directly or through other objects, keeps the association for ever:</strong>
 * the map holds the value, the value holds the key. Let such a value hold its key through a {@link WeakRef}.
 *
 * <p>Keys compare by {@code equals}, by identity or by an {@link Equivalence}; the hash is taken once, when the key is
 * stored. Where equal keys are different objects, the association lives and dies with the object that was stored first:
 * putting with an equal key keeps it, {@link #putReplacingKey} or removing first adopts the new one. A key that nobody
 * else holds, such as a string that was built for the call, is gone at the next collection.
 *
 * <p>Thread-safe; keeps the contract of {@link ConcurrentMap} (by its own way of comparing keys), with these additions. An
 * association whose key is dead is absent for every operation at once. {@code get}, {@code containsKey} and hits of
 * {@code computeIfAbsent} take no lock and allocate nothing; operations on one key take constant time, {@code size()},
 * iteration and {@code containsValue} linear time. A function given to {@code compute…} or {@code merge} runs at most once
 * and blocks only writers of its own key; if it changes its own key, or waits for a function that waits for it,
 * {@link IllegalStateException} names the key. Iterators and views are weakly consistent and hold at most the current and
 * the next association.
 *
 * <p>No {@code null} keys or values ({@link NullPointerException}); no keys of value-based classes
 * ({@link NotWeaklyReferenceableException}) unless {@link IdentityPolicy#HOLD_STRONGLY} is set, and no references, futures
 * and containers unless {@link WrapperPolicy#ALLOW} is. A key that is a capturing lambda or {@code x::method} and that nobody
 * else holds is gone at the next collection.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/OwnerRecipesTest.java" region="foreign-metadata"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1.0
 */
public sealed interface WeakKeyMap<K, V> extends ConcurrentMap<K, V>, WeakContainer permits StoredWeakKeyMap {

    /**
     * A new empty map that compares keys by {@code equals}, with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new map
     */
    static <K, V> WeakKeyMap<K, V> create() {
        return WeakKeyMap.<K, V>builder().build();
    }

    /**
     * A new empty map that compares keys by identity, with the standard backend and default settings.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new map
     */
    static <K, V> WeakKeyMap<K, V> identity() {
        return WeakKeyMap.<K, V>builder().keys(Equivalence.identity()).build();
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
     * The stored key that equals a given one.
     *
     * @param key the key to look for
     * @return the stored key object, or {@code null} when there is none
     */
    @Nullable K canonicalKey(Object key);

    /**
     * Stores a value as {@link #put(Object, Object)} does, and makes {@code key} the stored key object: from now on the
     * association lives and dies with it.
     *
     * @param key the key
     * @param value the value
     * @return the value from before, or {@code null}
     * @throws NotWeaklyReferenceableException if the key's class is value-based
     */
    @Nullable V putReplacingKey(K key, V value);

    /**
     * Stores a value as {@link #put(Object, Object)} does, with an object that {@code onCollected} is given when the key
     * has been collected. The map holds the ticket as long as the association; it must not refer to the key.
     *
     * @param key the key
     * @param value the value
     * @param ticket what the listener is given
     * @return the value from before, or {@code null}
     * @throws NotWeaklyReferenceableException if the key's class is value-based
     * @throws IllegalArgumentException if the ticket is the key or can be seen to hold it
     */
    @Nullable V put(K key, V value, Object ticket);

    /**
     * Computes as {@link #computeIfAbsent(Object, Function)} does, and makes a ticket for a new value.
     *
     * @param key the key
     * @param mappingFunction makes the value when there is none
     * @param ticketing makes the ticket from the new value; must not refer to the key
     * @return the value, or {@code null} when the function returned {@code null}
     * @throws NotWeaklyReferenceableException if a new value is to be stored and the key's class is value-based
     * @throws IllegalArgumentException if the ticket is the key or can be seen to hold it
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
     * References to all live keys. Holds no key.
     *
     * @return a new unmodifiable list
     */
    List<WeakRef<K>> keyRefs();

    /**
     * A strong copy of what is alive now, that compares keys as this map does.
     *
     * @return a new unmodifiable map
     */
    Map<K, V> snapshot();

    /**
     * A new map with the same settings and the same live associations, independent of this one.
     *
     * @return a new map
     */
    WeakKeyMap<K, V> copy();

    /**
     * Builds {@link WeakKeyMap}s.
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
         * @param keys how keys compare, such as {@link Equivalence#identity()}
         * @return this builder
         */
        public Builder<K, V> keys(Equivalence<? super K> keys) {
            return equivalence(keys);
        }

        /**
         * Calls a listener for each association whose key was collected, with its value.
         *
         * @param listener the listener, held by the map
         * @return this builder
         */
        public Builder<K, V> onCollected(CollectedListener<? super V> listener) {
            return listener(listener);
        }

        /**
         * Evicts by total weight. Needs {@link Feature#MAXIMUM_WEIGHT}.
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
         * Builds a map.
         *
         * @return a new empty map
         * @throws IllegalArgumentException if the backend does not offer what was asked for
         * @throws IllegalStateException if no backend is found
         */
        public WeakKeyMap<K, V> build() {
            return WeakContainers.list(new StoredWeakKeyMap<>(StoreParts.weakKeys(settings())));
        }
    }
}
