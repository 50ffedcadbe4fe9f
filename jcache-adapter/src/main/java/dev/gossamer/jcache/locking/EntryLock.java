package dev.gossamer.jcache.locking;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The lock of one key and its events on the way to synchronous listeners. Exists only while some operation uses it. */
final class EntryLock {
    /** The order in which an operation on many keys takes their locks. */
    final long rank;

    /** Held while the entry of the key is being changed, user code included; never while listeners run. */
    final ReentrantLock lock = new ReentrantLock();

    /** How many operations use this lock; guarded by the map of locks. */
    int users;

    private final ReentrantLock delivery = new ReentrantLock();
    private final Condition delivered = delivery.newCondition();
    private final Queue<PendingEvent> pending = new ArrayDeque<>();
    private boolean delivering;

    EntryLock(long rank) {
        this.rank = rank;
    }

    /** Appends an event; called while {@link #lock} is held, so the order is that of the changes. */
    void enqueue(PendingEvent event) {
        delivery.lock();
        try {
            pending.add(event);
        } finally {
            delivery.unlock();
        }
    }

    /** Returns when an event, and all before it, have been told: by this thread, or by another that was at it. */
    void deliver(PendingEvent event) {
        delivery.lock();
        try {
            while (!event.isDone()) {
                if (delivering) {
                    delivered.awaitUninterruptibly();
                } else {
                    deliverNext();
                }
            }
        } finally {
            delivery.unlock();
        }
    }

    private void deliverNext() {
        PendingEvent next = pending.remove();
        delivering = true;
        delivery.unlock();
        try {
            next.run();
        } finally {
            delivery.lock();
            delivering = false;
            delivered.signalAll();
        }
    }
}
