package dev.gossamer;

import java.util.Arrays;
import java.util.Objects;

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
            return Arrays.deepHashCode(new Object[] {object});
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return Objects.deepEquals(left, right);
        }
    }
}
