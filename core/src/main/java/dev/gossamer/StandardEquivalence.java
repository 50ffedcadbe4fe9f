package dev.gossamer;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The equivalences that come with the library; storage knows the first two by identity and compares without a call. */
enum StandardEquivalence implements Equivalence<Object> {
    EQUALITY {
        @Override
        public int hash(Object object) {
            return object.hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.equals(right);
        }

        @Override
        public @Nullable Comparable<?> sortKey(Object object) {
            return object instanceof Comparable<?> sorted ? sorted : null;
        }
    },

    IDENTITY {
        @Override
        public int hash(Object object) {
            return System.identityHashCode(object);
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left == right;
        }
    },

    ARRAYS {
        @Override
        public int hash(Object object) {
            return object.getClass().isArray() ? hashOfArray(object) : object.hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return Objects.deepEquals(left, right);
        }

        @Override
        public @Nullable Comparable<?> sortKey(Object object) {
            return object instanceof Comparable<?> sorted ? sorted : null;
        }
    };

    private static int hashOfArray(Object array) {
        if (array instanceof Object[] objects) {
            return Arrays.deepHashCode(objects);
        } else if (array instanceof byte[] bytes) {
            return Arrays.hashCode(bytes);
        } else if (array instanceof char[] chars) {
            return Arrays.hashCode(chars);
        } else if (array instanceof int[] ints) {
            return Arrays.hashCode(ints);
        } else if (array instanceof long[] longs) {
            return Arrays.hashCode(longs);
        }
        return Arrays.deepHashCode(new Object[] {array}); // rare enough to allocate
    }
}
