package dev.gossamer;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * An executor for actions of the user, so that a slow one holds up nothing but the actions after it. They run one at a
 * time, in the order of {@link #execute}, on a thread that starts when there is one to run and ends when there has been
 * none for a while.
 *
 * <p>Thread-safe. The thread is a daemon without context class loader and inherited thread-locals; an action finds no
 * context class loader and no interrupt left by the one before. While it waits for actions it keeps neither the worker
 * nor the library's class loader alive. What an action puts in a thread-local stays there until the thread ends.
 *
 * <p>Actions wait in an unbounded queue. They are held by the worker alone: when it is collected, those that have not
 * begun are dropped with it.
 */
final class Worker implements Executor {

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Consumer<? super Throwable> onFailure;
    private final long lingerNanos;
    private final Pulse pulse;

    /** When the latest action had ended, in {@link System#nanoTime}; used by the pulse's thread only. */
    private long idleSince;

    /**
     * Creates a worker and starts nothing.
     *
     * @param threadName the name of its threads
     * @param linger how long a thread without work stays at least; at most twice as long
     * @param onFailure is given, on the worker's thread, what an action throws; what it throws itself goes to the
     *     thread's uncaught exception handler
     * @throws IllegalArgumentException if {@code linger} is shorter than a millisecond
     */
    Worker(String threadName, Duration linger, Consumer<? super Throwable> onFailure) {
        this.onFailure = onFailure;
        this.lingerNanos = linger.toNanos();
        this.pulse = Pulse.every(threadName, linger, this::drain);
    }

    /**
     * Queues an action and returns without waiting for it, also when called by an action.
     *
     * @throws OutOfMemoryError when the JVM cannot create another thread; the action stays queued
     */
    @Override
    public void execute(Runnable task) {
        tasks.add(requireNonNull(task, "task"));
        pulse.beatNow();
    }

    /** Runs what is queued; returns whether the thread is to stay. */
    private boolean drain() {
        Runnable task = tasks.poll();
        if (task == null) {
            return System.nanoTime() - idleSince < lingerNanos;
        }
        for (; task != null; task = tasks.poll()) {
            run(task);
        }
        idleSince = System.nanoTime();
        return true;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable failure) {
            report(failure);
        } finally {
            Thread.currentThread().setContextClassLoader(null);
            boolean cleared = Thread.interrupted();
        }
    }

    private void report(Throwable failure) {
        try {
            onFailure.accept(failure);
        } catch (Throwable second) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, second);
        }
    }
}
