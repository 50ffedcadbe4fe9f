package dev.gossamer.jcache.common;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the first of several failures, the later ones suppressed in it. Thread-safe.
 *
 * @since 0.2.0
 */
public final class FirstThrowable {
    private FirstThrowable() {}

    /**
     * The first of two failures.
     *
     * @param <T> the type of the failures
     * @param first the failure so far, or {@code null}
     * @param next a later failure
     * @return the failure so far, which now has the later one suppressed in it; or the later one, if it is the first
     */
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

    /**
     * Throws a failure of any type as it is, if there is one.
     *
     * @param failure the failure, or {@code null}
     */
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
