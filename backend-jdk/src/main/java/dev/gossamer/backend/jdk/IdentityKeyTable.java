package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A table whose entries hold their keys weakly and compare them by identity; looking at a key does not make it strongly
 * reachable. Thread-safe.
 */
final class IdentityKeyTable extends ChainedTable {

    IdentityKeyTable(int initialCapacity) {
        super(initialCapacity);
    }

    @Override
    public @Nullable Entry find(Object key, int hash) {
        @Nullable Entry[] slots = slots();
        for (Entry e = BucketArray.head(slots, hash); e != null; e = e.link()) {
            if (e.hash() == hash && e.weakIs(key)) {
                return e;
            }
        }
        return isMiss(slots) ? null : findAgain(key, hash);
    }

    @Override
    public boolean matches(Entry entry, Object key) {
        return entry.weakIs(key);
    }
}
