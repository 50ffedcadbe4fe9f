package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Stands for a key that is looked for itself: not by its {@code equals}, which may throw by now, nor for an equal one. */
final class SameKeyProbe {
    private final Object key;

    private SameKeyProbe(Object key) {
        this.key = key;
    }

    /** What to look up to find a very key, by the hash it had, in a table whose equivalence is aware of probes. */
    static Object of(Object key, Equivalence<Object> equivalence) {
        return equivalence == StandardEquivalence.IDENTITY ? key : new SameKeyProbe(key);
    }

    /** The same equivalence, but one of the user is not shown a probe. */
    static Equivalence<Object> aware(Equivalence<Object> equivalence) {
        return equivalence == StandardEquivalence.EQUALITY || equivalence == StandardEquivalence.IDENTITY
                ? equivalence
                : new Aware(equivalence);
    }

    /** Compares with a stored key; tables ask with the object that is looked for on the left. */
    @Override
    public boolean equals(@Nullable Object stored) {
        return stored == key || stored == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(key);
    }

    private record Aware(Equivalence<Object> keys) implements Equivalence<Object> {
        @Override
        public int hash(Object object) {
            return keys.hash(object);
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left instanceof SameKeyProbe ? left.equals(right) : keys.equivalent(left, right);
        }

        @Override
        public @Nullable Comparable<?> sortKey(Object object) {
            return object instanceof SameKeyProbe ? null : keys.sortKey(object);
        }

        @Override
        public String toString() {
            return keys.toString();
        }
    }
}
