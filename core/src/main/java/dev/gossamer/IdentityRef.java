package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** The one {@link WeakRef#identity} reference to an object. */
final class IdentityRef<T> extends WeakRef<T> {
    /** The references there are, by their referents; holds neither. */
    private static final class Table {
        static final WeakKeyMap<Object, IdentityRef<?>> REFS = WeakKeyMap.identity();
    }

    private final int identityHash;

    private IdentityRef(T referent) {
        super(referent);
        this.identityHash = System.identityHashCode(referent);
    }

    @SuppressWarnings("unchecked") // the table maps an object to the reference to it
    static <T> WeakRef<T> to(T referent) {
        return (WeakRef<T>) Table.REFS.computeIfAbsent(referent, IdentityRef::new);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return identityHash;
    }
}
