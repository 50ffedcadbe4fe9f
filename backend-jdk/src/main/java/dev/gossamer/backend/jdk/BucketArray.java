package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.SortedCells;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a table, each with a chain of entries, the stripes that lock them, and the way into the next array when the
 * table grows or shrinks. An array of few slots is itself the one stripe it has. Thread-safe; how it all works together is
 * told in {@link ChainedTable}.
 */
final class BucketArray extends Stripe {
    /** The least number of slots of an array that entries are stored in. */
    static final int LEAST = 2;

    /** The largest number of slots. */
    static final int MOST = 3 << 28;

    /** From this many slots on a table has several stripes. */
    static final int STRIPED = 256;

    /** From this many slots on a table that is filled takes more entries than one at rest has, and is settled later. */
    static final int FILLED = 1 << 10;

    /** At most this many entries more than slots, so that the table as such stays within 48 bytes an entry. */
    private static final int BEYOND = 128;

    /** From this many slots on a table has four times as many stripes. */
    static final int WIDELY_STRIPED = 1 << 16;

    /** Up to this many slots a table has at most 0.81 entries a slot at rest, as its fixed cost counts; above, 0.76. */
    static final int FULLER = 1 << 13;

    /** The array of all tables that never stored an entry; nothing is ever written to it. */
    static final BucketArray NONE = new BucketArray(1, null);

    /** The slots of {@link #NONE}. */
    static final @Nullable Entry[] NO_SLOTS = NONE.slots;

    private final @Nullable Entry[] slots;

    /** The stripes, {@code null} where this is the only one. */
    private final Stripe @Nullable [] stripes;

    /** How many entries the stripes of arrays before have counted; settled before anybody asks for it. */
    private int countedBefore;

    /** How often a larger array could not be allocated, and a smaller one. */
    private volatile byte growthsRefused;

    private volatile byte shrinksRefused;

    private volatile @Nullable BucketTransfer transfer;
    private volatile boolean allocating;
    private volatile boolean hasBuckets;

    /** Where the latest iterator met its first entry: a hint for the next one. */
    private int firstUsed;

    private BucketArray(int length, Stripe @Nullable [] stripes) {
        this.slots = new Entry[length];
        this.stripes = stripes;
    }

    /**
     * The first array of a table.
     *
     * @param capacity how many entries it is to hold before it grows
     * @return empty slots
     */
    static BucketArray first(int capacity) {
        int length = lengthFor(capacity);
        return new BucketArray(length, stripesFor(length, null));
    }

    /** How many slots a number of entries gets, so that it need not grow for them. */
    static int lengthFor(int capacity) {
        int length = LEAST;
        while (capacity(length) < capacity && settled(length) <= MOST) {
            length = settled(length);
        }
        return length;
    }

    /** How many entries an array of a length has at rest. */
    private static int capacity(int length) {
        return length <= 8 ? length : (int) (length <= FULLER ? (length * 13L) >> 4 : (length * 195L) >> 8);
    }

    /** Fourfold or twofold: what an array that is filled moves into. */
    private static int larger(int length) {
        return length < 32 ? length << 2 : length << 1;
    }

    /** By half or by a third, where the slots are what an entry costs: to 2^k or 3 * 2^k. */
    private static int settled(int length) {
        if (length < FILLED) {
            return larger(length);
        }
        return Integer.bitCount(length) == 1 ? length + (length >> 1) : (length / 3) << 2;
    }

    private static Stripe @Nullable [] stripesFor(int length, Stripe @Nullable [] before) {
        if (length < STRIPED) {
            return null;
        }
        int count = length < WIDELY_STRIPED ? 16 : 64;
        if (before != null && before.length == count) {
            return before;
        }
        Stripe[] stripes = new Stripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new Stripe();
        }
        return stripes;
    }

    @Nullable Entry[] slots() {
        return slots;
    }

    int length() {
        return slots.length;
    }

    /** How many entries these slots take before whoever fills them moves them. */
    int capacity() {
        int length = slots.length;
        return withRefusals(length < FILLED ? capacity(length) : length + BEYOND);
    }

    /** An eighth more each time a larger array could not be had. */
    private int withRefusals(int capacity) {
        int most = capacity;
        for (int refused = growthsRefused; refused > 0; refused--) {
            most += (most >> 3) + 1;
        }
        return most;
    }

    /** Whether nothing has begun to move. */
    boolean isSettled() {
        return transfer == null;
    }

    /** Whether a {@link SortedBucket} stands, or has stood, in a slot. */
    boolean hasBuckets() {
        return hasBuckets;
    }

    /** Says that a {@link SortedBucket} comes into a slot; before it does. */
    void holdBuckets() {
        hasBuckets = true;
    }

    /** The move into the next array, or {@code null} if none has begun. */
    @Nullable BucketTransfer transfer() {
        return transfer;
    }

    /** The array that the entries of a slot have moved to; for those who have met {@link ForwardingSlot}. */
    BucketArray next() {
        return Objects.requireNonNull(transfer).to();
    }

    /** The slot of a hash: the hash is a fraction of 2^32 once it is spread, and the slot is that part of the length. */
    static int index(int hash, int length) {
        return (int) ((SortedCells.spread(hash) * length) >>> 32);
    }

    /** The slot of a spread hash. */
    int indexOf(long spread) {
        return (int) ((spread * slots.length) >>> 32);
    }

    /** The least spread hash of a slot; 2^32 for the one behind the last. */
    long startOf(int index) {
        return (((long) index << 32) + slots.length - 1) / slots.length;
    }

    int index(int hash) {
        return index(hash, slots.length);
    }

    /** What stands in the slot of a hash. */
    static @Nullable Entry head(@Nullable Entry[] slots, int hash) {
        Entry head = slots[index(hash, slots.length)];
        VarHandle.acquireFence();
        return head;
    }

    /** What stands in the slot of a hash. */
    @Nullable Entry head(int hash) {
        return head(slots, hash);
    }

    /** What stands in a slot. */
    @Nullable Entry headAt(int index) {
        Entry head = slots[index];
        VarHandle.acquireFence();
        return head;
    }

    /** The lock of the chain of a hash, and of those that move together with it. */
    Stripe stripe(int hash) {
        Stripe[] several = stripes;
        return several == null ? this : several[index(hash, several.length)];
    }

    /** How many stripes there are, each for the same number of slots in a row. */
    int stripeCount() {
        Stripe[] several = stripes;
        return several == null ? 1 : several.length;
    }

    /** A stripe by its number. */
    Stripe stripeAt(int number) {
        Stripe[] several = stripes;
        return several == null ? this : several[number];
    }

    private boolean hasStripesOf(BucketArray other) {
        return stripes != null && stripes == other.stripes;
    }

    /**
     * Puts an entry in front of a chain.
     *
     * @param head the head that stands there
     * @param entry the new head
     * @return whether that was still the head
     */
    boolean push(@Nullable Entry head, Entry entry) {
        int index = index(entry.hash());
        Stripe stripe = stripe(entry.hash());
        entry.link(head);
        VarHandle.releaseFence();
        synchronized (stripe) {
            if (slots[index] != head) {
                return false;
            }
            slots[index] = entry;
            stripe.count++;
            return true;
        }
    }

    /**
     * Puts an entry into a bucket.
     *
     * @param bucket the bucket that was met
     * @param insertion the insertion, ready to be made
     * @param hash the hash of the entry
     * @return whether the bucket still stands there, as it was searched
     */
    boolean push(SortedBucket bucket, SortedBucket.Insertion insertion, int hash) {
        int index = index(hash);
        Stripe stripe = stripe(hash);
        synchronized (stripe) {
            if (slots[index] != bucket || bucket.cells() != insertion.before() || !insertion.isReady()) {
                return false;
            }
            bucket.exchange(insertion.after());
            stripe.count++;
            return true;
        }
    }

    /**
     * Puts a sorted bucket in the place of a chain; for one who has said {@link #holdBuckets} to the array.
     *
     * @param head the head of the chain
     * @param chain the entries of the chain as it was met
     * @param cells the same, sorted
     * @return whether the chain was still so
     */
    boolean sort(Entry head, Entry[] chain, SortedCells cells) {
        SortedBucket bucket = new SortedBucket(cells);
        int index = index(head.hash());
        synchronized (stripe(head.hash())) {
            if (slots[index] != head || !Arrays.equals(chain, chain(head))) {
                return false;
            }
            VarHandle.releaseFence();
            slots[index] = bucket;
            bucket.linkEntries();
            return true;
        }
    }

    /** The entries of a chain. */
    static Entry[] chain(Entry head) {
        List<Entry> chain = new ArrayList<>();
        for (Entry e = head; e != null; e = e.link()) {
            chain.add(e);
        }
        return chain.toArray(new Entry[0]);
    }

    /**
     * Takes an entry out of its chain, here or in a later array, and may put another in its place.
     *
     * @param entry the entry, compared by identity
     * @param substitute what comes in its place, with the same hash, or {@code null}
     * @return whether the entry was there
     */
    boolean splice(Entry entry, @Nullable Entry substitute) {
        BucketArray holder = this;
        while (holder != NONE) {
            int index = holder.index(entry.hash());
            Stripe stripe = holder.stripe(entry.hash());
            synchronized (stripe) {
                if (!(holder.slots[index] instanceof ForwardingSlot)) {
                    return holder.spliceHeld(index, stripe, entry, substitute);
                }
            }
            holder = holder.moved(index);
        }
        return false;
    }

    private boolean spliceHeld(int index, Stripe stripe, Entry entry, @Nullable Entry substitute) {
        if (slots[index] instanceof SortedBucket bucket) {
            return bucket.splice(entry, substitute, stripe);
        }
        Entry before = null;
        for (Entry e = slots[index]; e != entry; e = e.link()) {
            if (e == null) {
                return false;
            }
            before = e;
        }
        Entry after = entry.link();
        if (substitute != null) {
            substitute.link(after);
            after = substitute;
        }
        VarHandle.releaseFence();
        if (before == null) {
            slots[index] = after;
        } else {
            before.link(after);
        }
        if (substitute == null) {
            stripe.count--;
        }
        return true;
    }

    /** The next array, once the slot has moved there. */
    BucketArray moved(int index) {
        BucketTransfer into = Objects.requireNonNull(transfer);
        if (headAt(index) != ForwardingSlot.FORWARD) {
            into.move(index);
        }
        return into.to();
    }

    /** How many entries are stored, here and in the next array; exact while nobody writes. */
    long count() {
        BucketTransfer into = transfer;
        long count = (long) countedBefore + counted();
        return into == null || into.to().hasStripesOf(this)
                ? count
                : count + into.to().counted();
    }

    private int counted() {
        int sum = 0;
        for (int number = stripeCount() - 1; number >= 0; number--) {
            sum += stripeAt(number).count;
        }
        return sum;
    }

    /** Takes over what was counted before; for one who knows that all entries have moved here, and as often as you like. */
    void countAfter(BucketArray from) {
        countedBefore = from.countedBefore + (from.hasStripesOf(this) ? 0 : from.counted());
    }

    /** Whether there are too many entries for these slots, as seen from the stripe of one that is about to come. */
    boolean isCrowded(int hash) {
        // if all stripes together are at the limit, one of them has its share
        int most = capacity();
        return (long) stripe(hash).count * stripeCount() >= (long) most - countedBefore && count() >= most;
    }

    /** Whether there are more entries than these slots have at rest, as seen from the first stripe; asked after each write. */
    boolean isOverfull() {
        int length = slots.length;
        if (length < FILLED) {
            return false;
        }
        long seen = (long) stripeAt(0).count * stripeCount() + countedBefore;
        return seen > length - (length >> 2) && seen > atRest() && count() > atRest();
    }

    private int atRest() {
        return withRefusals(capacity(slots.length));
    }

    /** Whether less than an eighth of these slots are used, as seen from the stripe of an entry that went. */
    boolean isSparse(int hash) {
        int least = slots.length >> (3 + shrinksRefused);
        return least > LEAST
                && (long) stripe(hash).count * stripeCount() < (long) least - countedBefore
                && count() < least;
    }

    /**
     * Starts to move into more slots, unless they cannot be had now or a move was begun already.
     *
     * @param table the table that uses this
     * @return whether this call did it
     */
    boolean grow(ChainedTable table) {
        return grow(larger(slots.length), table);
    }

    /** As {@link #grow(ChainedTable)}, by half or by a third. */
    boolean settle(ChainedTable table) {
        return grow(settled(slots.length), table);
    }

    private boolean grow(int length, ChainedTable table) {
        if (length > MOST) {
            return false;
        }
        try {
            return moveInto(length, table);
        } catch (OutOfMemoryError e) {
            int before = growthsRefused; // goes on as it is, and tries again when it holds an eighth more
            growthsRefused = (byte) Math.min(Byte.MAX_VALUE, before + 1);
            return false;
        }
    }

    /** Starts to move into a quarter of the slots, unless they cannot be had now or a move was begun already. */
    void shrink(ChainedTable table) {
        try {
            moveInto(slots.length >> 2, table);
        } catch (OutOfMemoryError e) {
            int before = shrinksRefused; // tries again when it holds half as many
            shrinksRefused = (byte) Math.min(28, before + 1);
        }
    }

    private boolean moveInto(int length, ChainedTable table) {
        if (!beginAllocation()) {
            return false;
        }
        try {
            BucketTransfer next = new BucketTransfer(this, new BucketArray(length, stripesFor(length, stripes)));
            table.giveUpChains();
            transfer = next;
            return true;
        } finally {
            allocating = false;
        }
    }

    /** Lets one at a time allocate. */
    private synchronized boolean beginAllocation() {
        if (allocating || transfer != null) {
            return false;
        }
        allocating = true;
        return true;
    }

    int firstUsed() {
        return firstUsed;
    }

    void firstUsed(int index) {
        firstUsed = index;
    }
}
