package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a slot whose chain is on its way into the next {@link Bins}, or has arrived there. Matches no key, ends a
 * chain, and is never linked behind an entry. Immutable.
 */
final class Moved extends Entry {
    /** The chain has arrived. */
    static final Moved FORWARD = new Moved(new Entry[0]);

    private final Entry[] chain;

    private Moved(Entry[] chain) {
        super(null, Marker.RETIRED, -1, null);
        this.chain = chain;
    }

    /**
     * The chain is being relinked.
     *
     * @param head its first entry, while no link of it can change
     * @return a marker that lists the chain
     */
    static Moved relinking(Entry head) {
        int length = 0;
        for (Entry e = head; e != null; e = e.link()) {
            length++;
        }
        Entry[] chain = new Entry[length];
        int i = 0;
        for (Entry e = head; e != null; e = e.link()) {
            chain[i++] = e;
        }
        return new Moved(chain);
    }

    /** How long the chain is. */
    int length() {
        return chain.length;
    }

    /** An entry of the chain; 0 is the head. */
    Entry entry(int index) {
        return chain[index];
    }

    /** Whether what stands in a slot is a marker. */
    static boolean is(@Nullable Entry head) {
        return head instanceof Moved;
    }
}
