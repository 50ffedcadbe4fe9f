package dev.gossamer.jcache.locking;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The lock of one key and its events on the way to synchronous listeners. Exists only while some operation uses it. */
@SuppressWarnings("serial") // never written
final class EntryLock extends ReentrantLock {
    // The lock itself is held while the entry of the key is being changed, user code included; never while listeners
    // run.

    /** The order in which an operation on many keys takes their locks. */
    final long rank;

    /** How many operations use this lock; guarded by the map of locks. */
    int users;

    /** What is to be told, {@code null} before the first event; written by the holder, read by those who were that. */
    private @Nullable EventQueue events;

    EntryLock(long rank) {
        this.rank = rank;
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
