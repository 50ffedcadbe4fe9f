package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Told by a table what it drops because of its bounds; has the store let go of it too. Thread-safe. */
final class TableEvictionListener implements Consumer<Entry> {
    private @Nullable Store<?, ?> store;

    /** Gets to know the store, once, before the table stores anything. */
    void connect(Store<?, ?> owner) {
        store = owner;
    }

    /** Notes that a live entry was dropped, or that what stood before a claim has expired. */
    @Override
    public void accept(Entry entry) {
        Store<?, ?> owner = store;
        if (owner != null && isDropped(entry)) {
            if (!(entry instanceof Claim)) {
                entry.clear();
                owner.left(entry);
            }
            owner.counter.evicted();
            owner.removed();
        }
    }

    private static boolean isDropped(Entry entry) {
        return entry instanceof Claim claim
                ? claim.forgetPrevious()
                : !(entry.exchangeStrong(Marker.RETIRED) instanceof Marker);
    }
}
