package dev.gossamer.jcache.locking;

import dev.gossamer.jcache.common.FirstThrowable;
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

    /** What is owed: a list of its own, as appending must not fail once the queue of the key has the event. */
    private @Nullable Due first;

    private @Nullable Due last;
    private int depth;

    private OperationScope() {}

    private static final class Due {
        final KeyClaim<?> claim;
        final PendingEvent event;

        @Nullable Due next;

        Due(KeyClaim<?> claim, PendingEvent event) {
            this.claim = claim;
            this.event = event;
        }
    }

    static OperationScope enter() {
        OperationScope scope = CURRENT.get();
        if (scope == null) {
            scope = new OperationScope();
            CURRENT.set(scope);
        }
        scope.depth++;
        return scope;
    }

    /** Promises that an event of a key will be told before the outermost operation returns; the lock is in use until then. */
    void owe(KeyClaim<?> claim, PendingEvent event) {
        Due added = new Due(claim, event);
        claim.enqueue(event);
        if (last == null) {
            first = added;
        } else {
            last.next = added;
        }
        last = added;
    }

    private @Nullable Due next() {
        Due next = first;
        if (next != null) {
            first = next.next;
            last = first == null ? null : last;
        }
        return next;
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
        Throwable failure = null;
        for (Due next = next(); next != null; next = next()) {
            failure = settle(next, failure);
        }
        return failure;
    }

    private static @Nullable Throwable settle(Due due, @Nullable Throwable before) {
        Throwable failure = before;
        try {
            due.claim.deliver(due.event);
            FirstThrowable.rethrow(due.event.failure());
        } catch (Throwable e) {
            failure = FirstThrowable.first(failure, e);
        }
        try {
            due.claim.release();
        } catch (Throwable e) {
            failure = FirstThrowable.first(failure, e);
        }
        return failure;
    }
}
