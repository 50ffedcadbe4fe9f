package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.EntryCell;
import org.jspecify.annotations.Nullable;

/** A table whose entries hold their keys weakly and compare them with {@code equals}. Thread-safe. */
final class WeakKeyTable extends ChainedTable {

    WeakKeyTable(int initialCapacity) {
        super(initialCapacity);
    }

    @Override
    public @Nullable Entry find(Object key, int hash) {
        @Nullable Entry[] slots = slots();
        for (Entry e = BucketArray.head(slots, hash); e != null; e = e.link()) {
            if (e.hash() == hash && isKeyOf(e, key)) {
                return e;
            }
        }
        return isMiss(slots) ? null : findAgain(key, hash);
    }

    @Override
    public boolean matches(Entry entry, Object key) {
        return isKeyOf(entry, key);
    }

    @Override
    public @Nullable Object keyOf(Entry entry) {
        return entry.weak();
    }

    @Override
    public @Nullable Object sortKey(Object key) {
        return comparable(key);
    }

    @Override
    public @Nullable Object sortKey(EntryCell cell) {
        Entry entry = cell.entry();
        return entry == null ? null : comparable(entry.weak());
    }

    private static boolean isKeyOf(Entry entry, Object key) {
        Object stored = entry.weak();
        return stored == key || (stored != null && key.equals(stored));
    }
}
