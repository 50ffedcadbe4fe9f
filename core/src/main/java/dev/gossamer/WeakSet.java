package dev.gossamer;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent set that holds its elements weakly: an element is in it as long as somebody else uses the element.
 *
 * <p>Thread-safe; keeps the contract of {@link Set} (by its own way of comparing), and equals any {@code Set} of the same
 * live elements. A dead element is absent for every operation at once. Adding an equal element keeps the first.
 * {@code contains} takes no lock and allocates nothing; {@code add}, {@code remove} and {@code contains} take constant
 * time, {@code size()} and the set operations linear time. Iterators are weakly consistent and hold at most the current and
 * the next element. The results of the set operations are new weak sets with the settings of this one.
 *
 * <p>No {@code null} ({@link NullPointerException}); no elements of value-based classes
 * ({@link NotWeaklyReferenceableException}) unless {@link IdentityPolicy#HOLD_STRONGLY} is set, and no references, futures
 * and containers unless {@link WrapperPolicy#ALLOW} is. A listener that is a capturing lambda or {@code x::method} and that
 * nobody else holds is gone at the next collection: {@link WeakListeners} are the remedy.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/OwnerRecipesTest.java" region="living-instances"}
 *
 * @param <E> the type of elements
 * @since 0.1.0
 */
public sealed interface WeakSet<E> extends Set<E>, WeakContainer permits StoredWeakSet {

    /**
     * A new empty set that compares by {@code equals}, with the standard backend and default settings.
     *
     * @param <E> the type of elements
     * @return a new set
     */
    static <E> WeakSet<E> create() {
        return WeakSet.<E>builder().build();
    }

    /**
     * A new empty set that compares by identity, with the standard backend and default settings.
     *
     * @param <E> the type of elements
     * @return a new set
     */
    static <E> WeakSet<E> identity() {
        return WeakSet.<E>builder().keys(Equivalence.identity()).build();
    }

    /**
     * A builder with default settings.
     *
     * @param <E> the type of elements
     * @return a new builder
     */
    static <E> Builder<E> builder() {
        return new Builder<>();
    }

    @Override
    int size();

    /**
     * Adds an element as {@link #add(Object)} does, with an object that {@code onCollected} is given when the element has
     * been collected. The set holds the ticket as long as the element is in it; it must not refer to the element.
     *
     * @param element the element
     * @param ticket what the listener is given
     * @return whether the element was added; if not, the ticket is dropped
     * @throws NotWeaklyReferenceableException if the element's class is value-based
     * @throws IllegalArgumentException if the ticket is the element or can be seen to hold it
     */
    boolean add(E element, Object ticket);

    /**
     * The elements of this set and of another collection. Of equal ones this set's is taken.
     *
     * @param other the other elements
     * @return a new set
     */
    WeakSet<E> union(Collection<? extends E> other);

    /**
     * The elements of this set that equal one of the other collection.
     *
     * @param other the other elements
     * @return a new set of this set's own elements
     */
    WeakSet<E> intersection(Collection<?> other);

    /**
     * The elements of this set that equal none of the other collection.
     *
     * @param other the other elements
     * @return a new set
     */
    WeakSet<E> difference(Collection<?> other);

    /**
     * The elements that are in just one of this set and the other collection, in which duplicates count once.
     *
     * @param other the other elements
     * @return a new set
     */
    WeakSet<E> symmetricDifference(Collection<? extends E> other);

    /**
     * Whether no element of this set equals one of the other collection.
     *
     * @param other the other elements
     * @return whether there is no common element
     */
    boolean isDisjoint(Collection<?> other);

    /**
     * Removes an arbitrary live element.
     *
     * @return the element, or {@code null} when there is none
     */
    @Nullable E poll();

    /**
     * References to all live elements. Holds no element.
     *
     * @return a new unmodifiable list
     */
    List<WeakRef<E>> refs();

    /**
     * A strong copy of what is alive now, that compares as this set does.
     *
     * @return a new unmodifiable set
     */
    Set<E> snapshot();

    /**
     * A new set with the same settings and the same live elements, independent of this one.
     *
     * @return a new set
     */
    WeakSet<E> copy();

    /**
     * Builds {@link WeakSet}s.
     *
     * @param <E> the type of elements
     */
    final class Builder<E> extends ContainerBuilder<Builder<E>> {
        Builder() {
            super(Equivalence.equality());
        }

        /**
         * Sets how elements compare; by {@code equals} unless set.
         *
         * @param elements how elements compare, such as {@link Equivalence#identity()}
         * @return this builder
         */
        public Builder<E> keys(Equivalence<? super E> elements) {
            return equivalence(elements);
        }

        /**
         * Calls a listener for each element that was collected, with its ticket or {@code null}.
         *
         * @param listener the listener, held by the set
         * @return this builder
         */
        public Builder<E> onCollected(Consumer<@Nullable Object> listener) {
            Objects.requireNonNull(listener, "listener");
            return listener((survivor, ticket) -> listener.accept(ticket));
        }

        /**
         * Builds a set.
         *
         * @return a new empty set
         * @throws IllegalArgumentException if the backend does not offer what was asked for
         * @throws IllegalStateException if no backend is found
         */
        public WeakSet<E> build() {
            return WeakContainers.list(new StoredWeakSet<>(new StoredWeakKeyMap<>(StoreParts.weakKeys(settings()))));
        }
    }
}
