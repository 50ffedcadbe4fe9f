package dev.gossamer;

import java.util.Objects;
import java.util.Set;

/**
 * Keeps one canonical live instance of each value: equal objects are exchanged for the one that was interned first, for as
 * long as somebody uses it.
 *
 * <p>Thread-safe. Instances are held weakly. A hit takes no lock and allocates nothing; interning takes constant time. The
 * class of the instances should be immutable and have {@code equals} and {@code hashCode}.
 *
 * @param <E> the type of instances
 */
public sealed interface Interner<E> extends WeakContainer permits StoredInterner {

    /**
     * A new interner that compares by {@code equals}, with the standard backend and default settings.
     *
     * @param <E> the type of instances
     * @return a new interner
     */
    static <E> Interner<E> create() {
        return Interner.<E>builder().build();
    }

    /**
     * A builder with default settings.
     *
     * @param <E> the type of instances
     * @return a new builder
     */
    static <E> Builder<E> builder() {
        return new Builder<>();
    }

    /**
     * The canonical instance of a value: the live one there is, or else the given one, which becomes canonical; atomic.
     *
     * @param instance any instance of the value
     * @return the canonical instance, never {@code null}
     * @throws NullPointerException if {@code instance} is {@code null}
     * @throws NotWeaklyReferenceableException if the instance would become canonical and its class is value-based
     */
    E intern(E instance);

    /**
     * A strong copy of the canonical instances that are alive now.
     *
     * @return a new unmodifiable set
     */
    Set<E> snapshot();

    /**
     * A new interner with the same settings and the same canonical instances, independent of this one.
     *
     * @return a new interner
     */
    Interner<E> copy();

    /**
     * Builds {@link Interner}s.
     *
     * @param <E> the type of instances
     */
    final class Builder<E> extends ContainerBuilder<Builder<E>> {
        Builder() {
            super(Equivalence.equality());
        }

        /**
         * Compares instances otherwise than by {@code equals}.
         *
         * @param instances how instances compare
         * @return this builder
         */
        public Builder<E> keys(Equivalence<? super E> instances) {
            return equivalence(instances);
        }

        /**
         * Runs an action each time that a canonical instance was collected.
         *
         * @param listener the action, held by the interner
         * @return this builder
         */
        public Builder<E> onCollected(Runnable listener) {
            Objects.requireNonNull(listener, "listener");
            return listener((survivor, ticket) -> listener.run());
        }

        /**
         * Holds instances that are used again and again strongly, the others weakly. Excludes the bounds that
         * evict: those forget instances that are in use, a hot tier never does.
         *
         * @param tier which instances to hold
         * @return this builder
         */
        public Builder<E> hot(HotTier<? super E> tier) {
            return hotTier(tier);
        }

        /**
         * Builds an interner.
         *
         * @return a new empty interner
         * @throws IllegalArgumentException if the backend does not offer what was asked for, or options contradict
         * @throws IllegalStateException if no backend is found
         */
        public Interner<E> build() {
            return new StoredInterner<>(new StoredWeakKeyMap<>(new KeyWeakStore<>(settings())));
        }
    }
}
