package dev.gossamer.jcache.concurrent;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Tasks run one after the other, in order, on some worker: never two at once, none lost. Thread-safe. */
public final class SerialExecutor {
    private static final Logger LOG = System.getLogger(SerialExecutor.class.getName());

    private final ManagerThreadPool workers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private @Nullable Thread reader;
    private boolean scheduled;

    public SerialExecutor(ManagerThreadPool workers) {
        this.workers = workers;
    }

    /** Appends a task; after the workers were closed it runs at once, so that it is not lost. */
    public void add(Runnable task) {
        boolean idle;
        lock.lock();
        try {
            tasks.add(task);
            idle = !scheduled;
            scheduled = true;
        } finally {
            lock.unlock();
        }
        if (idle) {
            schedule();
        }
    }

    private void schedule() {
        boolean accepted;
        try {
            accepted = workers.execute(this::drain);
        } catch (Throwable e) {
            leaveToTheNext();
            LOG.log(Level.ERROR, "no thread can be had to tell an event; it is told with the next, or at the end", e);
            return;
        }
        if (!accepted) {
            drain();
        }
    }

    /** Leaves the tasks that are there to whoever adds another one, or waits until there are none. */
    private void leaveToTheNext() {
        lock.lock();
        try {
            scheduled = false;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            boolean completed = false;
            try {
                task.run();
                completed = true;
            } finally {
                if (!completed) {
                    schedule();
                }
            }
        }
    }

    private @Nullable Runnable next() {
        lock.lock();
        try {
            Runnable task = tasks.poll();
            reader = task == null ? null : Thread.currentThread();
            if (task == null) {
                scheduled = false;
                empty.signalAll();
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all tasks have run, unless called by one of them; runs those itself that no thread could be had for. Returns
     * whether all have run.
     */
    public boolean awaitEmpty(long nanos) {
        if (takeWhatWasLeft()) {
            drain();
        }
        long left = nanos;
        lock.lock();
        try {
            while (scheduled && reader != Thread.currentThread() && left > 0) {
                left = empty.awaitNanos(left);
            }
            return !scheduled;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean takeWhatWasLeft() {
        lock.lock();
        try {
            boolean left = !scheduled && !tasks.isEmpty();
            scheduled |= left;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How long closing waits for tasks that are under way. */
    public static long patience() {
        return TimeUnit.SECONDS.toNanos(10);
    }
}
