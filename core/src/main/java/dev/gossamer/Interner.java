package dev.gossamer;

import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one canonical live instance of each value: equal objects are replaced by the one that was interned first, for
 * as long as somebody uses it.
 *
 * <p>Thread-safe. Instances are held weakly. A hit takes no lock and allocates nothing; interning takes constant time. The
 * class of the instances should be immutable and have {@code equals} and {@code hashCode}.
 *
 * <p>With a bound ({@code maximumSize}, {@code expireAfterWrite}, {@code expireAfterAccess}) it forgets instances that are
 * in use, so there may be two of one value. A {@linkplain Builder#hot hot tier} bounds what is held strongly instead.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/KeyRecipesTest.java" region="interning"}
 *
 * @param <E> the type of instances
 * @since 0.1.0
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
     * The canonical instance of a value: the live one if there is one, otherwise the given one, which becomes
     * canonical. Atomic.
     *
     * @param instance any instance of the value
     * @return the canonical instance, never {@code null}
     * @throws NullPointerException if {@code instance} is {@code null}
     * @throws NotWeaklyReferenceableException if the instance would become canonical and its class is value-based
     * @throws IllegalArgumentException if the interner compares by {@code equals} and the instance, an array or of a
     *     class without {@code equals} of its own, would become canonical: it equals only itself, so it could never
     *     replace another instance
     */
    E intern(E instance);

    /**
     * The canonical instance of a value, if there is one. Stores nothing, takes no lock and allocates nothing.
     *
     * @param probe any instance of the value
     * @return the canonical instance, or {@code null}
     * @since 0.2.0
     */
    @Nullable E find(E probe);

    /**
     * The canonical instance of the value that a probe of another type describes, or else a new one, which becomes
     * canonical. Atomic. So no instance has to be made just to find the one that is already there. A hit takes no lock
     * and allocates nothing, or 24 bytes if another thread uses a probe at that moment.
     *
     * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="interner-probe"}
     *
     * @param probe describes the value; not held
     * @param comparison compares the probe, on the left, with instances of the interner; its hash of the probe must be
     *     the hash that the interner takes of the instance
     * @param factory makes the instance, in this thread and under no lock; several at once may run, of which one result wins
     * @param <P> the type of the probe
     * @return the canonical instance, never {@code null}
     * @throws NotWeaklyReferenceableException if the new instance's class is value-based
     * @throws IllegalArgumentException if the new instance has another hash than the probe, or cannot be interned; nothing changed
     * @since 0.2.0
     */
    <P> E intern(P probe, Equivalence<? super P> comparison, Function<? super P, ? extends E> factory);

    /**
     * The canonical instance of the value that a probe of another type describes, if there is one. Stores nothing.
     *
     * @param probe describes the value; not held
     * @param comparison compares and hashes as {@link #intern(Object, Equivalence, Function)} says
     * @param <P> the type of the probe
     * @return the canonical instance, or {@code null}
     * @since 0.2.0
     */
    <P> @Nullable E find(P probe, Equivalence<? super P> comparison);

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
         * Sets how instances compare, for example arrays by {@link Equivalence#arrays()}; by {@code equals} unless set.
         *
         * @param instances how instances compare
         * @return this builder
         */
        public Builder<E> keys(Equivalence<? super E> instances) {
            Objects.requireNonNull(instances, "instances");
            return equivalence(instances instanceof StandardEquivalence ? instances : probed(instances));
        }

        @SuppressWarnings("unchecked") // given only instances of the interner
        private static Equivalence<Object> probed(Equivalence<?> instances) {
            return new KeyProbe.Aware((Equivalence<Object>) instances);
        }

        /**
         * Runs an action each time a canonical instance has been collected.
         *
         * @param listener the action, held by the interner
         * @return this builder
         * @since 0.2.0
         */
        public Builder<E> onCollected(Runnable listener) {
            Objects.requireNonNull(listener, "listener");
            return listener((survivor, ticket) -> listener.run());
        }

        /**
         * Holds instances that are used again and again strongly, the others weakly. Cannot be combined with bounds
         * that evict, as those forget instances that are in use, which a hot tier never does.
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
            return WeakContainers.list(new StoredInterner<>(new StoredWeakKeyMap<>(StoreParts.weakKeys(settings()))));
        }
    }
}
