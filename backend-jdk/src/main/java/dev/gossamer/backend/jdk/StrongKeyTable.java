package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.sorted.EntryCell;
import org.jspecify.annotations.Nullable;

/** A table whose entries hold their keys strongly and compare them with {@code equals}. Thread-safe. */
final class StrongKeyTable extends ChainedTable {

    StrongKeyTable(int initialCapacity) {
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
        Object key = entry.strong();
        return key == Marker.RETIRED ? null : key;
    }

    @Override
    public @Nullable Object sortKey(Object key) {
        return comparable(key);
    }

    @Override
    @Nullable Object toHold(Object key) {
        return key;
    }

    @Override
    public @Nullable Object sortKey(EntryCell cell) {
        return comparable(cell.key());
    }

    private static boolean isKeyOf(Entry entry, Object key) {
        Object stored = entry.strong();
        return stored == key || (stored != Marker.RETIRED && key.equals(stored));
    }
}
