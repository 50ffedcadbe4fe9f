package dev.gossamer.examples;

import java.io.PrintStream;
import java.lang.ref.WeakReference;
import java.util.function.BooleanSupplier;

/** Where the scenes of the tour play: prints what happens, collects garbage, and stops the tour when something does not hold. */
final class TourStage {
    private static final long DEADLINE_NANOS = 10_000_000_000L;

    private final PrintStream out;

    TourStage(PrintStream out) {
        this.out = out;
    }

    void title(String text) {
        out.printf("%n%s%n%s%n", text, "-".repeat(text.length()));
    }

    void say(String format, Object... arguments) {
        out.printf("  " + format + "%n", arguments);
    }

    /** Shows something that must be so. */
    void show(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw new IllegalStateException("does not hold: " + String.format(format, arguments));
        }
        say("✓ " + format, arguments);
    }

    /** Lets the collector run until something is so. */
    void collectUntil(String awaited, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain until " + awaited);
            }
            collect();
        }
        say("(the collector ran: %s)", awaited);
    }

    /** Lets the collector run once, and waits until it took an object that was made for that. */
    private static void collect() {
        WeakReference<Object> canary = new WeakReference<>(new Object());
        for (int i = 0; i < 100 && canary.get() != null; i++) {
            System.gc();
        }
        try {
            Thread.sleep(20); // for the reclaimer
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The bytes in use after a collection. */
    static long usedBytes() {
        collect();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
