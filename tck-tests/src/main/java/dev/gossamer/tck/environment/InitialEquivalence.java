package dev.gossamer.tck.environment;

import dev.gossamer.Equivalence;

/** An equivalence that is neither equality nor identity: names whose texts begin with the same letter. */
public enum InitialEquivalence implements Equivalence<Object> {
    SAME_INITIAL;

    @Override
    public int hash(Object object) {
        return initial(object);
    }

    @Override
    public boolean equivalent(Object left, Object right) {
        return initial(left) == initial(right);
    }

    private static char initial(Object object) {
        return ((NamedKey) object).text().charAt(0);
    }
}
