package dev.gossamer;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Handles what fails on the library's time, where no caller is there to catch it: a callback of a {@link WeakRef}; a
 * {@link Finalizer} that ran because its referent died, or at exit; a {@link CollectedListener} or a listener of
 * {@link WeakListeners}; the executor of {@link Reclaim#on} or of a {@link FinalizerLane}; a ticker or weigher while
 * entries expire; what {@link WeakContainers#follow} is given; and the library itself where it has no thread or memory.
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
     * @param source what failed, with the name of the container where there is one, such as {@code a listener of "sessions"}
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
