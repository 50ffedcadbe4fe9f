package dev.gossamer;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** The lock of one key of {@link KeyedLocks}. Thread-safe; holds its key strongly. */
final class KeyLock extends ReentrantReadWriteLock {
    private static final long serialVersionUID = 1L;
    private static final AtomicLong SERIALS = new AtomicLong();

    /** Grows from one lock to the next; the order in which several are locked. */
    final long serial = SERIALS.incrementAndGet();

    private final transient Object key;
    private transient @Nullable Condition changed; // guarded by the write lock

    KeyLock(Object key) {
        this.key = key;
    }

    /** What threads that hold the lock can wait for; the caller holds it. */
    Condition changed() {
        Condition known = changed;
        if (known == null) {
            known = writeLock().newCondition();
            changed = known;
        }
        return known;
    }

    KeyedLocks.State state() {
        return new KeyedLocks.State(
                Optional.ofNullable(getOwner()), getReadLockCount(), List.copyOf(getQueuedThreads()));
    }

    @Override
    public String toString() {
        return String.valueOf(key);
    }
}
