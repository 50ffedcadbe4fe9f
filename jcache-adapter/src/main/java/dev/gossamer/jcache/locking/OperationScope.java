package dev.gossamer.jcache.locking;

import dev.gossamer.jcache.common.FirstThrowable;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one thread is doing in caches: how deep operations are nested, and which events wait for the outermost one to end.
 * Confined to its thread.
 */
final class OperationScope {
    // Why can a listener use any cache, and two threads never wait for each other through events?
    //
    // An operation changes an entry under the lock of its key, appends the event to the queue of that key and lets go
    // of the lock. Only then, and only if it is the outermost operation of its thread, it sees to it that its events
    // are told. While it waits or tells it holds no lock. An operation that is nested, in a listener, a loader, a
    // writer or a processor, leaves its events to the outermost one and so never waits for a queue. A thread that
    // tells is therefore never waiting for another one that tells, and a thread that waits holds nothing anybody could
    // wait for.
    private static final ThreadLocal<OperationScope> CURRENT = new ThreadLocal<>();

    /** What is owed, {@code null} before the first event. */
    private @Nullable Queue<Due> due;

    private int depth;

    private OperationScope() {}

    private record Due(EntryLockTable<?> owner, Object key, EntryLock entryLock, PendingEvent event) {}

    static OperationScope enter() {
        OperationScope scope = CURRENT.get();
        if (scope == null) {
            scope = new OperationScope();
            CURRENT.set(scope);
        }
        scope.depth++;
        return scope;
    }

    /** Promises that an event will be told before the outermost operation returns; the lock is in use until then. */
    void owe(EntryLockTable<?> owner, Object key, EntryLock entryLock, PendingEvent event) {
        if (due == null) {
            due = new ArrayDeque<>();
        }
        due.add(new Due(owner, key, entryLock, event));
    }

    /** Ends an operation that holds no lock any more. */
    void exit() {
        Throwable failure = null;
        try {
            if (depth == 1) {
                failure = settle();
            }
        } finally {
            if (--depth == 0) {
                CURRENT.remove();
            }
        }
        FirstThrowable.rethrow(failure);
    }

    /** Tells all that is owed, whatever one of it comes to. */
    private @Nullable Throwable settle() {
        Queue<Due> owed = due;
        if (owed == null) {
            return null;
        }
        Throwable failure = null;
        for (Due next = owed.poll(); next != null; next = owed.poll()) {
            Throwable thrown = settle(next);
            if (thrown != null) {
                failure = FirstThrowable.first(failure, thrown);
            }
        }
        return failure;
    }

    private static @Nullable Throwable settle(Due next) {
        Throwable failure;
        try {
            next.entryLock.deliver(next.event);
            failure = next.event.failure();
        } catch (Throwable e) {
            failure = e;
        }
        try {
            next.owner.release(next.key);
        } catch (Throwable e) {
            failure = FirstThrowable.first(failure, e);
        }
        return failure;
    }
}
