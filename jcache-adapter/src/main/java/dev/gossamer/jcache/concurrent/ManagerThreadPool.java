package dev.gossamer.jcache.concurrent;

import java.lang.ref.WeakReference;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of one manager for asynchronous listeners and loading. There are none before they are needed, and a second
 * after. Thread-safe.
 */
public final class ManagerThreadPool {
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ThreadFactory factory;
    private final ThreadPoolExecutor executor;

    public ManagerThreadPool(ClassLoader loader) {
        this(inContextOf(new WeakReference<>(loader)));
    }

    public ManagerThreadPool(ThreadFactory factory) {
        this.factory = factory;
        this.executor = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), this::newThread);
    }

    private static ThreadFactory inContextOf(WeakReference<ClassLoader> loader) {
        return work -> DaemonThreads.make("worker", work, loader.get());
    }

    private Thread newThread(Runnable work) {
        Runnable registered = () -> {
            threads.add(Thread.currentThread());
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        };
        return factory.newThread(registered);
    }

    /**
     * Has a task run on a thread of its own; returns whether it will be, which it is not after {@link #close()}. Throws what
     * the JVM does when it has no thread to give.
     */
    public boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Lets tasks finish for a while, then interrupts them. A task that calls this is not waited for. */
    public void close() {
        executor.shutdown();
        if (threads.contains(Thread.currentThread())) {
            return;
        }
        try {
            if (!executor.awaitTermination(SerialExecutor.patience(), TimeUnit.NANOSECONDS)) {
                executor.shutdownNow();
            }
            for (Thread thread : threads) {
                thread.join(1_000);
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
