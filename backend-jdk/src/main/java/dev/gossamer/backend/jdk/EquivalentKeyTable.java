package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.spi.sorted.SpecifiedOrder;
import org.jspecify.annotations.Nullable;

/** A table of entries with keys on either side, compared as its specification says. Thread-safe. */
final class EquivalentKeyTable extends ChainedTable implements SpecifiedOrder {
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
    public TableSpec spec() {
        return spec;
    }

    @Override
    @Nullable Object toHold(Object key) {
        return spec.weakSide() == WeakSide.VALUE ? key : null;
    }
}
