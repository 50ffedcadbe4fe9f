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
            first.addSuppressed(next);
        }
        return first;
    }
}
