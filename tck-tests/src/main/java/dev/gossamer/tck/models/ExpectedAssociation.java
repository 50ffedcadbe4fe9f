package dev.gossamer.tck.models;

import org.jspecify.annotations.Nullable;

/**
 * What a container has for one key between two operations of a history: the stored key and its value, compared by
 * identity. An element of a set stands on both sides.
 */
record ExpectedAssociation(@Nullable Object key, @Nullable Object value) {
    static final ExpectedAssociation ABSENT = new ExpectedAssociation(null, null);

    boolean isAbsent() {
        return value == null;
    }

    /** With another value, under the stored key if there is one. */
    ExpectedAssociation with(@Nullable Object newKey, @Nullable Object newValue) {
        return new ExpectedAssociation(isAbsent() ? newKey : key, newValue);
    }

    /** What is left when an object died. */
    ExpectedAssociation without(@Nullable Object dead) {
        return key == dead || value == dead ? ABSENT : this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ExpectedAssociation that && that.key == key && that.value == value;
    }

    @Override
    public int hashCode() {
        return 31 * System.identityHashCode(key) + System.identityHashCode(value);
    }
}
