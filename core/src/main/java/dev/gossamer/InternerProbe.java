package dev.gossamer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Stands for an instance that is looked for by something of another type. For one look-up of one thread at a time, after
 * which it holds nothing.
 */
final class InternerProbe extends KeyProbe {
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

    /** Compares with an instance. */
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
}
