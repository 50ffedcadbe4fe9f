package dev.gossamer.tck.environment;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Threads that start together, and are waited for with a deadline. They are daemons: one that hangs holds nobody up. */
public final class RacingThreads {
    private static final long LOOK_NANOS = 4_000_000;

    private RacingThreads() {}

    /** Runs an action in several threads at once and gives what each returned. */
    public static <T extends @Nullable Object> List<T> run(int threads, Callable<T> action) {
        List<Callable<T>> actions = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            actions.add(action);
        }
        return run(actions);
    }

    /** Runs actions at once, each in a thread of its own, and gives what each returned. */
    public static <T extends @Nullable Object> List<T> run(List<? extends Callable<T>> actions) {
        CyclicBarrier start = new CyclicBarrier(actions.size());
        List<FutureTask<T>> tasks = new ArrayList<>();
        for (Callable<T> action : actions) {
            tasks.add(start(() -> {
                start.await();
                return action.call();
            }));
        }
        return joinAll(tasks);
    }

    /** Waits for all, and throws what the first to fail threw: another may wait for that one in vain. */
    private static <T extends @Nullable Object> List<T> joinAll(List<FutureTask<T>> tasks) {
        Patience patience =
                new Patience(() -> tasks.stream().mapToLong(RacingThreads::work).sum(), LOOK_NANOS);
        while (!tasks.stream().allMatch(FutureTask::isDone)) {
            tasks.stream().filter(FutureTask::isDone).forEach(RacingThreads::result);
            giveUp(patience);
        }
        return tasks.stream().map(RacingThreads::result).toList();
    }

    /** Starts an action in a thread of its own. */
    public static <T extends @Nullable Object> FutureTask<T> start(Callable<T> action) {
        Race<T> task = new Race<>(action);
        Thread thread = new Thread(task, "conformance-racer");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    /** Waits for what was started, and throws what it threw. */
    public static <T extends @Nullable Object> T join(FutureTask<T> task) {
        Patience patience = new Patience(() -> work(task), LOOK_NANOS);
        while (!task.isDone()) {
            giveUp(patience);
        }
        return result(task);
    }

    private static void giveUp(Patience patience) {
        if (patience.isOver()) {
            throw new AssertionError("a thread was not done after " + patience.words() + ": it hangs");
        }
        LockSupport.parkNanos(100_000);
    }

    private static long work(FutureTask<?> task) {
        return task instanceof Race<?> race ? race.work() : 0;
    }

    private static <T extends @Nullable Object> T result(FutureTask<T> task) {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new AssertionError("a thread failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a thread", e);
        }
    }

    /** A task that tells how much its thread has worked. */
    private static final class Race<T extends @Nullable Object> extends FutureTask<T> {
        private static final long UNIT_NANOS = 10_000_000;
        private volatile @Nullable Thread runner;

        Race(Callable<T> action) {
            super(action);
        }

        @Override
        public void run() {
            runner = Thread.currentThread();
            super.run();
        }

        long work() {
            Thread thread = runner;
            return thread == null
                    ? 0
                    : ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId()) / UNIT_NANOS;
        }
    }
}
