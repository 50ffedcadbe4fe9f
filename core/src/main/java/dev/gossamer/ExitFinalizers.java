package dev.gossamer;

import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The finalizers that run at exit, and the shutdown hook that is there while there are any. Thread-safe. */
final class ExitFinalizers {
    // Why two threads at exit?
    //
    // The JVM waits for its hooks for ever, and a thread cannot give up on itself. So the hook has a daemon run the
    // finalizers, waits for that no longer than the limit, and returns; the JVM then halts with whatever still blocks.
    // The daemon asks for the newest finalizer anew each time, so flags count as they stand, and one that is registered
    // by an action has its turn next. The exit status is nobody's but the JVM's.
    //
    // A finalizer has its flag for as long as it is entered here: both change in one lock. It gets the flag first, and
    // then its action is looked for; whoever takes the action does it the other way round, so one sees the other. To
    // let go of a finalizer, it is removed first: where that throws, the next one who asks removes it once more.

    private static final Duration REPORT_LIMIT = Duration.ofSeconds(1);

    static final NavigableMap<Long, FinalizerReference<?>> FLAGGED = new TreeMap<>(); // guarded by itself
    private static @Nullable Thread hook; // guarded by FLAGGED
    private static boolean finished; // guarded by FLAGGED

    private static volatile boolean exiting;
    private static volatile Duration limit = Duration.ofSeconds(10);

    private ExitFinalizers() {}

    static void limit(Duration next) {
        limit = next;
    }

    static boolean isExiting() {
        return exiting;
    }

    /** Whether a hook is installed. */
    static boolean isHooked() {
        synchronized (FLAGGED) {
            return hook != null;
        }
    }

    /** Has a finalizer run at exit, unless its action was taken. */
    static void add(FinalizerReference<?> finalizer) {
        synchronized (FLAGGED) {
            if (finalizer.atExit) {
                return;
            }
            boolean entered = false;
            try {
                finalizer.atExit = true;
                entered = finalizer.isPending() && enter(finalizer);
            } finally {
                if (!entered) {
                    finalizer.atExit = false;
                    uninstallIfEmpty();
                }
            }
        }
    }

    private static boolean enter(FinalizerReference<?> finalizer) {
        if (finished || (hook == null && !install())) {
            throw new IllegalStateException(
                    "the JVM is shutting down and runs no more finalizers; call() the finalizer instead");
        }
        FLAGGED.put(finalizer.serial(), finalizer);
        return true;
    }

    static void remove(FinalizerReference<?> finalizer) {
        synchronized (FLAGGED) {
            FLAGGED.remove(finalizer.serial());
            finalizer.atExit = false;
            uninstallIfEmpty();
        }
    }

    private static boolean install() {
        Thread fresh = new Thread(PollingThread.rootGroup(), ExitFinalizers::runAll, "gossamer-exit-hook", 0, false);
        fresh.setContextClassLoader(null);
        try {
            Runtime.getRuntime().addShutdownHook(fresh);
        } catch (IllegalStateException shuttingDown) {
            return false;
        }
        hook = fresh;
        return true;
    }

    private static void uninstallIfEmpty() {
        Thread present = hook;
        if (present == null || exiting || !FLAGGED.isEmpty()) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(present);
            hook = null;
        } catch (IllegalStateException shuttingDown) {
            return; // the hook is about to run, and finds nothing to do
        }
    }

    private static void runAll() {
        exiting = true;
        boolean ended = runWithin(limit, "gossamer-exit", ExitFinalizers::runNewestFirst);
        int left;
        synchronized (FLAGGED) {
            finished = true;
            left = FLAGGED.size();
            for (FinalizerReference<?> each : FLAGGED.values()) {
                each.atExit = false;
            }
            FLAGGED.clear();
        }
        if (!ended) {
            var failure = new IllegalStateException(
                    "the finalizers at exit did not end within " + limit + "; " + left + " have not begun");
            runWithin(REPORT_LIMIT, "gossamer-exit-report", () -> ErrorReporter.report("the exit", failure));
        }
    }

    private static void runNewestFirst() {
        for (FinalizerReference<?> next = takeNewest(); next != null; next = takeNewest()) {
            next.runIfPending();
            CallbackExecutor.cleanThread();
        }
    }

    private static @Nullable FinalizerReference<?> takeNewest() {
        synchronized (FLAGGED) {
            Map.Entry<Long, FinalizerReference<?>> newest = FLAGGED.pollLastEntry();
            if (newest == null) {
                finished = true;
                return null;
            }
            newest.getValue().atExit = false;
            return newest.getValue();
        }
    }

    /** Runs something in a daemon of its own; whether it ended in time. */
    private static boolean runWithin(Duration time, String name, Runnable action) {
        Thread runner = new Thread(PollingThread.rootGroup(), action, name, 0, false);
        runner.setDaemon(true);
        runner.start();
        long begun = System.nanoTime();
        long nanos = TimeUnit.NANOSECONDS.convert(time); // saturates
        while (runner.isAlive()) {
            long millis = (nanos - (System.nanoTime() - begun)) / 1_000_000;
            if (millis <= 0) {
                return false;
            }
            try {
                runner.join(millis);
            } catch (InterruptedException e) {
                continue; // nobody but the clock ends the wait
            }
        }
        return true;
    }
}
