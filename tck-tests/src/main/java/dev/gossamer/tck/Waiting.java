package dev.gossamer.tck;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with {@link Patience}, for what other threads do. */
final class Waiting {
    private static final long PAUSE = 1_000_000;

    private Waiting() {}

    static void await(String what, BooleanSupplier condition) {
        Patience patience = new Patience(() -> 0, 2 * PAUSE);
        while (!condition.getAsBoolean()) {
            if (patience.isOver()) {
                throw new AssertionError("waited " + patience.words() + " for " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** The threads there are, without those that the JDK keeps for everybody. */
    static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().startsWith("ForkJoinPool.commonPool"));
        return threads;
    }
}
