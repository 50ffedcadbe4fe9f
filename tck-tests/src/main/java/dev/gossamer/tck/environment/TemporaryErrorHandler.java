package dev.gossamer.tck.environment;

import dev.gossamer.ErrorHandler;

/** Puts an error handler in the place of the one there is, for as long as something runs. */
public final class TemporaryErrorHandler {

    private TemporaryErrorHandler() {}

    /** Runs an action while failures go to a handler, and puts the one from before back. */
    public static void during(ErrorHandler handler, Runnable action) {
        ErrorHandler before = ErrorHandler.current();
        ErrorHandler.use(handler);
        try {
            action.run();
        } finally {
            if (before == null) {
                ErrorHandler.useStandard();
            } else {
                ErrorHandler.use(before);
            }
        }
    }
}
