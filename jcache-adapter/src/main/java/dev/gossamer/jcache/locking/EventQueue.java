package dev.gossamer.jcache.locking;

import java.util.LinkedList;
import java.util.Queue;
import java.util.concurrent.locks.Condition;

/** The events of one key that are not told yet, in order. Thread-safe. */
final class EventQueue {
    private final WholeLock lock = new WholeLock();
    private final Condition delivered = lock.newCondition();
    private final Queue<PendingEvent> pending = new LinkedList<>(); // an append that fails changes nothing
    private boolean delivering;

    void add(PendingEvent event) {
        lock.lock();
        try {
            pending.add(event);
        } finally {
            lock.unlock();
        }
    }

    /** Returns when an event, and all before it, have been told: by this thread, or by another that was at it. */
    void deliver(PendingEvent event) {
        lock.lock();
        try {
            while (!event.isDone()) {
                if (delivering) {
                    delivered.awaitUninterruptibly();
                } else {
                    deliverNext();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void deliverNext() {
        PendingEvent next = pending.remove();
        delivering = true;
        lock.unlock();
        try {
            next.run();
        } finally {
            lock.lock();
            delivering = false;
            delivered.signalAll();
        }
    }
}
