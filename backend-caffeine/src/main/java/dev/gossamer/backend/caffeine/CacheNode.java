package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The place of one key in a Caffeine cache, as key and as value: it has no {@link Entry} yet, then one after another, then
 * none for ever.
 *
 * <p>Nodes are equal only when they are the same object, so that Caffeine runs no user code when it compares two of them.
 * Read by any thread; what a node has is changed by its {@link LockStripe} alone.
 */
sealed class CacheNode permits BoundedNode {
    private final int hash;

    /** The entry that stands here, or {@code null} before it was shown and once it was removed or evicted. */
    volatile @Nullable Entry entry;

    CacheNode(int hash) {
        this.hash = hash;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return hash;
    }
}
