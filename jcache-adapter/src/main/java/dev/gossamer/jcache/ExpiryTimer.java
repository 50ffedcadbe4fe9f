package dev.gossamer.jcache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Expires the entries of one manager's caches when their time has come, though nobody touches them. Thread-safe.
 *
 * <p>Its thread lives only while some entry has a deadline, and knows the timer only weakly while it waits.
 */
final class ExpiryTimer {
    // How can a million deadlines be cheap?
    //
    // Cells stand in buckets of ten milliseconds. A cell is moved at once only when its deadline comes nearer; one
    // that was extended stays in its bucket, and moves on when that bucket is due. So a read that extends a deadline
    // writes one field.
    private static final Logger LOG = System.getLogger(ExpiryTimer.class.getName());
    private static final long BUCKET = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);

    private final Signal signal = new Signal();
    private final TreeMap<Long, Map<Cell<?, ?>, Entries<?, ?>>> buckets = new TreeMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    /** Lets threads of any manager wait without holding the manager. */
    private static final class Signal {
        final ReentrantLock lock = new ReentrantLock();
        final Condition changed = lock.newCondition();

        /** When there is something to do next; guarded by the lock. */
        long wakeAt = Clock.NEVER;

        void wakeAt(long time) {
            if (time < wakeAt) {
                changed.signalAll();
            }
            wakeAt = time;
        }
    }

    /** Sees to it that a cell is expired at its deadline, if it has one. */
    <K, V> void watch(Entries<K, V> owner, Cell<K, V> cell) {
        long bucket = bucketOf(cell.deadline());
        if (bucket >= cell.bucket()) {
            return;
        }
        signal.lock.lock();
        try {
            if (!closed && bucket < cell.bucket()) {
                leave(cell);
                enter(owner, cell, bucket);
                startThread();
            }
        } finally {
            signal.lock.unlock();
        }
    }

    /** Comes back to a cell in a moment, as its key is in use. */
    <K, V> void postpone(Entries<K, V> owner, Cell<K, V> cell) {
        signal.lock.lock();
        try {
            if (!closed) {
                leave(cell);
                enter(owner, cell, bucketOf(Clock.now() + BUCKET));
            }
        } finally {
            signal.lock.unlock();
        }
    }

    /** Forgets a cell that is no longer stored. */
    void unwatch(Cell<?, ?> cell) {
        if (cell.bucket() == Clock.NEVER) {
            return;
        }
        signal.lock.lock();
        try {
            leave(cell);
        } finally {
            signal.lock.unlock();
        }
    }

    /** How many cells have a deadline to be watched. */
    int watched() {
        signal.lock.lock();
        try {
            return buckets.values().stream().mapToInt(Map::size).sum();
        } finally {
            signal.lock.unlock();
        }
    }

    /** Forgets everything and ends the thread. */
    void close() {
        Thread ending;
        signal.lock.lock();
        try {
            closed = true;
            buckets.clear();
            ending = thread;
            signal.wakeAt(0);
        } finally {
            signal.lock.unlock();
        }
        if (ending != null && ending != Thread.currentThread()) {
            join(ending);
        }
    }

    private static void join(Thread ending) {
        try {
            ending.join(TimeUnit.NANOSECONDS.toMillis(Mailbox.patience()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long bucketOf(long deadline) {
        return deadline == Clock.NEVER ? Clock.NEVER : deadline / BUCKET + 1;
    }

    private void enter(Entries<?, ?> owner, Cell<?, ?> cell, long bucket) {
        cell.bucket(bucket);
        buckets.computeIfAbsent(bucket, b -> new IdentityHashMap<>(2)).put(cell, owner);
        signal.wakeAt(Math.min(signal.wakeAt, bucket * BUCKET));
    }

    private void leave(Cell<?, ?> cell) {
        Map<Cell<?, ?>, Entries<?, ?>> bucket = buckets.get(cell.bucket());
        if (bucket != null) {
            bucket.remove(cell);
            if (bucket.isEmpty()) {
                buckets.remove(cell.bucket());
            }
        }
        cell.bucket(Clock.NEVER);
    }

    private void startThread() {
        if (thread == null) {
            thread = Threads.make("expiry", new Loop(this), null);
            thread.start();
        }
    }

    /** What became due: cells with the entries they stand in. */
    private record Due(Entries<?, ?> owner, Cell<?, ?> cell) {
        void expire() {
            expire(owner, cell);
        }

        @SuppressWarnings("unchecked")
        private static <K, V> void expire(Entries<K, V> owner, Cell<?, ?> cell) {
            try {
                owner.expire((Cell<K, V>) cell);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "a listener of an expired entry failed", e);
            }
        }
    }

    /** Expires what is due; returns whether there is more to come, or else the thread is to end. */
    private boolean runDue() {
        for (Due due : takeDue()) {
            due.expire();
        }
        signal.lock.lock();
        try {
            if (closed || buckets.isEmpty()) {
                thread = null;
                return false;
            }
            signal.wakeAt(buckets.firstKey() * BUCKET);
            return true;
        } finally {
            signal.lock.unlock();
        }
    }

    private List<Due> takeDue() {
        List<Due> due = new ArrayList<>();
        signal.lock.lock();
        try {
            long now = Clock.now();
            while (!buckets.isEmpty() && buckets.firstKey() * BUCKET <= now) {
                buckets.pollFirstEntry().getValue().forEach((cell, owner) -> {
                    cell.bucket(Clock.NEVER);
                    if (cell.isExpired()) {
                        due.add(new Due(owner, cell));
                    } else if (cell.deadline() != Clock.NEVER) {
                        enter(owner, cell, bucketOf(cell.deadline()));
                    }
                });
            }
        } finally {
            signal.lock.unlock();
        }
        return due;
    }

    /** What the thread does, without holding the timer while it waits. */
    private static final class Loop implements Runnable {
        private final WeakReference<ExpiryTimer> timer;
        private final Signal signal;

        Loop(ExpiryTimer timer) {
            this.timer = new WeakReference<>(timer);
            this.signal = timer.signal;
        }

        @Override
        public void run() {
            boolean more = true;
            while (more) {
                pause();
                ExpiryTimer current = timer.get();
                more = current != null && current.runDue();
            }
        }

        private void pause() {
            long longest = Clock.after(LONGEST_WAIT);
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
            return Math.min(longest, signal.wakeAt) - Clock.now();
        }
    }
}
