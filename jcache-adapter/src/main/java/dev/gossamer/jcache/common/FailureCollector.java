package dev.gossamer.jcache.common;

import org.jspecify.annotations.Nullable;

/**
 * Has every step of some work done, though others fail, and throws the first failure when all are. Not thread-safe.
 *
 * @since 0.2.0
 */
public final class FailureCollector {
    private @Nullable Throwable failure;

    /** A collector that has no failure. */
    public FailureCollector() {}

    /**
     * Does a step; what it throws waits for {@link #throwFirst}.
     *
     * @param step what to do
     */
    public void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            failure = FirstThrowable.first(failure, e);
        }
    }

    /** Throws the first failure as it is, the others suppressed in it, if there was any. */
    public void throwFirst() {
        FirstThrowable.rethrow(failure);
    }
}
