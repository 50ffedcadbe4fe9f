package dev.gossamer.jcache.expiry;

import dev.gossamer.WeakRef;
import dev.gossamer.jcache.concurrent.DaemonThreads;
import dev.gossamer.jcache.concurrent.SerialExecutor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The thread that expires the entries of one manager's caches when their time has come, though nobody touches them.
 * Thread-safe.
 *
 * <p>The thread lives only while some entry has a deadline, and knows this scheduler only weakly while it waits.
 */
public final class ExpiryScheduler {
    // What if the thread dies, or cannot be had?
    //
    // Its loop goes on after any Throwable, which costs a second. One that ends all the same says so in a finally; the
    // next write that needs it starts another. Where the JVM has no thread to give, the write succeeds and the next one
    // tries again; and so that it does not take a write, the next collection of the garbage collector does.
    private static final Logger LOG = System.getLogger(ExpiryScheduler.class.getName());
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);
    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final Starter starter;
    private final Signal signal = new Signal();
    private final List<ExpiryWheel> wheels = new CopyOnWriteArrayList<>();
    private volatile @Nullable Thread thread;
    private @Nullable WeakRef<Object> nextCollection;
    private boolean closed;

    /** Starts a thread, or throws what the JVM does when it has none to give. */
    public interface Starter {
        Thread start(Runnable loop);
    }

    /** Lets the thread wait without holding the scheduler. */
    private static final class Signal {
        final ReentrantLock lock = new ReentrantLock();
        final Condition changed = lock.newCondition();

        /** When there is something to do next; guarded by the lock. */
        long wakeAt = ExpiryClock.NEVER;

        void wakeAt(long time) {
            if (time < wakeAt) {
                changed.signalAll();
            }
            wakeAt = time;
        }
    }

    public ExpiryScheduler() {
        this(loop -> {
            Thread made = DaemonThreads.make("expiry", loop, null);
            made.start();
            return made;
        });
    }

    public ExpiryScheduler(Starter starter) {
        this.starter = starter;
    }

    /** Looks after a wheel until that is removed. */
    public void add(ExpiryWheel wheel) {
        wheels.add(wheel);
    }

    /** Looks after a wheel no longer; the thread ends soon if that was all there was to do. */
    void remove(ExpiryWheel wheel) {
        wheels.remove(wheel);
        signal.lock.lock();
        try {
            signal.wakeAt(0);
        } finally {
            signal.lock.unlock();
        }
    }

    /** Has the thread look at the wheels at some time. */
    void wake(long time) {
        signal.lock.lock();
        try {
            signal.wakeAt(Math.min(signal.wakeAt, time));
            startThread();
        } finally {
            signal.lock.unlock();
        }
    }

    /** Sees to it that there is a thread, as somebody has added what it has to look at. */
    void requireThread() {
        if (thread == null) {
            wake(ExpiryClock.NEVER);
        }
    }

    private void startThread() {
        if (thread != null || closed) {
            return;
        }
        try {
            thread = starter.start(new Loop(this));
            nextCollection = null;
        } catch (Throwable e) {
            report("no thread can be had to expire entries; trying again at the next write or collection", e);
            tryAgainAfterCollection();
        }
    }

    private void tryAgainAfterCollection() {
        WeakReference<ExpiryScheduler> weakly = new WeakReference<>(this);
        try {
            nextCollection = WeakRef.of(new Object(), collected -> {
                ExpiryScheduler current = weakly.get();
                if (current != null) {
                    current.requireThread();
                }
            });
        } catch (Throwable e) {
            ignore(e); // the next write tries again
        }
    }

    /** How many references all wheels have. */
    public int watched() {
        return wheels.stream().mapToInt(ExpiryWheel::size).sum();
    }

    /** Forgets everything and ends the thread. */
    public void close() {
        Thread ending;
        signal.lock.lock();
        try {
            closed = true;
            ending = thread;
            signal.wakeAt(0);
        } finally {
            signal.lock.unlock();
        }
        if (ending != null && ending != Thread.currentThread()) {
            join(ending);
        }
        wheels.clear();
    }

    private static void join(Thread ending) {
        try {
            ending.join(TimeUnit.NANOSECONDS.toMillis(SerialExecutor.patience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs the wheels that are due; returns whether there is more to come, or else the thread is to end. */
    private boolean runDue() {
        for (ExpiryWheel wheel : wheels) {
            long now = ExpiryClock.now();
            if (wheel.next() <= now) {
                wheel.run(now);
            }
        }
        signal.lock.lock();
        try {
            long next = ExpiryClock.NEVER;
            for (ExpiryWheel wheel : wheels) {
                next = Math.min(next, wheel.next());
            }
            signal.wakeAt(next);
            if (closed || next == ExpiryClock.NEVER) {
                thread = null;
            }
            return thread != null;
        } finally {
            signal.lock.unlock();
        }
    }

    /** Puts another thread in place of the calling one, should that still be the one that is to look after the wheels. */
    private void ended() {
        signal.lock.lock();
        try {
            if (thread == Thread.currentThread()) {
                thread = null;
                startThread();
            }
        } finally {
            signal.lock.unlock();
        }
    }

    private static void report(String what, Throwable failure) {
        try {
            LOG.log(Level.ERROR, what, failure);
        } catch (Throwable second) {
            ignore(second);
        }
    }

    /** Does nothing about a failure that cannot even be told, as where memory is short. */
    static void ignore(Throwable failure) {}

    /** What the thread does, without holding the scheduler while it waits. */
    public static final class Loop implements Runnable {
        private final WeakReference<ExpiryScheduler> scheduler;
        private final Signal signal;

        Loop(ExpiryScheduler scheduler) {
            this.scheduler = new WeakReference<>(scheduler);
            this.signal = scheduler.signal;
        }

        @Override
        public void run() {
            try {
                boolean more = true;
                while (more) {
                    more = turn();
                }
            } finally {
                ended();
            }
        }

        /** What the thread does last, however it ends. */
        public void ended() {
            ExpiryScheduler current = scheduler.get();
            if (current != null) {
                current.ended();
            }
        }

        private boolean turn() {
            try {
                pause();
                ExpiryScheduler current = scheduler.get();
                return current != null && current.runDue();
            } catch (Throwable e) {
                report("expiring entries failed; it goes on in a second", e);
                signal.lock.lock();
                signal.wakeAt = ExpiryClock.after(AFTER_FAILURE);
                signal.lock.unlock();
                return true;
            }
        }

        private void pause() {
            long longest = ExpiryClock.after(LONGEST_WAIT);
            signal.lock.lock();
            try {
                for (long left = left(longest); left > 0; left = left(longest)) {
                    signal.changed.awaitNanos(left);
                }
            } catch (InterruptedException e) {
                LOG.log(Level.DEBUG, "interrupted while waiting; the loop looks again", e);
            } finally {
                signal.lock.unlock();
            }
        }

        private long left(long longest) {
            return Math.min(longest, signal.wakeAt) - ExpiryClock.now();
        }
    }
}
