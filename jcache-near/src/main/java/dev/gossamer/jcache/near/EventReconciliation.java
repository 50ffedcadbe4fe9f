package dev.gossamer.jcache.near;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Compares what was announced with what was heard of. A total that was announced has to be heard of within a grace; when
 * nothing was announced for a while and all is settled, both are made even, so that what was heard before the comparison
 * began hides no loss. Not thread-safe.
 */
final class EventReconciliation {
    private static final int QUIET_ROUNDS = 4;

    private final long grace;
    private final Deque<long[]> due = new ArrayDeque<>();
    private long evenAnnounced;
    private long evenReceived;
    private long last;
    private int quietRounds;

    /** A ledger that begins even at two totals. */
    EventReconciliation(long grace, long announced, long received) {
        this.grace = grace;
        this.evenAnnounced = announced;
        this.evenReceived = received;
        this.last = announced;
    }

    /** Notes the totals of one round at a time; returns whether something that was announced was not heard of in time. */
    boolean lost(long announced, long received, long now) {
        if (announced > last) {
            due.add(new long[] {announced, now});
            last = announced;
            quietRounds = 0;
        }
        long[] oldest = due.peek();
        while (oldest != null && now - oldest[1] >= grace) {
            if (received - evenReceived < oldest[0] - evenAnnounced) {
                return true;
            }
            due.remove();
            oldest = due.peek();
        }
        if (due.isEmpty() && ++quietRounds >= QUIET_ROUNDS) {
            evenAnnounced = last;
            evenReceived = received;
        }
        return false;
    }
}
