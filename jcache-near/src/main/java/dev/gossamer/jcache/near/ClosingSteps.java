package dev.gossamer.jcache.near;

import org.jspecify.annotations.Nullable;

/** Has every step of a closing done, though others fail, and throws the first failure when all are. Not thread-safe. */
final class ClosingSteps {
    private @Nullable Throwable failure;

    /** Does a step; what it throws waits for {@link #throwFirst}. */
    void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            if (failure == null) {
                failure = e;
            } else if (failure != e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Throws the first failure as it is, the others suppressed in it, if there was any. */
    void throwFirst() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
