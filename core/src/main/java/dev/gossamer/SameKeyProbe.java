package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Stands for one very key: does not call its {@code equals}, which may throw by now, and finds no equal one. */
final class SameKeyProbe extends KeyProbe {
    private final Object key;

    private SameKeyProbe(Object key) {
        this.key = key;
    }

    /** What to look up to find this very key, by the hash it had, in a table whose equivalence is aware of probes. */
    static Object of(Object key, Equivalence<Object> equivalence) {
        return equivalence == StandardEquivalence.IDENTITY ? key : new SameKeyProbe(key);
    }

    /** An equivalence that finds a key by a probe: one of the user is not shown it. */
    static Equivalence<Object> aware(Equivalence<Object> equivalence) {
        return equivalence == StandardEquivalence.EQUALITY || equivalence == StandardEquivalence.IDENTITY
                ? equivalence
                : new Aware(equivalence);
    }

    /** Compares with a stored key. */
    @Override
    public boolean equals(@Nullable Object stored) {
        return stored == key || stored == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(key);
    }
}
