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
    private int hash; // changes before the node is stored, never after

    /** Where the node stands among others of its hash, if they are many; written under the monitor of its stripe. */
    @Nullable NodeCell cell;

    /** The entry that stands here, or {@code null} before it was shown and once it was removed or evicted. */
    volatile @Nullable Entry entry;

    CacheNode(int hash) {
        this.hash = hash;
    }

    /** Before it is stored: joins many nodes of its hash, and has one of its own for Caffeine. */
    final void comeInto(NodeCell place) {
        cell = place;
        hash = System.identityHashCode(this);
    }

    /** Before it is stored: joins no others, and has the hash of its key. */
    final void standAlone(int hashOfKey) {
        cell = null;
        hash = hashOfKey;
    }

    /** The hash of its key. */
    final int hashOfKey() {
        NodeCell place = cell;
        return place == null ? hash : place.hash();
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    /** The hash that Caffeine stores it by. */
    @Override
    public final int hashCode() {
        return hash;
    }
}
