package dev.gossamer;

/** The two equivalences that storage knows by identity and compares without a call. */
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
    }
}
