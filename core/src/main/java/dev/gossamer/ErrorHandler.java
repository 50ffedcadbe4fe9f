package dev.gossamer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Handles what user code throws when the library calls it and no caller is there to catch it: a callback of a
 * {@link WeakRef}, a {@link Finalizer} that ran because its referent died or at exit, a {@link CollectedListener}, a
 * listener of {@link WeakListeners}, or the executor of {@link Reclaim#on}.
 *
 * <p>One handler serves the whole library. Unless {@linkplain #use another is set} it logs to the {@link System.Logger}
 * {@code dev.gossamer} with level ERROR, and what fails at exit, where loggers may be closed already, to
 * {@link System#err}. Implementations must be thread-safe; they are called under no lock of the library, on the thread
 * that ran the code that failed.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="error-handler"}
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ErrorHandler {

    /**
     * Handles one failure. What this throws itself is logged together with the failure, so that neither is lost.
     *
     * @param source what failed, such as {@code "a callback"}
     * @param failure what it threw
     */
    void handle(String source, Throwable failure);

    /**
     * Replaces the handler. The library holds it strongly.
     *
     * @param handler the handler
     */
    static void use(ErrorHandler handler) {
        ErrorReporter.use(Objects.requireNonNull(handler, "handler"));
    }

    /** Goes back to the handler that logs. */
    static void useStandard() {
        ErrorReporter.use(null);
    }

    /**
     * The handler that was set last.
     *
     * @return the handler, or {@code null} while failures are logged
     */
    static @Nullable ErrorHandler current() {
        return ErrorReporter.handler();
    }
}
