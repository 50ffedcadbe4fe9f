package dev.gossamer.jcache.common;

import org.jspecify.annotations.Nullable;

/** Has every step of some work done, though others fail, and throws the first failure when all are. Not thread-safe. */
public final class FailureCollector {
    private @Nullable Throwable failure;

    /** Does a step; what it throws waits for {@link #throwFirst}. */
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
