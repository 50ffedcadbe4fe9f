package dev.gossamer;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Where what user code throws on the library's time ends up. Thread-safe. */
final class Failures {
    private static volatile @Nullable ErrorHandler handler;

    private Failures() {}

    static void use(@Nullable ErrorHandler next) {
        handler = next;
    }

    static @Nullable ErrorHandler handler() {
        return handler;
    }

    /** Reports a throwable; never throws itself. */
    static void report(String source, Throwable failure) {
        if (!handled(source, failure)) {
            log(source, failure);
        }
    }

    /** Reports a throwable while the JVM ends, when loggers may be closed already; never throws itself. */
    static void reportAtExit(String source, Throwable failure) {
        if (!handled(source, failure)) {
            print(source, failure);
        }
    }

    private static boolean handled(String source, Throwable failure) {
        Flight.failed(source, failure);
        ErrorHandler current = handler;
        if (current == null) {
            return false;
        }
        try {
            current.handle(source, failure);
            return true;
        } catch (Throwable second) {
            log("the error handler", second);
            return false;
        }
    }

    private static void log(String source, Throwable failure) {
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
