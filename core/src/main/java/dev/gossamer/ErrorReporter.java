package dev.gossamer;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Where what user code throws on the library's time ends up. Thread-safe. */
final class ErrorReporter {
    private static volatile @Nullable ErrorHandler handler;

    private ErrorReporter() {}

    static void use(@Nullable ErrorHandler next) {
        handler = next;
    }

    static @Nullable ErrorHandler handler() {
        return handler;
    }

    /** Reports a throwable; never throws itself, and gives up where there is neither stack nor memory to report with. */
    static void report(String source, Throwable failure) {
        report(source, (String) null, failure);
    }

    /** Reports a throwable, as {@link #report(String, Throwable)} does; the name of the container follows what failed. */
    static void report(String source, Store<?, ?> container, Throwable failure) {
        report(source, container.settings, container.number(), failure);
    }

    /**
     * Reports a throwable, as {@link #report(String, Throwable)} does.
     *
     * @param source what failed; the name of the container follows
     * @param container the settings of the container that it was done for
     * @param number the number of the container
     */
    static void report(String source, ContainerSettings container, int number, Throwable failure) {
        try {
            report(source, container.label(number), failure);
        } catch (Throwable noWay) {
            return;
        }
    }

    /**
     * Reports a throwable, as {@link #report(String, Throwable)} does.
     *
     * @param source what failed; the name of the container follows
     * @param container the name of the container that it was done for, {@code null} for none
     */
    static void report(String source, @Nullable String container, Throwable failure) {
        try {
            String named = container == null ? source : source + " \"" + container + '"';
            record(container, named, failure);
            hand(named, failure);
        } catch (Throwable noWay) {
            return;
        }
    }

    private static void record(@Nullable String container, String source, Throwable failure) {
        try {
            FlightRecorderEvents.failed(container, source, failure);
        } catch (Throwable second) {
            write("the Flight Recorder", second);
        }
    }

    private static void hand(String source, Throwable failure) {
        ErrorHandler current = handler;
        if (current == null) {
            write(source, failure);
            return;
        }
        try {
            current.handle(source, failure);
        } catch (Throwable second) {
            write("the error handler", second);
            write(source, failure);
        }
    }

    /** Logs a throwable, or prints it while the JVM ends: loggers may be closed by then. */
    private static void write(String source, Throwable failure) {
        if (ExitFinalizers.isExiting()) {
            print(source, failure);
            return;
        }
        try {
            System.getLogger("dev.gossamer").log(System.Logger.Level.ERROR, source + " failed", failure);
        } catch (Throwable second) {
            print("the logger", second);
            print(source, failure);
        }
    }

    private static void print(String source, Throwable failure) {
        PrintStream err = System.err;
        synchronized (err) {
            err.println("dev.gossamer: " + source + " failed");
            failure.printStackTrace(err);
        }
    }
}
