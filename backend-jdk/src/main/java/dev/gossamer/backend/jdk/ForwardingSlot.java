package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;

/**
 * What stands in a slot whose entries are on their way into the next {@link BucketArray}, or have arrived there. Matches no
 * key, ends a chain, and is never linked behind an entry. Immutable.
 */
final class ForwardingSlot extends Entry {
    /** The entries have arrived. */
    static final ForwardingSlot FORWARD = new ForwardingSlot(new Entry[0]);

    private final Entry[] entries;

    /**
     * The links of these entries are about to be changed.
     *
     * @param entries the entries of all slots that move together, in the order of their chains
     */
    ForwardingSlot(Entry[] entries) {
        super(null, Marker.RETIRED, -1, null);
        this.entries = entries;
    }

    /** The entries of the slot and of those that move together with it. Not to be changed. */
    Entry[] entries() {
        return entries;
    }
}
