package dev.gossamer.tck;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with a deadline, for what other threads do. */
final class Waiting {

    private Waiting() {}

    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + KitOptions.patience().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("waited " + KitOptions.patience().toSeconds() + " s for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The threads there are, without those that the JDK keeps for everybody. */
    static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().startsWith("ForkJoinPool.commonPool"));
        return threads;
    }
}
