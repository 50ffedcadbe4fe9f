package dev.gossamer.tck.environment;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, with {@link Patience}, for what other threads do. */
public final class AwaitedCondition {
    private static final long PAUSE = 1_000_000;

    private AwaitedCondition() {}

    public static void await(String what, BooleanSupplier condition) {
        Patience patience = new Patience(() -> 0, 2 * PAUSE);
        while (!condition.getAsBoolean()) {
            if (patience.isOver()) {
                throw new AssertionError("waited " + patience.words() + " for " + what);
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** Waits for another thread to come so far, and throws if that takes it more than the patience of the run. */
    public static void await(String what, CountDownLatch latch) {
        await(what, () -> latch.getCount() == 0);
    }

    /** Waits for a process to end, for as long as it uses the processor. */
    public static void await(String what, Process process) {
        Patience patience = new Patience(() -> work(process), 20 * PAUSE);
        while (process.isAlive()) {
            if (patience.isOver()) {
                throw new AssertionError("waited " + patience.words() + " for " + what);
            }
            LockSupport.parkNanos(10 * PAUSE);
        }
    }

    private static long work(Process process) {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    /** The threads there are, without those that the JDK keeps for everybody. */
    public static Set<Thread> threads() {
        Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
        threads.removeIf(thread -> thread.getName().startsWith("ForkJoinPool.commonPool"));
        return threads;
    }

    /** The {@linkplain #threads() threads} there are when the library is about to start none for what was done before. */
    static Set<Thread> settledThreads() {
        await(
                "threads of the library that start another one to end",
                () -> threads().stream().noneMatch(thread -> thread.getName().matches("gossamer-.*-starter")));
        return threads();
    }

    /** The {@linkplain #threads() threads} that came since. */
    public static Set<Thread> threadsSince(Set<Thread> before) {
        Set<Thread> since = threads();
        since.removeAll(before);
        return since;
    }
}
