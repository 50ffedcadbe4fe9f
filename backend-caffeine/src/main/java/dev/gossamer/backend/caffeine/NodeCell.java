package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.EntryCell;
import org.jspecify.annotations.Nullable;

/** The place of a node in a {@link CrowdedHash}, to which the entries that come into the node are linked. Thread-safe. */
final class NodeCell extends EntryCell {
    final CrowdedHash crowd;
    final CacheNode node;

    /** What it is ordered by, where the entry could be without for a moment; written with the entry. */
    @Nullable Object key;

    /**
     * Makes a cell.
     *
     * @param rank which keys of the same hash it is compared with; those of rank 0 stand in no order
     * @param key what it is ordered by, where the entry could be without for a moment; else {@code null}
     */
    NodeCell(CrowdedHash crowd, CacheNode node, int rank, @Nullable Object key) {
        super(crowd.hash, rank);
        this.crowd = crowd;
        this.node = node;
        this.key = key;
    }

    @Override
    public @Nullable Entry entry() {
        return node.entry;
    }

    @Override
    public @Nullable Object key() {
        return key;
    }
}
