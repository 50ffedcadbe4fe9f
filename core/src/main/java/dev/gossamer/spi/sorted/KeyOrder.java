package dev.gossamer.spi.sorted;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of a table compare, and what they are sorted by where many have one hash: by nothing, unless an
 * implementation says so. Runs code of the user. Thread-safe.
 *
 * @since 0.2.0
 */
public interface KeyOrder {

    /**
     * Whether an entry stands for a key.
     *
     * @param entry an entry with the hash of the key
     * @param key the key looked for
     * @return whether the entry's key is there and the same
     */
    boolean matches(Entry entry, Object key);

    /**
     * The key of an entry.
     *
     * @param entry the entry
     * @return its key, or {@code null} when it is gone
     */
    default @Nullable Object keyOf(Entry entry) {
        return null;
    }

    /**
     * What a key is sorted by, compared with others of its own class alone. Throws nothing that its user's code throws.
     *
     * @param key the key
     * @return what to call {@code compareTo} of, or {@code null} for a key that has no order
     */
    default @Nullable Object sortKey(Object key) {
        return null;
    }

    /**
     * What a cell of a rank is sorted by.
     *
     * @param cell the cell
     * @return what to call {@code compareTo} with, or {@code null} when its key is gone
     */
    default @Nullable Object sortKey(EntryCell cell) {
        return null;
    }
}
