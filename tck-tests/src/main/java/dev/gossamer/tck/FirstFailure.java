package dev.gossamer.tck;

/** Whether a run ends at its first failure, and has seen one. Thread-safe. */
final class FirstFailure {
    private static volatile boolean armed;
    private static volatile boolean seen;

    private FirstFailure() {}

    /** Begins to watch, or ceases to. */
    static void arm(boolean watch) {
        armed = watch;
        seen = false;
    }

    static void note() {
        seen = armed;
    }

    /** Whether the tests that have not begun are not to begin any more. */
    static boolean stops() {
        return seen;
    }
}
