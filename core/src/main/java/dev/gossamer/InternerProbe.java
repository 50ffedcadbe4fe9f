package dev.gossamer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an instance that is looked for by something of another type. For one look-up of one thread at a time, after
 * which it holds nothing.
 */
final class InternerProbe {
    private @Nullable Object sought;
    private @Nullable Equivalence<Object> comparison;

    @SuppressWarnings("unchecked") // the caller says that it compares what it looks for with instances
    void lookFor(Object probe, Equivalence<?> by) {
        sought = probe;
        comparison = (Equivalence<Object>) by;
    }

    void release() {
        sought = null;
        comparison = null;
    }

    /** Compares with an instance; tables ask with the object that is looked for on the left. */
    @Override
    public boolean equals(@Nullable Object instance) {
        Object probe = sought;
        Equivalence<Object> by = comparison;
        return instance == this || (probe != null && by != null && instance != null && by.equivalent(probe, instance));
    }

    @Override
    public int hashCode() {
        return Objects.requireNonNull(comparison).hash(Objects.requireNonNull(sought));
    }

    /** How an interner compares that was given an equivalence of its own: that one is not shown a probe. */
    record Aware(Equivalence<Object> instances) implements Equivalence<Object> {
        @Override
        public int hash(Object object) {
            return object instanceof InternerProbe ? object.hashCode() : instances.hash(object);
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left instanceof InternerProbe ? left.equals(right) : instances.equivalent(left, right);
        }

        @Override
        public @Nullable Comparable<?> sortKey(Object object) {
            return object instanceof InternerProbe ? null : instances.sortKey(object);
        }

        @Override
        public String toString() {
            return instances.toString();
        }
    }
}
