package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import org.jspecify.annotations.Nullable;

/** A table of entries with keys on either side, compared as its specification says. Thread-safe. */
final class EquivalentKeyTable extends ChainedTable {
    private final TableSpec spec;

    EquivalentKeyTable(TableSpec spec) {
        super(spec.initialCapacity());
        this.spec = spec;
    }

    @Override
    public @Nullable Entry find(Object key, int hash) {
        @Nullable Entry[] slots = slots();
        for (Entry e = BucketArray.head(slots, hash); e != null; e = e.link()) {
            if (e.hash() == hash && spec.matches(e, key)) {
                return e;
            }
        }
        return isMiss(slots) ? null : findAgain(key, hash);
    }

    @Override
    boolean matches(Entry entry, Object key) {
        return spec.matches(entry, key);
    }

    @Override
    @Nullable Object keyOf(Entry entry) {
        return spec.keyOf(entry);
    }

    @Override
    @Nullable Object sortKey(Object key) {
        try {
            return spec.equivalence().sortKey(key);
        } catch (RuntimeException unsorted) {
            return null;
        }
    }

    @Override
    @Nullable Object toHold(Object key) {
        return spec.weakSide() == WeakSide.VALUE ? key : null;
    }

    @Override
    @Nullable Object sortKey(EntryCell cell) {
        Entry entry = cell.entry();
        Object key = spec.weakSide() == WeakSide.VALUE ? cell.key() : entry == null ? null : entry.weak();
        return key == null ? null : sortKey(key);
    }
}
