package dev.gossamer.tck.rules;

/** Whether a run ends at its first failure, and has seen one. Thread-safe. */
public final class FirstFailure {
    private static volatile boolean armed;
    private static volatile boolean seen;

    private FirstFailure() {}

    /** Begins to watch, or ceases to. */
    public static void arm(boolean watch) {
        armed = watch;
        seen = false;
    }

    /** Notes a failure. */
    public static void note() {
        seen = armed;
    }

    /** Whether the tests that have not begun are not to begin any more. */
    public static boolean stops() {
        return seen;
    }
}
