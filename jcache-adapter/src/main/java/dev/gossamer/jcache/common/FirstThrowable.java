package dev.gossamer.jcache.common;

import org.jspecify.annotations.Nullable;

/** Keeps the first of several failures, the later ones suppressed in it. */
public final class FirstThrowable {
    private FirstThrowable() {}

    public static <T extends Throwable> T first(@Nullable T first, T next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            try {
                first.addSuppressed(next);
            } catch (VirtualMachineError e) {
                return first; // without room for the others
            }
        }
        return first;
    }

    /** Throws a failure of any type as it is, if there is one. */
    public static void rethrow(@Nullable Throwable failure) {
        if (failure != null) {
            FirstThrowable.<RuntimeException>unchecked(failure);
        }
    }

    @SuppressWarnings("unchecked") // the compiler is to take any failure for an unchecked one
    private static <T extends Throwable> void unchecked(Throwable failure) throws T {
        throw (T) failure;
    }
}
