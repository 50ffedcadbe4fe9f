package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Where the last removal of "some entry" in a table has stopped, so that taking out one after the other is one walk. Shared
 * by all threads. Holds its position weakly, so it holds nothing that has left the table; after a collection it is lost.
 */
final class RemovalCursor {
    private @Nullable WeakReference<Iterator<Entry>> position; // guarded by this

    /** The next entry from here on, {@code null} when there is none or the position was lost. */
    synchronized @Nullable Entry next() {
        Iterator<Entry> entries = position == null ? null : position.get();
        if (entries != null && entries.hasNext()) {
            return entries.next();
        }
        position = null;
        return null;
    }

    /** Goes on from the position of an iterator, which is not used for anything else any longer. */
    synchronized void goOn(Iterator<Entry> entries) {
        position = new WeakReference<>(entries);
    }
}
