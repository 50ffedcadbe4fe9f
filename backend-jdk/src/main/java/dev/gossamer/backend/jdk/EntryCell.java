package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import org.jspecify.annotations.Nullable;

/**
 * The place of an entry in a {@link SortedBucket}, and what that entry is linked to. Keeps its place when the key has died, and
 * when another entry of the same key comes in; has none ever again once it is empty. Written under the stripe of the bucket.
 */
final class EntryCell extends Entry {
    private final int rank;
    private volatile @Nullable Entry entry;
    private @Nullable Object key;

    /**
     * Makes a cell.
     *
     * @param entry what stands in it
     * @param rank which keys of the same hash it is compared with; those of rank 0 stand in no order
     * @param key what it is ordered by, where the entry could be without for a moment; else {@code null}
     */
    EntryCell(Entry entry, int rank, @Nullable Object key) {
        super(null, Marker.RETIRED, entry.hash(), null);
        this.entry = entry;
        this.rank = rank;
        this.key = key;
    }

    /** The entry, or {@code null} if it was removed. */
    @Nullable Entry entry() {
        return entry;
    }

    /** The key that was given to be held, unless the cell is empty. */
    @Nullable Object key() {
        return key;
    }

    /** Has another entry of the same key stand here. */
    void exchange(Entry next) {
        entry = next;
    }

    /** Takes the entry out, by two stores, of which the first decides. */
    void empty() {
        entry = null;
        key = null;
    }

    /** Whether it belongs before the cells of a rank of a spread hash. */
    boolean isBefore(long spread, int otherRank) {
        long mine = BucketArray.spread(hash());
        return mine < spread || (mine == spread && rank < otherRank);
    }
}
