package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.EntryCell;
import org.jspecify.annotations.Nullable;

/** A cell of a {@link SortedBucket}, to which its entry is linked. Written under the stripe of the bucket. */
final class BucketCell extends EntryCell {
    private volatile @Nullable Entry entry;
    private @Nullable Object key;

    /**
     * Makes a cell.
     *
     * @param entry what stands in it
     * @param rank which keys of the same hash it is compared with; those of rank 0 stand in no order
     * @param key what it is ordered by, where the entry could be without for a moment; else {@code null}
     */
    BucketCell(Entry entry, int rank, @Nullable Object key) {
        super(entry.hash(), rank);
        this.entry = entry;
        this.key = key;
    }

    @Override
    public @Nullable Entry entry() {
        return entry;
    }

    @Override
    public @Nullable Object key() {
        return key;
    }

    /** Has another entry of the same key stand here; where the key is held, that of this entry from now on, an equal one. */
    void exchange(Entry next, Object nextKey) {
        entry = next;
        if (key != null) {
            key = nextKey;
        }
    }

    /** Takes the entry out, by two stores, of which the first decides. */
    void empty() {
        entry = null;
        key = null;
    }
}
