package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.sorted.KeyOrder;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent hash table of chained entries that grows and shrinks in place; the subclasses know how keys compare.
 *
 * <p>Thread-safe. Finding takes no lock; a write holds the stripe of its chain for a few instructions, and never while code
 * of the user runs. Expected constant time; among entries of one hash logarithmic where keys have {@linkplain
 * dev.gossamer.Equivalence#sortKey sort keys}, else linear, except for removing and replacing.
 */
abstract class ChainedTable implements Table, KeyOrder {
    // Why is this right?
    //
    // A slot holds the head of a chain, entries linked through Entry.link. An entry cannot be in two chains, so growing
    // and shrinking relink the very entries that readers are walking over.
    //
    // 1. Who writes what. All writes to a slot, to the links of its chain and to the count of its stripe are made by
    //    one who holds the stripe; a slot has one stripe, which it shares with all slots it moves together with. Nobody
    //    holds two stripes, runs user code or waits while holding one. Slots and links are written with release (a
    //    fence and a plain store) and read with acquire (a plain load and a fence).
    //
    // 2. A walk finds only what was there. An unlinked entry keeps its link. Say a walk stands on x, which was stored
    //    at some moment since the walk began, and goes on to y. Either x is stored now, then y is; or x was unlinked
    //    since the walk began, and y was stored at that moment. So a hit needs no check, whatever moved meanwhile.
    //    Between two moves of the table nothing is put behind an entry, except a substitute in its predecessor's place,
    //    so a walk comes nearer to an end; a move can lengthen it, but only by what is in the chain then.
    //
    // 3. A walk misses only what was not there, unless the chain was relinked meanwhile. Between the reading of the
    //    head and the end of the walk the chain behind that head loses entries, or has them substituted under the
    //    same key. A key that was behind the head and was not met was removed in between. A chain is relinked only
    //    after its slot got an UnchainedSlot, and that only after the table had given up the array as one of chains
    //    (giveUpChains), for good. So a walk that was led astray finds `slots` changed when it ends, and finds the
    //    UnchainedSlot in the slot it came from. The fast path asks the first, the slow path the second. If neither is
    //    so, the miss is true. A slot that has no chain gets none again, as each move is into a new array.
    //
    // 4. No key gets two entries. An insertion searches a chain without the stripe, and is made under it only if the
    //    head is still the one whose chain was searched. A head never comes back after it was unlinked or moved, as no
    //    entry is stored twice; an entry pushed and removed meanwhile leaves the chain that was searched, or part of
    //    it; and of a chain that was relinked the head is an UnchainedSlot. A chain that is too long becomes a
    //    SortedBucket, sorted without the stripe, if it is still the same then; what is inserted there is told there.
    //
    // 5. Moving. The slots of a group (see BucketTransfer) move together, under their stripe. If no link has to change,
    //    the heads are stored in the new slots, and the old ones turn to FORWARD; nobody looks into the new slots
    //    before that. Else all slots of the group get a marker first, which lists their entries, and the list is right
    //    until they turn to FORWARD, as whoever wants to change anything has to finish the move before. A thread that
    //    dies in between (a stack overflow) leaves the marker, and the next writer makes the links again, without
    //    having to allocate. So readers never wait for anybody.
    //
    // 6. Growing and shrinking. When there are some more entries than slots, an insertion that meets a chain begins to
    //    move into twice the slots; when less than an eighth is used, a removal begins to move into a quarter. A table
    //    that is fuller than it is to be at rest moves into half as many slots more, by maintain(), which the
    //    reclaiming thread calls a quarter of a second after a write: so filling pays for doubling alone. Every write
    //    moves a share of the slots; small tables are moved at once. The array is exchanged when every slot is FORWARD,
    //    so at most two are in use, and a thread that still holds an older one finds the way through its transfer. A
    //    move that cannot have memory is given up for now and fails nobody: insertion goes on in the array that is
    //    there. What no write moves any more, maintain() moves, on the reclaiming thread.
    //
    // 7. Whole or not at all. An insertion allocates nothing after its search, or what it needs before the store that
    //    makes it; a removal nothing before it is made. The store that makes them and the count stand next to each
    //    other without a call between them. What a removal does for the table afterwards may fail in silence, and is
    //    done by a later one.

    private final int initialCapacity;

    private volatile BucketArray buckets = BucketArray.NONE;

    /**
     * The slots of {@link #buckets} while each of them has a chain and none moves, else those of {@link BucketArray#NONE}, which
     * lead to the slow path. Written in the lock of this.
     */
    private volatile @Nullable Entry[] slots = BucketArray.NO_SLOTS;

    ChainedTable(int initialCapacity) {
        this.initialCapacity = initialCapacity;
    }

    /** What a cell has to hold, beside its entry, to be ordered by a key. */
    @Nullable Object toHold(Object key) {
        return null;
    }

    /** The sort key of one that is compared with {@code equals}. */
    static @Nullable Object comparable(@Nullable Object key) {
        return key instanceof Comparable ? key : null;
    }

    /** The array that is in use, or moving into the next one. */
    final BucketArray buckets() {
        return buckets;
    }

    /** The slots to look into first. A walk from there that ends without a hit must ask {@link #isMiss}. */
    final @Nullable Entry[] slots() {
        return slots;
    }

    /** Whether a walk from these slots that is over was not led astray. */
    final boolean isMiss(@Nullable Entry[] walked) {
        return slots == walked && walked != BucketArray.NO_SLOTS;
    }

    /** From here on a walk that ends without a hit is not believed, until another array is in use. */
    final synchronized void giveUpChains() {
        slots = BucketArray.NO_SLOTS;
    }

    /** The same for an array into which a {@link SortedBucket} comes. */
    private synchronized void giveUpChains(BucketArray array) {
        array.holdBuckets();
        slots = BucketArray.NO_SLOTS;
    }

    /** Finds an entry where chains move, or are none any more. */
    final @Nullable Entry findAgain(Object key, int hash) {
        BucketArray from = buckets;
        while (true) {
            Entry head = from.head(hash);
            if (head == ForwardingSlot.FORWARD) {
                from = from.next();
            } else if (head instanceof UnchainedSlot slot) {
                return slot.find(this, key, hash);
            } else {
                Entry found = search(head, key, hash);
                if (found != null || !(from.head(hash) instanceof UnchainedSlot)) {
                    return found;
                }
            }
        }
    }

    private @Nullable Entry search(@Nullable Entry head, Object key, int hash) {
        for (Entry e = head; e != null; e = e.link()) {
            if (e.hash() == hash && matches(e, key)) {
                return e;
            }
        }
        return null;
    }

    @Override
    public final @Nullable Entry insert(Entry entry, Object key) {
        int hash = entry.hash();
        BucketArray into = writable();
        while (true) {
            Entry head = into.head(hash);
            if (head instanceof ForwardingSlot) {
                into = into.moved(into.index(hash));
                continue;
            }
            if (head != null && isCrowded(into, hash) && into.grow(this)) {
                into = writable();
                continue;
            }
            if (head instanceof SortedBucket bucket) {
                SortedBucket.Insertion insertion = bucket.insertion(this, entry, key);
                if (insertion.found() != null || into.push(bucket, insertion, hash)) {
                    return insertion.found();
                }
            } else {
                Entry found = search(head, key, hash);
                if (found != null || (!sortIfLong(into, head) && into.push(head, entry))) {
                    return found;
                }
            }
        }
    }

    /** Makes a bucket of a chain that is long, unless it changes meanwhile; whether it did. */
    private boolean sortIfLong(BucketArray array, @Nullable Entry head) {
        int length = 0;
        for (Entry e = head; e != null && length < SortedBucket.LONG; e = e.link()) {
            length++;
        }
        if (head == null || length < SortedBucket.LONG) {
            return false;
        }
        Entry[] chain = BucketArray.chain(head);
        giveUpChains(array);
        return array.sort(head, chain, SortedBucket.sorted(this, chain));
    }

    private boolean isCrowded(BucketArray into, int hash) {
        return into == buckets && into.isSettled() && into.isCrowded(hash);
    }

    /** The array to write to: there is one, and a share of it has moved if it is moving. */
    private BucketArray writable() {
        BucketArray current = buckets;
        if (current == BucketArray.NONE) {
            exchange(current, BucketArray.first(initialCapacity));
        } else {
            moveShare(current);
        }
        return buckets;
    }

    /** Moves a share if the table is moving, and says whether there was memory for that. */
    private boolean moveShare(BucketArray from) {
        BucketTransfer transfer = from.transfer();
        try {
            if (transfer != null && transfer.moveShare()) {
                transfer.to().countAfter(from);
                exchange(from, transfer.to());
            }
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    private synchronized void exchange(BucketArray from, BucketArray to) {
        if (buckets == from) {
            buckets = to;
            slots = to.hasBuckets() ? BucketArray.NO_SLOTS : to.slots();
        }
    }

    @Override
    public final boolean replace(Entry entry, Entry next) {
        if (entry.hash() != next.hash()) {
            throw new IllegalArgumentException("the hash of the replacement is " + next.hash() + ", not " + entry.hash()
                    + "; remove the entry and insert the other one");
        }
        return writable().splice(entry, next);
    }

    @Override
    public final boolean remove(Entry entry) {
        boolean removed = buckets.splice(entry, null);
        if (removed) {
            try {
                shrink(entry.hash());
            } catch (OutOfMemoryError | StackOverflowError e) {
                return true; // it is removed, and a later removal makes good for the rest
            }
        }
        return removed;
    }

    private void shrink(int hash) {
        BucketArray current = buckets;
        if (current.isSettled() && current.isSparse(hash)) {
            current.shrink(this);
        }
        if (current.hasBuckets() && current.head(hash) instanceof SortedBucket bucket && bucket.isSparse()) {
            bucket.compact(current.stripe(hash));
        }
        moveShare(current);
    }

    /** Ends a move that is under way, or has a table that was filled move into the slots that it is to have at rest. */
    @Override
    public final void maintain() {
        BucketArray from = buckets;
        if (from.isSettled() && from.isOverfull()) {
            from.settle(this);
        }
        while (!from.isSettled() && moveShare(from)) {
            from = buckets;
        }
    }

    /** While it moves, a look-up costs two or three times as much; while it is too full, a quarter more. */
    @Override
    public final Optional<Duration> maintainEvery() {
        BucketArray current = buckets;
        return current.isSettled() && !current.isOverfull() ? Optional.empty() : BucketTransfer.AT_MOST;
    }

    @Override
    public final Iterator<Entry> iterator() {
        return new ChainIterator(buckets);
    }

    @Override
    public final long estimatedSize() {
        VarHandle.fullFence(); // the counts are plain fields: who has written a flag before looks at them after it
        return Math.max(0, buckets.count());
    }
}
