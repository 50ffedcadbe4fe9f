package dev.gossamer.tck.models;

import dev.gossamer.Equivalence;

/** An equivalence that is neither equality nor identity: tokens whose numbers share all bits but the lowest. */
public enum PairEquivalence implements Equivalence<Object> {
    PAIRED;

    @Override
    public int hash(Object object) {
        return number(object) >> 1 << 16;
    }

    @Override
    public boolean equivalent(Object left, Object right) {
        return number(left) >> 1 == number(right) >> 1;
    }

    private static int number(Object object) {
        return ((TrackedObject) object).number();
    }
}
