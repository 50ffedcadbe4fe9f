package dev.gossamer;

import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/** Reports what user code throws on the library's time. Thread-safe. */
final class ErrorReporter {
    // Why is a failure not always logged at once?
    //
    // The first use of a logger, or of System.err, initializes classes of the JDK. One that meets the end of the stack
    // there, or finds no memory, is unusable for good, and with it every logger of the program; and what fails is often
    // just that. So before the first use it is tried whether there is room enough. Where there is not, the failure is
    // kept for the reclaiming thread, or for the next report. What cannot be kept is counted, which takes neither.

    private static final int MOST_POSTPONED = 32;

    private static volatile @Nullable ErrorHandler handler;
    private static volatile boolean logged;
    private static volatile @Nullable Postponed oldest; // written in the lock of the class, like what follows
    private static @Nullable Postponed newest;
    private static int postponed;
    private static volatile int dropped;

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
            synchronized (ErrorReporter.class) { // calls nothing
                dropped++;
            }
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
            synchronized (ErrorReporter.class) { // calls nothing
                dropped++;
            }
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

    /** Logs a throwable, later where there is no room for that, or prints it while the JVM ends: loggers may be closed by then. */
    private static void write(String source, Throwable failure) {
        if (ExitFinalizers.isExiting()) {
            print(source, failure);
        } else if (mayLog()) {
            logPostponed();
            log(source, failure);
        } else {
            postpone(source, failure);
            logLater();
        }
    }

    private static void logLater() {
        try {
            ReclaimScheduler.shared().logLater();
        } catch (Throwable noWay) { // the next report logs what is kept
            return;
        }
    }

    private static void log(String source, Throwable failure) {
        try {
            System.getLogger("dev.gossamer").log(System.Logger.Level.ERROR, source + " failed", failure);
            logged = true;
        } catch (Throwable second) {
            print("the logger", second);
            print(source, failure);
        }
    }

    /** Whether a logger was used before, or there is the room to use the first one. */
    private static boolean mayLog() {
        if (logged) {
            return true;
        }
        try {
            EarlyInitializer.requireStack();
            EarlyInitializer.requireMemory();
            return true;
        } catch (StackOverflowError | OutOfMemoryError noRoom) {
            return false;
        }
    }

    private static synchronized void postpone(String source, Throwable failure) {
        if (postponed == MOST_POSTPONED) {
            dropped++;
            return;
        }
        Postponed last = newest;
        Postponed fresh = new Postponed(source, failure);
        newest = fresh;
        postponed++;
        if (last == null) {
            oldest = fresh;
        } else {
            last.next = fresh;
        }
    }

    private static synchronized @Nullable Postponed takeOldest() {
        Postponed first = oldest;
        if (first != null) {
            postponed--;
            oldest = first.next;
            if (first == newest) {
                newest = null;
            }
        }
        return first;
    }

    private static synchronized int takeDropped() {
        int count = dropped;
        dropped = 0;
        return count;
    }

    /** Whether there is something to log that had no room. */
    static boolean hasPostponed() {
        return oldest != null || dropped != 0;
    }

    /** Logs what had no room before, the oldest first, if there is room now; whether nothing is left. */
    static boolean logPostponed() {
        if (!hasPostponed()) {
            return true;
        }
        if (!mayLog()) {
            return false;
        }
        for (Postponed each = takeOldest(); each != null; each = takeOldest()) {
            log(each.source, each.failure);
        }
        int lost = takeDropped();
        if (lost != 0) {
            System.getLogger("dev.gossamer")
                    .log(System.Logger.Level.ERROR, "failures that had no room to be kept and logged: " + lost);
        }
        return true;
    }

    private static void print(String source, Throwable failure) {
        PrintStream err = System.err;
        synchronized (err) {
            err.println("dev.gossamer: " + source + " failed");
            failure.printStackTrace(err);
        }
    }

    /** A failure that is to be logged, and the one after it. */
    private static final class Postponed {
        final String source;
        final Throwable failure;

        @Nullable Postponed next; // guarded by the lock of the class

        Postponed(String source, Throwable failure) {
            this.source = source;
            this.failure = failure;
        }
    }
}
