package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.WeakSide;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The entry that stands in the table for a key while a function of the user computes its value.
 *
 * <p>It holds the key and the value from before strongly. Readers take no notice: they see the value from before. Whoever
 * wants to change the key waits until the function is over.
 */
final class Claim extends Entry {
    // Why a claim and not a lock, and what if its owner fails half way?
    //
    // A lock that is held while a function runs is a lock that another key, or another map, may need: functions of two
    // maps that use each other would deadlock in the library. A claim blocks its own key only.
    //
    // Its state goes one way: PENDING while the function runs, then OVER, or ABANDONED and then OVER. What decides is
    // that the table replaces the claim by what came of it, in one step. If anything is thrown before, be it in that
    // very step, the owner's frame turns the state to ABANDONED: a write of a field, which needs no stack and no
    // memory. If the claim still stands in the table by then, nothing has happened, and whoever meets it puts things
    // back; if it does not, all has happened. What that takes (`restoring`, an entry with the ticket and the weight
    // from before) was made before the claim was placed, and each step of it may be repeated, by several threads at
    // once.
    //
    // With weak keys a value changes in place, so somebody who found the entry before the claim replaced it may still
    // write to it. Until the claim has frozen that entry (its value exchanged for CLAIMED, noted here before) the entry
    // tells the truth; from then on the note does. A reader looks at the entry first, so it never waits. Freezing is
    // the one thing that only one thread may do at a time: a note must never change after the exchange.
    //
    // What a claim holds is let go of after it was marked as OVER. So a reader that sees another state after it has
    // read has read what was right, and an iterator that still holds the claim holds nothing else.
    //
    // A thread that waits names the claim as its blocker (LockSupport), where a thread dump shows it. Each names first
    // and looks second, so a circle of threads that wait for each other is seen by the one that closes it, and that one
    // throws; a thread that waits for its own claim is the circle of one. A link counts only if the claim is still
    // pending after its owner was seen to wait: then all of them wait at the end of the walk. A circle that the walk
    // runs into from outside is left to those in it.

    /** The function runs. */
    static final int PENDING = 0;

    /** The function failed, or what comes after it; the value from before is to be put back. */
    static final int ABANDONED = 1;

    /** The claim is out of the table. */
    static final int OVER = 2;

    /** For how long a thread parks at most: its owner may have had no stack left to wake it. */
    private static final long BACKSTOP_NANOS = 100_000_000;

    volatile int state = PENDING;

    /** What comes in the place of the claim; known before it does. */
    volatile @Nullable Entry outcome;

    private final WeakSide side;
    private volatile @Nullable Thread owner = Thread.currentThread();
    private volatile @Nullable Object key;
    private volatile @Nullable Entry place;
    private volatile @Nullable Entry restoring;
    private volatile @Nullable Object noted;
    private @Nullable Waiter waiting; // guarded by this

    /**
     * Claims a key.
     *
     * @param side the weak side of the table
     * @param key the key to keep alive
     * @param place the entry whose place the claim takes, dead or not, {@code null} for none
     * @param seen the live value of that entry, {@code null} when there is none
     */
    Claim(WeakSide side, Object key, int hash, @Nullable Entry place, @Nullable Object seen) {
        super(null, side == WeakSide.KEY ? Marker.CLAIMED : key, hash, null);
        this.side = side;
        this.key = key;
        this.place = place;
        this.noted = seen;
    }

    /** Says what to put back if the function fails; its strong side is the claim itself where that is yet to come. */
    void restoring(Entry entry) {
        restoring = entry;
    }

    @Override
    protected @Nullable Object pinned() {
        if (side == WeakSide.VALUE) {
            return null;
        }
        Object held = key;
        Entry next = outcome;
        return held != null || next == null ? held : next.weak();
    }

    @Override
    public @Nullable Object ticket() {
        Entry ticketed = state == OVER ? outcome : restoring;
        return ticketed == null ? null : ticketed.ticket();
    }

    /** The key, or {@code null} when the claim is over. */
    @Nullable Object key() {
        return key;
    }

    /** The entry whose place this takes, dead or not. */
    @Nullable Entry place() {
        return place;
    }

    /** Whether it replaces a live entry, and not a dead one or none. */
    boolean replacesLive() {
        return restoring != null;
    }

    /** Takes the value from before for absent, as it has expired; whether it was there. */
    synchronized boolean forgetPrevious() {
        boolean there = restoring != null;
        restoring = null;
        return there;
    }

    /** The value from before, {@code null} when absent. Means nothing if the claim is over by now. */
    @Nullable Object previous() {
        Entry replaced = place;
        if (restoring == null || replaced == null) {
            return null;
        }
        if (side == WeakSide.VALUE) {
            return noted;
        }
        Object value = replaced.strong();
        return value == Marker.CLAIMED ? noted : value == Marker.RETIRED ? null : value;
    }

    /** Has the replaced entry take no more values. Only for a claim that was seen in the table; may be repeated. */
    synchronized void freeze() {
        Entry replaced = place;
        if (side == WeakSide.KEY && restoring != null && replaced != null) {
            Object value = replaced.strong();
            while (!(value instanceof Marker)) {
                noted = value;
                value = replaced.casStrong(value, Marker.CLAIMED) ? Marker.CLAIMED : replaced.strong();
            }
        }
    }

    /** What to put in the place of a frozen claim to have everything as it was; {@code null} for nothing. */
    @Nullable Entry restored() {
        Object value = previous();
        Entry entry = value == null ? null : restoring;
        if (entry != null && value != null) {
            entry.casStrong(this, value);
        }
        return entry;
    }

    /**
     * Lets go of everything, and of the threads that wait; whether the value from before was there to the end. For a claim
     * that is {@link #OVER}.
     */
    boolean release() {
        noted = null;
        place = null;
        owner = null;
        if (side == WeakSide.KEY) {
            key = null;
        }
        wake();
        return forgetPrevious();
    }

    /** Lets the threads go on that wait. */
    void wake() {
        for (Waiter each = takeWaiting(); each != null; each = each.next) {
            LockSupport.unpark(each.thread);
        }
    }

    private synchronized @Nullable Waiter takeWaiting() {
        Waiter all = waiting;
        waiting = null;
        return all;
    }

    /**
     * Waits until the function is over.
     *
     * @param container the container that it stands in
     * @throws IllegalStateException if this thread runs it, or one that its thread waits for
     */
    void await(Store<?, ?> container) {
        Thread me = Thread.currentThread();
        Object claimed = key;
        if (state != PENDING || claimed == null) {
            return;
        }
        if (owner == me) {
            throw new IllegalStateException("the function for key " + describe(claimed)
                    + " changes that key; return the value from the function instead");
        }
        Waiter waiter = new Waiter(me);
        ClaimWait wait = new ClaimWait(container, claimed, owner);
        LockSupport.setCurrentBlocker(this);
        try {
            VarHandle.fullFence();
            requireNoCircle(me, claimed);
            add(waiter);
            park(wait, claimed);
        } finally {
            LockSupport.setCurrentBlocker(null);
        }
        wait.over();
    }

    private synchronized void add(Waiter waiter) {
        waiter.next = waiting;
        waiting = waiter;
    }

    private void park(ClaimWait wait, Object claimed) {
        Thread me = Thread.currentThread();
        boolean interrupted = false;
        try {
            while (state == PENDING) {
                LockSupport.parkNanos(BACKSTOP_NANOS); // leaves the blocker that was set
                interrupted |= Thread.interrupted();
                if (state == PENDING && wait.lasts()) {
                    LockSupport.setCurrentBlocker(this); // telling may have parked, which clears it
                    VarHandle.fullFence();
                    requireNoCircle(me, claimed);
                }
            }
        } finally {
            if (interrupted) {
                me.interrupt();
            }
        }
    }

    /** Follows who waits for what; a mark that moves on ever more rarely shows circles without this thread (Brent). */
    private void requireNoCircle(Thread me, Object wanted) {
        Claim claim = this;
        Claim mark = this;
        int steps = 0;
        int limit = 1;
        while (true) {
            Thread computing = claim.owner;
            Object claimed = claim.key;
            Object blocker = computing == null ? null : LockSupport.getBlocker(computing);
            VarHandle.fullFence();
            if (claim.state != PENDING || claimed == null) {
                return;
            }
            if (computing == me) {
                throw new IllegalStateException(
                        "the function for key " + describe(claimed) + " waits for key " + describe(wanted)
                                + ", whose function waits for this one; let functions use other keys in one order");
            }
            if (!(blocker instanceof Claim next) || next == mark) {
                return;
            }
            claim = next;
            if (++steps == limit) {
                mark = claim;
                steps = 0;
                limit <<= 1;
            }
        }
    }

    /** A key for a message: its text, or its class and identity where it fails to say that. */
    static String describe(Object key) {
        try {
            return String.valueOf(key);
        } catch (Throwable failure) {
            Object user = KeyReference.keyOf(key);
            return user == null
                    ? ""
                    : user.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(user));
        }
    }

    /** The function that threads wait for, {@code null} when none does. */
    @Nullable AwaitedFunction awaited() {
        Thread computing = owner;
        Object claimed = keyOfUser();
        int count = countWaiting();
        return state != PENDING || computing == null || claimed == null || count == 0
                ? null
                : new AwaitedFunction(claimed, computing, count);
    }

    private @Nullable Object keyOfUser() {
        Object claimed = key;
        return claimed == null ? null : KeyReference.keyOf(claimed);
    }

    private synchronized int countWaiting() {
        int count = 0;
        for (Waiter each = waiting; each != null; each = each.next) {
            if (LockSupport.getBlocker(each.thread) == this) {
                count++;
            }
        }
        return count;
    }

    /** Names the class of the key and the thread that computes; calls nothing of the key. */
    @Override
    public String toString() {
        Object claimed = keyOfUser();
        Thread computing = owner;
        return "Claim of a key of class "
                + (claimed == null ? "unknown" : claimed.getClass().getName())
                + (computing == null ? ", over" : ", whose value thread \"" + computing.getName() + "\" computes");
    }

    /** A thread that waits. */
    private static final class Waiter {
        final Thread thread;

        @Nullable Waiter next;

        Waiter(Thread thread) {
            this.thread = thread;
        }
    }
}
