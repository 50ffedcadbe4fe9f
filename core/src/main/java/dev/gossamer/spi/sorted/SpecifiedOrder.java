package dev.gossamer.spi.sorted;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.TableSpec;
import org.jspecify.annotations.Nullable;

/**
 * The order of the keys that a table is specified for, by the sort keys of their equivalence. Thread-safe.
 *
 * @since 0.2.0
 */
public interface SpecifiedOrder extends KeyOrder {

    /**
     * The specification.
     *
     * @return which side is weak, and how keys compare
     */
    TableSpec spec();

    @Override
    default boolean matches(Entry entry, Object key) {
        return spec().matches(entry, key);
    }

    @Override
    default @Nullable Object keyOf(Entry entry) {
        return spec().keyOf(entry);
    }

    @Override
    default @Nullable Object sortKey(Object key) {
        try {
            return spec().equivalence().sortKey(key);
        } catch (RuntimeException unsorted) {
            return null;
        }
    }

    @Override
    default @Nullable Object sortKey(EntryCell cell) {
        Object held = cell.key();
        Entry entry = cell.entry();
        Object key = held != null || entry == null ? held : keyOf(entry);
        return key == null ? null : sortKey(key);
    }
}
