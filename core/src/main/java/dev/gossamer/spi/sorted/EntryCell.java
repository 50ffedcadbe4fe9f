package dev.gossamer.spi.sorted;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import org.jspecify.annotations.Nullable;

/**
 * The place of an entry among {@link SortedCells}, and what that entry may be linked to. Keeps its place when the key has
 * died, and when another entry of the same key comes in; has none ever again once it is empty. Thread-safe.
 *
 * @since 0.2.0
 */
public abstract class EntryCell extends Entry {
    private final int rank;

    /**
     * Makes a cell.
     *
     * @param hash the hash of its key
     * @param rank which keys of the same hash it is compared with; those of rank 0 stand in no order
     */
    protected EntryCell(int hash, int rank) {
        super(null, Marker.RETIRED, hash, null);
        this.rank = rank;
    }

    /**
     * What stands here.
     *
     * @return the entry, or {@code null} if it was removed
     */
    public abstract @Nullable Entry entry();

    /**
     * The key that the cell holds itself, for an entry that could be without its own for a moment.
     *
     * @return the key, or {@code null} where it holds none
     */
    public @Nullable Object key() {
        return null;
    }

    /** Whether it belongs before the cells of a rank of a spread hash. */
    final boolean isBefore(long spread, int otherRank) {
        long mine = SortedCells.spread(hash());
        return mine < spread || (mine == spread && rank < otherRank);
    }
}
