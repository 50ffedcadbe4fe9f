package dev.gossamer;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Conditions that a test waits for, with a deadline and a message that says what was awaited. */
final class Awaited {

    private static final Duration DEADLINE = Duration.ofSeconds(300);
    private static final long POLL_NANOS = 2_000_000;

    private Awaited() {}

    /** Waits until {@code condition} holds. */
    static void condition(String what, BooleanSupplier condition) {
        condition(() -> what, condition);
    }

    /** Waits until {@code condition} holds; {@code what} is asked when it did not. */
    static void condition(Supplier<String> what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new AssertionError("awaited for " + DEADLINE.toSeconds() + " s in vain: " + what.get());
            }
            pause();
        }
    }

    /** Collects garbage until {@code condition} holds. */
    static void collection(String what, BooleanSupplier condition) {
        condition(what, () -> {
            System.gc();
            return condition.getAsBoolean();
        });
    }

    private static void pause() {
        LockSupport.parkNanos(POLL_NANOS);
    }
}
