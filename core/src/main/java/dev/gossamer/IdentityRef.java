package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** The one {@link WeakRef#identity} reference to an object. */
final class IdentityRef<T> extends WeakRef<T> {
    /** The references there are, by their referents; holds neither. Asked for anew each time until there is a backend. */
    private static volatile @Nullable WeakKeyMap<Object, IdentityRef<?>> references;

    private final int identityHash;

    private IdentityRef(T referent) {
        super(referent);
        this.identityHash = System.identityHashCode(referent);
    }

    @SuppressWarnings("unchecked") // the table maps an object to the reference to it
    static <T> WeakRef<T> to(T referent) {
        WeakKeyMap<Object, IdentityRef<?>> all = references();
        IdentityRef<?> known = all.computeIfAbsent(referent, IdentityRef::new);
        while (!known.isAlive()) { // somebody has cleared it
            all.remove(referent, known);
            known = all.computeIfAbsent(referent, IdentityRef::new);
        }
        return (WeakRef<T>) known;
    }

    private static WeakKeyMap<Object, IdentityRef<?>> references() {
        WeakKeyMap<Object, IdentityRef<?>> known = references;
        if (known == null) {
            synchronized (IdentityRef.class) {
                known = references;
                if (known == null) {
                    known = WeakKeyMap.identity();
                    references = known;
                }
            }
        }
        return known;
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
