package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Iterator;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A concurrent hash table of chained entries that grows in place; the subclasses know how keys compare.
 *
 * <p>Thread-safe. Finding takes no lock, nor does inserting but for its share in a move; replacing and removing lock the
 * chain. Expected constant time, linear in the number of entries with one hash.
 */
abstract class ChainedTable implements Table {
    // Why is this right?
    //
    // A slot holds the head of a chain, entries linked through Entry.link. An entry cannot be in two chains, so
    // growing relinks the very entries that readers are walking over.
    //
    // 1. Who writes what. An insertion links its own entry to the head it saw and puts it in front with one
    //    compare-and-set; it writes no other entry. Everything else (unlinking, splicing in, moving a chain) holds
    //    the stripe of the chain. So under the stripe all links stand still, and of the slot only the front can
    //    change. The stripe follows from the low four bits of the hash, which are the same for one slot in every
    //    generation. Nobody holds two stripes, and nobody runs user code or waits while holding one.
    //
    // 2. A walk finds only what was there. An unlinked entry keeps its link. Say a walk stands on x, which was stored
    //    at some moment since the walk began, and goes on to y. Either x is stored now, then y is; or x was unlinked
    //    since the walk began, and y was stored at that moment. So a hit needs no check, whatever moved meanwhile.
    //    Chains keep their order in every move and a substitute takes the place of its predecessor, so a walk always
    //    comes nearer to an end.
    //
    // 3. A walk misses only what was not there, unless the chain was relinked meanwhile. Between the reading of the
    //    head and the end of the walk the chain behind that head loses entries, or has them substituted under the
    //    same key. A key that was behind the head and was not met was removed in between. A chain is relinked only
    //    after its slot got a Moved marker, which comes only after the next generation got linked. Links are written
    //    with release and read with acquire. So a walk that was led astray finds `next` set when it ends, and finds a
    //    marker in the slot it came from. The fast path asks the first, and whether its slots are those in use; the
    //    slow path asks the second. If neither is so, the miss is true.
    //
    // 4. No key gets two entries. The compare-and-set of an insertion succeeds only if the head is the one whose
    //    chain was searched. A head never comes back after it was unlinked or moved, as no entry is stored twice; an
    //    entry pushed and removed meanwhile leaves the chain that was searched, or part of it.
    //
    // 5. Moving. A chain that goes to one of its two new slots as a whole is stored there and then its old slot turns
    //    to FORWARD by compare-and-set; nobody looks into the new slot before that. A chain that falls into two, or
    //    that got a new head meanwhile, first has its head replaced by a marker. From then on nothing is inserted,
    //    and nothing is removed as the stripe is held. The marker gets a list of the entries before the first of them
    //    is relinked; so while the marker stands, the chain behind its head is right until there is a list, and the
    //    list is right from then on. At the end the slot turns to FORWARD. A thread that dies in between (a stack
    //    overflow) leaves the marker, and the next writer delivers the same entries again. So readers never wait for
    //    anybody.
    //
    // 6. Growing. When there are as many entries as the slots are meant for, an insertion that meets a chain makes the
    //    next generation. Every insertion and replacement moves a share of the slots before it does its own work, so
    //    that an OutOfMemoryError finds its entry not stored; a removal, which must not fail, moves nothing. Small
    //    tables are moved at once. The generation is exchanged when every slot is FORWARD, so at most two are in use,
    //    and a thread that still holds an older one finds the way through `next`.
    //
    // The table never shrinks: that would join chains under walking readers, for 4 to 8 bytes a slot. It keeps its
    // array until it is dropped.

    private static final VarHandle BINS;

    static {
        try {
            BINS = MethodHandles.lookup().findVarHandle(ChainedTable.class, "bins", Bins.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Up to this many slots are moved by one insertion. */
    static final int SMALL = 4096;

    private final int initialCapacity;
    private final LongAdder count = new LongAdder();

    @SuppressWarnings("FieldMayBeFinal") // written through BINS
    private volatile Bins bins = Bins.NONE;

    /** The slots of {@link #bins}, or for a moment of a generation before: one step less for {@code find}. */
    private volatile @Nullable Entry[] slots = Bins.NONE.slots();

    ChainedTable(int initialCapacity) {
        this.initialCapacity = initialCapacity;
    }

    /**
     * Whether an entry stands for a key.
     *
     * @param entry an entry with the hash of the key
     * @param key the key looked for
     * @return whether the entry's key is there and the same
     */
    abstract boolean matches(Entry entry, Object key);

    /** The generation that is in use, or moving into the next one. */
    final Bins bins() {
        return bins;
    }

    /** The slots to look into first. A walk from there that ends without a hit must ask {@link #isMiss}. */
    final @Nullable Entry[] slots() {
        return slots;
    }

    /** Whether a walk from these slots that is over was not led astray. */
    final boolean isMiss(@Nullable Entry[] walked) {
        Bins current = bins;
        return current.slots() == walked && current.settled();
    }

    /** Finds an entry while chains move. */
    final @Nullable Entry findMoving(Object key, int hash) {
        Bins from = bins;
        while (true) {
            Entry head = from.head(hash);
            if (head == Moved.FORWARD) {
                from = from.next();
            } else if (head instanceof Moved moved) {
                return search(moved, key, hash);
            } else {
                Entry found = search(head, key, hash);
                if (found != null || !Moved.is(from.head(hash))) {
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

    private @Nullable Entry search(Moved moved, Object key, int hash) {
        if (!moved.isListed()) {
            Entry found = search(moved.head(), key, hash);
            if (found != null || !moved.isListed()) {
                return found;
            }
        }
        for (Entry e : moved.list()) {
            if (e.hash() == hash && matches(e, key)) {
                return e;
            }
        }
        return null;
    }

    @Override
    public final @Nullable Entry insert(Entry entry, Object key) {
        int hash = entry.hash();
        Bins into = moved();
        while (true) {
            Entry head = into.head(hash);
            if (head instanceof Moved) {
                into.move(hash);
                into = into.next();
                continue;
            }
            Entry found = search(head, key, hash);
            if (found != null) {
                return found;
            }
            if (head != null && isCrowded(into) && into.grow()) {
                into = moved();
                continue;
            }
            entry.link(head);
            if (into.head(hash, head, entry)) {
                count.increment();
                return null;
            }
        }
    }

    /** The generation to write to: there is one, and a share of it has moved if it is moving. */
    private Bins moved() {
        Bins from = bins;
        if (from == Bins.NONE) {
            exchange(from, Bins.first(initialCapacity));
        } else if (!from.settled()) {
            boolean all;
            do {
                all = from.moveShare();
            } while (!all && from.length() <= SMALL);
            if (all) {
                exchange(from, from.next());
            }
        }
        return bins;
    }

    private void exchange(Bins from, Bins to) {
        if (BINS.compareAndSet(this, from, to)) {
            Bins current;
            do { // another thread may be at the exchange after this one
                current = bins;
                slots = current.slots();
            } while (current != bins);
        }
    }

    private boolean isCrowded(Bins into) {
        return into == bins && into.settled() && count.sum() >= into.capacity();
    }

    @Override
    public final boolean replace(Entry entry, Entry next) {
        if (entry.hash() != next.hash()) {
            throw new IllegalArgumentException("the hash of the replacement is " + next.hash() + ", not " + entry.hash()
                    + "; remove the entry and insert the other one");
        }
        return moved().splice(entry, next);
    }

    @Override
    public final boolean remove(Entry entry) {
        boolean removed = bins.splice(entry, null);
        if (removed) {
            count.decrement();
        }
        return removed;
    }

    @Override
    public final Iterator<Entry> iterator() {
        return new ChainIterator(bins);
    }

    @Override
    public final long estimatedSize() {
        return Math.max(0, count.sum());
    }
}
