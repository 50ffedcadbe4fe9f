package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The move of all entries from one {@link BucketArray} into another, larger or smaller one, a share at a time. Thread-safe;
 * why those who read meanwhile miss nothing is told in {@link ChainedTable}.
 */
final class BucketTransfer {
    // What moves together?
    //
    // A slot is an interval of spread hashes. The greatest common divisor of both lengths says into how many intervals
    // the slots of both fall: when 2 * n slots become 3 * n, two old ones flow into three new ones, and no other slot
    // has to do with them. Such a group moves in one step, under the one stripe that all its slots have.

    /** How many slots one operation moves, in a table of more than {@link #SMALL}. */
    static final int SHARE = 4096;

    /** How many groups are {@linkplain #fetch fetched} at a time. */
    private static final int TOGETHER = 64;

    /** Up to this many slots are moved by one operation. */
    static final int SMALL = 4096;

    /** How long a move may wait for writes before the reclaiming thread ends it. */
    static final Optional<Duration> AT_MOST = Optional.of(Duration.ofMillis(250));

    private final BucketArray from;
    private final BucketArray to;
    private final @Nullable Entry[] oldSlots;
    private final @Nullable Entry[] newSlots;
    private final int groups;
    private final int share;
    private int claimed;
    private int fetched; // written, so that no compiler drops the reads

    /** Up to here all groups are known to have moved; may fall back, as nothing hangs on it. */
    private volatile int done;

    BucketTransfer(BucketArray from, BucketArray to) {
        this.from = from;
        this.to = to;
        this.oldSlots = from.slots();
        this.newSlots = to.slots();
        this.groups = greatestCommonDivisor(from.length(), to.length());
        this.share = from.length() <= SMALL ? groups : Math.max(1, SHARE / (from.length() / groups));
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    BucketArray to() {
        return to;
    }

    /**
     * Moves a share of the entries.
     *
     * @return whether all of them have moved now
     */
    boolean moveShare() {
        int first = claim();
        if (first < groups) {
            move(first, endOfShare(first));
        }
        // Shares end in any order; `done` follows over those that have ended. Once all are claimed it waits for nobody:
        // what another thread has not moved yet, this one moves.
        for (int shares = 0; shares < 8 && done < groups; shares++) {
            int next = done;
            if (next != first && !isMoved(next)) {
                if (first < groups) {
                    return false;
                }
                move(next, endOfShare(next));
            }
            done = endOfShare(next);
        }
        return done >= groups;
    }

    private synchronized int claim() {
        int first = claimed;
        claimed = endOfShare(first);
        return first;
    }

    private int endOfShare(int first) {
        return Math.min(groups, first + share);
    }

    private boolean isMoved(int first) {
        int width = oldSlots.length / groups;
        for (int group = first; group < endOfShare(first); group++) {
            if (from.headAt(group * width) != ForwardingSlot.FORWARD) {
                return false;
            }
        }
        return true;
    }

    private void move(int first, int end) {
        int groupsOfStripe = groups / from.stripeCount();
        for (int group = first; group < end; ) {
            int number = group / groupsOfStripe;
            int stop = Math.min(end, (number + 1) * groupsOfStripe);
            synchronized (from.stripeAt(number)) {
                while (group < stop) {
                    int together = Math.min(stop, group + TOGETHER);
                    fetch(group, together);
                    while (group < together) {
                        moveHeld(group++);
                    }
                }
            }
        }
    }

    /** Reads the first two entries of each slot, so that their cache lines come at the same time and not one by one. */
    private void fetch(int group, int end) {
        int width = oldSlots.length / groups;
        int read = 0;
        for (int i = group * width; i < end * width; i++) {
            Entry head = oldSlots[i];
            read += head == null ? 0 : head.hash();
        }
        for (int i = group * width; i < end * width; i++) {
            Entry head = oldSlots[i];
            Entry second = head == null ? null : head.link();
            read += second == null ? 0 : second.hash();
        }
        fetched = read;
    }

    /** Moves the entries of an old slot, and of those that move together with it, unless they have moved. */
    void move(int index) {
        int group = index / (oldSlots.length / groups);
        move(group, group + 1);
    }

    /**
     * Moves a group whose stripe is held; may be done again after it has failed anywhere. Needs memory only if nobody has begun
     * before, and a link has to change.
     */
    private void moveHeld(int group) {
        int width = oldSlots.length / groups;
        int first = group * width;
        Entry head = oldSlots[first];
        if (head == ForwardingSlot.FORWARD) {
            return;
        }
        int target = group * (newSlots.length / groups);
        if (head instanceof ForwardingSlot moved) {
            end(moved, target);
        } else if (hasBucket(first, first + width)) {
            ForwardingSlot moved = divide(first, first + width, target);
            fill(first, first + width, moved);
            end(moved, target);
        } else if (!moveWhole(first, first + width, target)) {
            Entry[] entries = gather(first, first + width);
            fill(first, first + width, new ForwardingSlot(entries));
            link(entries, target);
        }
        fill(first, first + width, ForwardingSlot.FORWARD);
    }

    /** Stores chains that stay as they are, each into a slot of its own; whether all of them do. */
    private boolean moveWhole(int first, int end, int target) {
        clear(target);
        for (int i = first; i < end; i++) {
            Entry head = oldSlots[i];
            if (head != null) {
                int slot = to.index(head.hash());
                if (newSlots[slot] != null || !isWithin(slot, head)) {
                    return false;
                }
                newSlots[slot] = head;
            }
        }
        return true;
    }

    /** Whether all entries of a chain behind its head come into a slot. */
    private boolean isWithin(int slot, Entry head) {
        for (Entry e = head.link(); e != null; e = e.link()) {
            if (to.index(e.hash()) != slot) {
                return false;
            }
        }
        return true;
    }

    /** Empties the new slots of a group, which nobody else looks into; one that died may have stored something. */
    private void clear(int target) {
        for (int slot = target + newSlots.length / groups - 1; slot >= target; slot--) {
            if (newSlots[slot] != null) {
                newSlots[slot] = null;
            }
        }
    }

    private Entry[] gather(int first, int end) {
        Entry[] entries = new Entry[count(first, end)];
        int gathered = 0;
        for (int i = first; i < end; i++) {
            for (Entry e = oldSlots[i]; e != null; e = e.link()) {
                entries[gathered++] = e;
            }
        }
        return entries;
    }

    private int count(int first, int end) {
        int count = 0;
        for (int i = first; i < end; i++) {
            for (Entry e = oldSlots[i]; e != null; e = e.link()) {
                count++;
            }
        }
        return count;
    }

    /** Makes the chains of the new slots of a group, in the order of the entries. */
    private void link(Entry[] entries, int target) {
        clear(target);
        for (int i = entries.length - 1; i >= 0; i--) {
            Entry e = entries[i];
            int slot = to.index(e.hash());
            Entry next = newSlots[slot];
            if (e.link() != next) {
                e.link(next);
            }
            newSlots[slot] = e;
        }
    }

    private void end(ForwardingSlot moved, int target) {
        link(moved.entries(), target);
        moved.linkJoined();
        @Nullable SortedBucket[] buckets = moved.buckets();
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] != null) {
                to.holdBuckets();
                newSlots[target + i] = buckets[i];
            }
        }
    }

    private boolean hasBucket(int first, int end) {
        if (from.hasBuckets()) {
            for (int i = first; i < end; i++) {
                if (oldSlots[i] instanceof SortedBucket) {
                    return true;
                }
            }
        }
        return false;
    }

    private ForwardingSlot divide(int first, int end, int target) {
        BucketDivision division = new BucketDivision();
        for (int i = first; i < end; i++) {
            division.add(oldSlots[i]);
        }
        return division.into(to, target, newSlots.length / groups);
    }

    /** One after the other without a call, so that nothing can be thrown when some are written and some are not. */
    private void fill(int first, int end, ForwardingSlot moved) {
        VarHandle.releaseFence();
        for (int i = first; i < end; i++) {
            oldSlots[i] = moved;
        }
    }
}
