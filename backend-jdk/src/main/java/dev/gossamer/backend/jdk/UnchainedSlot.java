package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a slot in place of a chain. Matches no key, ends a chain, and is never linked behind an entry. A slot that has
 * got one has no chain ever again.
 */
abstract class UnchainedSlot extends Entry {

    UnchainedSlot() {
        super(null, Marker.RETIRED, -1, null);
    }

    /**
     * Finds the entry of a key. Takes no lock and allocates nothing.
     *
     * @param table the table, which knows how keys compare
     * @param key the key
     * @param hash its hash
     * @return the entry, or {@code null}
     */
    abstract @Nullable Entry find(ChainedTable table, Object key, int hash);

    /**
     * Gives all entries that stand here.
     *
     * @param taker what takes them
     */
    abstract void forEachEntry(Consumer<Entry> taker);
}
