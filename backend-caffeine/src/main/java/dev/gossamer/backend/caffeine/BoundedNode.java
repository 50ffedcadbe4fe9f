package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/** A node of a table with bounds: what its entry weighs, and when it was written and used. */
final class BoundedNode extends CacheNode {

    /** What counts towards the bound. */
    int weight;

    /** Whether a claim stands here; weight and times are those of the entry before it. */
    volatile boolean claimed;

    /** Whether the store was told that the entry before the claim has expired. */
    boolean lapsed;

    volatile long writtenAt;
    volatile long usedAt;

    /** When to look whether it has expired; for whoever maintains the table. */
    long dueAt;

    /** The next of the nodes of a stripe that are new to whoever maintains the table. */
    @Nullable BoundedNode nextNew;

    /** What was evicted from here and is not told yet. */
    @Nullable Entry victim;

    /** The next of the nodes of a stripe that have a victim. */
    @Nullable BoundedNode nextEvicted;

    BoundedNode(int hash) {
        super(hash);
    }
}
