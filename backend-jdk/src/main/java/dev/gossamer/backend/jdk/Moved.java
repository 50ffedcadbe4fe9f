package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a slot whose chain is on its way into the next {@link Bins}, or has arrived there. Matches no key, ends a
 * chain, and is never linked behind an entry. Thread-safe.
 */
final class Moved extends Entry {
    /** The chain has arrived. */
    static final Moved FORWARD = new Moved(null);

    private final @Nullable Entry head;
    private volatile Entry @Nullable [] list;

    private Moved(@Nullable Entry head) {
        super(null, Marker.RETIRED, -1, null);
        this.head = head;
    }

    /**
     * The chain is about to be relinked.
     *
     * @param head its first entry
     * @return a marker to stand in its place
     */
    static Moved relinking(@Nullable Entry head) {
        return new Moved(head);
    }

    /** The first entry of the chain; until {@link #isListed()} what is linked to it is the chain. */
    @Nullable Entry head() {
        return head;
    }

    /** Whether there is a list of the chain, and the links may no longer be trusted. */
    boolean isListed() {
        return list != null;
    }

    /** The chain, in order. For the holder of its stripe before it changes a link, and for others once it is listed. */
    Entry[] list() {
        Entry[] listed = list;
        if (listed == null) {
            int length = 0;
            for (Entry e = head; e != null; e = e.link()) {
                length++;
            }
            listed = new Entry[length];
            int at = 0;
            for (Entry e = head; e != null; e = e.link()) {
                listed[at++] = e;
            }
            list = listed;
        }
        return listed;
    }

    /** Whether what stands in a slot is a marker. */
    static boolean is(@Nullable Entry head) {
        return head instanceof Moved;
    }
}
