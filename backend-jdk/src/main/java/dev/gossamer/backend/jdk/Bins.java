package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One generation of the slots of a table, and the way into the next one, which has twice as many. Thread-safe; how the
 * generations work together is told in {@link ChainedTable}.
 */
final class Bins {
    /** The least number of slots; their index has the bits of a hash that choose the stripe. */
    static final int LEAST = 16;

    /** The largest number of slots. */
    static final int MOST = 1 << 30;

    /** Up to this many slots are kept a quarter free: what they cost is little. More are filled, for 48 bytes an entry. */
    static final int ROOMY = 1 << 8;

    /** How many slots one insertion moves. */
    static final int SHARE = 128;

    /** The slots of all tables that never stored an entry; nothing is ever written to them. */
    static final Bins NONE = new Bins(LEAST, 0);

    private static final Object[] STRIPES =
            Stream.generate(Object::new).limit(512).toArray();
    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Entry[].class);
    private static final VarHandle CLAIMED;
    private static final VarHandle DONE;
    private static final VarHandle GROWING;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CLAIMED = lookup.findVarHandle(Bins.class, "claimed", int.class);
            DONE = lookup.findVarHandle(Bins.class, "done", int.class);
            GROWING = lookup.findVarHandle(Bins.class, "growing", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final @Nullable Entry[] slots;
    private final int firstStripe;
    private volatile @Nullable Bins next;
    private volatile boolean growing;
    private volatile int claimed;
    private volatile int done;

    private Bins(int length, int firstStripe) {
        this.slots = new Entry[length];
        this.firstStripe = firstStripe;
    }

    /**
     * The first generation of a table.
     *
     * @param capacity how many entries it is to hold before it grows
     * @return empty bins
     */
    static Bins first(int capacity) {
        int length = LEAST;
        while (capacity(length) < capacity && length < MOST) {
            length <<= 1;
        }
        return new Bins(length, ThreadLocalRandom.current().nextInt(STRIPES.length) & -LEAST);
    }

    private static int capacity(int length) {
        return length <= ROOMY ? length - (length >> 2) : length;
    }

    @Nullable Entry[] slots() {
        return slots;
    }

    int length() {
        return slots.length;
    }

    /** How many entries these bins are meant for. */
    int capacity() {
        return capacity(slots.length);
    }

    /** Whether no chain has begun to move; asked after a walk, it says that the walk was not led astray. */
    boolean settled() {
        return next == null;
    }

    /** The bins that a chain has moved to; for those who have met {@link Moved#FORWARD}. */
    Bins next() {
        return Objects.requireNonNull(next);
    }

    /** What stands in the slot of a hash, or of an index. */
    @Nullable Entry head(int hash) {
        return head(slots, hash);
    }

    /** What stands in the slot of a hash, or of an index. */
    static @Nullable Entry head(@Nullable Entry[] slots, int hash) {
        return (Entry) SLOT.getAcquire(slots, hash & (slots.length - 1));
    }

    /** Puts another head into the slot of a hash, or of an index. */
    boolean head(int hash, @Nullable Entry expected, @Nullable Entry head) {
        return SLOT.compareAndSet(slots, hash & (slots.length - 1), expected, head);
    }

    /** The lock of all chains that a hash belongs to, in this generation and all others. */
    Object stripe(int hash) {
        return STRIPES[firstStripe + (hash & (LEAST - 1))];
    }

    /**
     * Takes an entry out of its chain, here or in a later generation, and may put another in its place.
     *
     * @param entry the entry, compared by identity
     * @param substitute what comes in its place, with the same hash, or {@code null}
     * @return whether the entry was there
     */
    boolean splice(Entry entry, @Nullable Entry substitute) {
        int hash = entry.hash();
        synchronized (stripe(hash)) {
            Bins holder = settledFor(hash);
            while (true) {
                Entry head = holder.head(hash);
                Entry before = head == entry ? null : before(entry, head);
                if (head != entry && before == null) {
                    return false;
                }
                Entry after = entry.link();
                if (substitute != null) {
                    substitute.link(after);
                    after = substitute;
                }
                if (before != null) {
                    before.link(after);
                    return true;
                }
                if (holder.head(hash, entry, after)) {
                    return true;
                }
            }
        }
    }

    /** The generation that the chain of a hash has moved to, while its stripe is held. */
    private Bins settledFor(int hash) {
        Bins bins = this;
        while (bins.head(hash) instanceof Moved moved) {
            if (moved != Moved.FORWARD) {
                bins.deliver(moved, hash & (bins.slots.length - 1));
            }
            bins = bins.next();
        }
        return bins;
    }

    private static @Nullable Entry before(Entry entry, @Nullable Entry head) {
        Entry before = head;
        while (before != null) {
            Entry after = before.link();
            if (after == entry) {
                return before;
            }
            before = after;
        }
        return null;
    }

    /**
     * Starts the next generation unless that was done already.
     *
     * @return whether this call did it
     */
    boolean grow() {
        if (slots.length == MOST || !GROWING.compareAndSet(this, false, true)) {
            return false;
        }
        try {
            next = new Bins(slots.length << 1, firstStripe);
            return true;
        } finally {
            growing = next != null;
        }
    }

    /**
     * Moves a share of the chains into the next generation.
     *
     * @return whether all of them have moved now
     */
    boolean moveShare() {
        int length = slots.length;
        int start = claimed < length ? (int) CLAIMED.getAndAdd(this, SHARE) : length;
        if (start < length) {
            moveFrom(start);
        }
        // Shares end in any order; `done` follows over those that have ended. Once all are claimed it waits for nobody:
        // what another thread has not moved yet, this one moves.
        for (int shares = 0; shares < 8; shares++) {
            int first = done;
            if (first >= length) {
                return true;
            }
            if (!isMovedFrom(first)) {
                if (claimed < length) {
                    return false;
                }
                moveFrom(first);
            }
            DONE.compareAndSet(this, first, first + SHARE);
        }
        return done >= length;
    }

    private boolean isMovedFrom(int first) {
        for (int i = first; i < endOfShare(first); i++) {
            if (head(i) != Moved.FORWARD) {
                return false;
            }
        }
        return true;
    }

    private void moveFrom(int first) {
        int end = endOfShare(first);
        for (int i = first; i < first + LEAST; i++) {
            synchronized (stripe(i)) {
                for (int index = i; index < end; index += LEAST) {
                    moveHeld(index);
                }
            }
        }
    }

    private int endOfShare(int first) {
        return Math.min(slots.length, first + SHARE);
    }

    /** Moves the chain of a hash, or of an index, into the next generation if it is still here. */
    void move(int hash) {
        int index = hash & (slots.length - 1);
        if (head(index) == Moved.FORWARD) {
            return;
        }
        synchronized (stripe(index)) {
            moveHeld(index);
        }
    }

    /** Moves a chain whose stripe is held. */
    private void moveHeld(int index) {
        boolean first = true;
        while (true) {
            Entry head = head(index);
            if (head instanceof Moved moved) {
                if (moved != Moved.FORWARD) {
                    deliver(moved, index);
                }
                return;
            }
            if (first && isUndivided(head)) {
                first = false;
                if (handOver(head, index)) {
                    return;
                }
            } else {
                // takes constant time, so that those who insert cannot keep this thread from it
                head(index, head, Moved.relinking(head));
            }
        }
    }

    private boolean isUndivided(@Nullable Entry head) {
        if (head == null) {
            return true;
        }
        int bit = head.hash() & slots.length;
        for (Entry e = head.link(); e != null; e = e.link()) {
            if ((e.hash() & slots.length) != bit) {
                return false;
            }
        }
        return true;
    }

    /** Moves a chain that stays as it is. */
    private boolean handOver(@Nullable Entry head, int index) {
        Bins to = next();
        boolean high = head != null && (head.hash() & slots.length) != 0;
        to.arrive(index, high ? null : head);
        to.arrive(index + slots.length, high ? head : null);
        return head(index, head, Moved.FORWARD);
    }

    /** Stores a chain that comes from the generation before, where nobody looks yet; a read is cheaper than a write. */
    private void arrive(int index, @Nullable Entry head) {
        if (slots[index] != head) {
            SLOT.setRelease(slots, index, head);
        }
    }

    /** Links the two halves, each in the old order, and forwards the slot; may be done again from the start. */
    private void deliver(Moved moved, int index) {
        Bins to = next();
        Entry low = null;
        Entry high = null;
        Entry[] chain = moved.list();
        for (int i = chain.length - 1; i >= 0; i--) {
            Entry e = chain[i];
            if ((e.hash() & slots.length) == 0) {
                e.link(low);
                low = e;
            } else {
                e.link(high);
                high = e;
            }
        }
        to.arrive(index, low);
        to.arrive(index + slots.length, high);
        SLOT.setVolatile(slots, index, (Entry) Moved.FORWARD);
    }
}
