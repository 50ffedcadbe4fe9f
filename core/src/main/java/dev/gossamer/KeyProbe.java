package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * Stands for a key that is looked for in a way of its own: its {@code equals} compares with stored keys, as tables ask with the
 * object that is looked for on the left.
 */
abstract sealed class KeyProbe permits InternerProbe, SameKeyProbe {

    /** An equivalence as it was given, which is never shown a probe. */
    record Aware(Equivalence<Object> keys) implements Equivalence<Object> {
        @Override
        public int hash(Object object) {
            return object instanceof KeyProbe ? object.hashCode() : keys.hash(object);
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left instanceof KeyProbe ? left.equals(right) : keys.equivalent(left, right);
        }

        @Override
        public @Nullable Comparable<?> sortKey(Object object) {
            return object instanceof KeyProbe ? null : keys.sortKey(object);
        }

        @Override
        public String toString() {
            return keys.toString();
        }
    }
}
