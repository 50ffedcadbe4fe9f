package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.EntryCell;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a slot whose entries are on their way into the next {@link BucketArray}, or have arrived there. Immutable.
 */
final class ForwardingSlot extends UnchainedSlot {
    /** The entries have arrived. */
    static final ForwardingSlot FORWARD = new ForwardingSlot(new Entry[0]);

    private final Entry[] entries;
    private final @Nullable SortedBucket[] buckets;
    private final EntryCell[] joined;

    /**
     * The links of these entries are about to be changed.
     *
     * @param entries the entries of all slots that move together, in the order of their chains
     */
    ForwardingSlot(Entry[] entries) {
        this(entries, new SortedBucket[0], new EntryCell[0]);
    }

    /**
     * The links of these entries are about to be changed, and others come into sorted buckets.
     *
     * @param entries the entries that come into chains
     * @param buckets for each new slot the bucket that comes there, or {@code null}
     * @param joined the cells of entries that were in chains and come into buckets
     */
    ForwardingSlot(Entry[] entries, @Nullable SortedBucket[] buckets, EntryCell[] joined) {
        this.entries = entries;
        this.buckets = buckets;
        this.joined = joined;
    }

    /** The entries that come into chains. Not to be changed. */
    Entry[] entries() {
        return entries;
    }

    /** The buckets that come into the new slots, none or one for each slot. Not to be changed. */
    @Nullable SortedBucket[] buckets() {
        return buckets;
    }

    /** Links the entries that were in chains to the cells they have got. */
    void linkJoined() {
        for (EntryCell cell : joined) {
            Entry entry = cell.entry();
            if (entry != null) {
                entry.link(cell);
            }
        }
    }

    @Override
    @Nullable Entry find(ChainedTable table, Object key, int hash) {
        for (Entry e : entries) {
            if (e.hash() == hash && table.matches(e, key)) {
                return e;
            }
        }
        Entry found = null;
        for (int i = 0; i < buckets.length && found == null; i++) {
            SortedBucket bucket = buckets[i];
            found = bucket == null ? null : bucket.find(table, key, hash);
        }
        return found;
    }

    @Override
    void forEachEntry(Consumer<Entry> taker) {
        for (Entry e : entries) {
            taker.accept(e);
        }
        for (SortedBucket bucket : buckets) {
            if (bucket != null) {
                bucket.forEachEntry(taker);
            }
        }
    }
}
