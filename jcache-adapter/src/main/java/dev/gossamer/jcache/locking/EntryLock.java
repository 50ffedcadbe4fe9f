package dev.gossamer.jcache.locking;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The lock of one key and its events on the way to synchronous listeners. Exists only while some operation uses it. */
@SuppressWarnings("serial") // never written
final class EntryLock extends WholeLock {
    // The lock itself is held while the entry of the key is being changed, user code included; never while listeners
    // run.

    /** The order in which an operation on many keys takes their locks. */
    final long rank;

    /** How many operations use this lock: at least the one that it was made for, until the last has left. */
    private final AtomicInteger users = new AtomicInteger(1);

    /** What is to be told, {@code null} before the first event; written by the holder, read by those who were that. */
    private @Nullable EventQueue events;

    EntryLock(long rank) {
        this.rank = rank;
    }

    /** Adds a user; returns whether it has, which it has not after the last one left. */
    boolean join() {
        int before = users.get();
        while (before > 0 && !users.compareAndSet(before, before + 1)) {
            before = users.get();
        }
        return before > 0;
    }

    /** Takes a user away; returns whether it was the last. */
    boolean leave() {
        return users.decrementAndGet() == 0;
    }

    boolean isUsed() {
        return users.get() > 0;
    }

    /** Appends an event; called by the holder, so the order is that of the changes. */
    void enqueue(PendingEvent event) {
        EventQueue queue = events;
        if (queue == null) {
            queue = new EventQueue();
            events = queue;
        }
        queue.add(event);
    }

    /** Returns when an event that this thread has appended, and all before it, have been told. */
    void deliver(PendingEvent event) {
        Objects.requireNonNull(events).deliver(event);
    }
}
