package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The entry that stands in the table for a key while a function of the user computes its value.
 *
 * <p>It holds the key and the value from before strongly. Readers take no notice: they see the value from before. Whoever
 * wants to change the key waits until the claim is settled.
 */
final class Claim extends Entry {
    // Why a claim and not a lock?
    //
    // A lock that is held while a function runs is a lock that another key, or another map, may need: functions of two
    // maps that use each other would deadlock in the library. A claim blocks its own key only. Who waits for a claim is
    // written down in WAITING before it waits, so a circle of threads that wait for each other's claims is seen by the
    // one that closes it (each writes first and looks second), and that one throws. A thread that waits for its own
    // claim is the circle of one: recursion into the same key.

    private static final ConcurrentMap<Thread, Claim> WAITING = new ConcurrentHashMap<>();

    private final Thread owner = Thread.currentThread();
    private final WeakSide side;
    private final Object key;
    private final @Nullable Object ticket;
    final int weight;
    private volatile @Nullable Object previous;
    private boolean settled; // guarded by this

    /**
     * Claims a key.
     *
     * @param side the weak side of the table
     * @param key the key to keep alive
     * @param previous the value until now, {@code null} when absent, {@link Marker#CLAIMED} when it is yet to come
     * @param ticket the ticket until now
     * @param weight what the hot tier counted for the value until now
     */
    Claim(WeakSide side, Object key, int hash, @Nullable Object previous, @Nullable Object ticket, int weight) {
        super(null, side == WeakSide.KEY ? Marker.CLAIMED : key, hash, null);
        this.side = side;
        this.key = key;
        this.previous = previous;
        this.ticket = ticket;
        this.weight = weight;
    }

    @Override
    protected @Nullable Object pinned() {
        return side == WeakSide.KEY ? key : null;
    }

    @Override
    public @Nullable Object ticket() {
        return ticket;
    }

    Object key() {
        return key;
    }

    void setPrevious(@Nullable Object value) {
        previous = value;
    }

    /** The value from before, {@code null} when absent, or {@link Marker#RETIRED} when the claim is settled. */
    @Nullable Object previous() {
        Object value = previous;
        while (value == Marker.CLAIMED) { // the claimer is between two of its steps
            Thread.onSpinWait();
            value = previous;
        }
        return value;
    }

    /** Ends the claim, after the table shows what came of it, and lets the waiting threads go on. */
    synchronized void settle() {
        settled = true;
        previous = Marker.RETIRED;
        notifyAll();
    }

    /**
     * Waits until the claim is settled.
     *
     * @throws IllegalStateException if this thread holds the claim, or one that the holder waits for
     */
    void await() {
        Thread me = Thread.currentThread();
        if (owner == me) {
            throw new IllegalStateException(
                    "the function for key " + key + " changes that key; return the value from the function instead");
        }
        WAITING.put(me, this);
        try {
            requireNoCircle(me);
            awaitSettled();
        } finally {
            WAITING.remove(me);
        }
    }

    /** Follows who waits for what. A link counts only if its claim is still unsettled after its owner was seen to wait. */
    private void requireNoCircle(Thread me) {
        Claim claim = this;
        for (int steps = 0; claim != null && steps < 1_000; steps++) {
            Claim next = WAITING.get(claim.owner);
            if (claim.isSettled()) {
                return;
            }
            if (claim.owner == me) {
                throw new IllegalStateException("the function for key " + claim.key + " waits for key " + key
                        + ", whose function waits for this one; let functions use other keys in one order");
            }
            claim = next;
        }
    }

    private synchronized boolean isSettled() {
        return settled;
    }

    private synchronized void awaitSettled() {
        boolean interrupted = false;
        while (!settled) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
