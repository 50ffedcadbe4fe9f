package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Bounds;
import java.time.Duration;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a table by time, and its nodes in the order in which to look whether they have expired.
 *
 * <p>{@link #isExpired} may be asked by any thread; the rest is for whoever maintains the table.
 */
final class ExpiryQueue {
    // Why not Caffeine's own expiry?
    //
    // It would drop a node while a function computes its value, and cannot be told not to. And it notes the time of a
    // second write or use only when that comes a second after the first. Here the node has its exact times, which
    // decide what is shown, and stands in the queue once, under the time at which it would have expired when it was
    // last looked at. A node that was written or used since is found then, and put in anew. One that is gone stays
    // until its time has come, or until there are more of those than of the others.

    private static final long NEVER = Long.MAX_VALUE;
    private static final long FARTHEST = Long.MAX_VALUE >> 1; // so that times that wrap around still compare

    private final long afterWrite;
    private final long afterUse;
    private final PriorityQueue<BoundedNode> nodes =
            new PriorityQueue<>((left, right) -> Long.signum(left.dueAt - right.dueAt));

    private ExpiryQueue(long afterWrite, long afterUse) {
        this.afterWrite = afterWrite;
        this.afterUse = afterUse;
    }

    /** A queue with the limits by time that there are, or {@code null} if there are none. */
    static @Nullable ExpiryQueue of(Bounds bounds) {
        long afterWrite = nanos(bounds.expireAfterWrite());
        long afterUse = nanos(bounds.expireAfterAccess());
        return afterWrite == NEVER && afterUse == NEVER ? null : new ExpiryQueue(afterWrite, afterUse);
    }

    /** Whether uses matter. */
    boolean countsUses() {
        return afterUse != NEVER;
    }

    /** Whether what stands in a node, or stood there before a claim, has expired. */
    boolean isExpired(BoundedNode node, long now) {
        return now - node.writtenAt >= afterWrite || now - node.usedAt >= afterUse;
    }

    /** Puts a node in that is not in the queue. */
    void add(BoundedNode node, long now) {
        long left = Math.min(left(afterWrite, now - node.writtenAt), left(afterUse, now - node.usedAt));
        node.dueAt = now + Math.min(left, FARTHEST);
        nodes.add(node);
    }

    /** How long it is until a limit is reached; the age is negative for a node that was written since the time was asked. */
    private static long left(long limit, long age) {
        return limit - Math.max(0, age);
    }

    /** Puts a node in again that has expired and has to stay. */
    void postpone(BoundedNode node, long now) {
        node.dueAt = now + Math.max(1, Math.min(Math.min(afterWrite, afterUse), FARTHEST));
        nodes.add(node);
    }

    /** Takes out a node that may have expired, if there is one. */
    @Nullable BoundedNode pollDue(long now) {
        BoundedNode first = nodes.peek();
        return first == null || first.dueAt - now > 0 ? null : nodes.poll();
    }

    /** Forgets the nodes that are gone, if they are most. */
    void compact(long stored) {
        if (nodes.size() > 2 * stored + 64) {
            nodes.removeIf(node -> node.entry == null);
        }
    }

    /** Forgets all nodes. */
    void clear() {
        nodes.clear();
    }

    private static long nanos(Optional<Duration> limit) {
        return limit.isEmpty() ? NEVER : TimeUnit.NANOSECONDS.convert(limit.get()); // saturates
    }
}
