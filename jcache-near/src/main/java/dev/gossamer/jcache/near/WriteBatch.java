package dev.gossamer.jcache.near;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The writes of one operation: reserved one by one, ended together. Closed without a word, they are doubtful. */
final class WriteBatch<K, V> implements AutoCloseable {
    private final NearTable<K, V> table;
    private final List<NearTable.@Nullable Written<K, V>> writes = new ArrayList<>(1);
    private boolean ended;

    WriteBatch(NearTable<K, V> table) {
        this.table = table;
    }

    /** Reserves a key; returns what the engine is to store, {@code null} for a removal. */
    @Nullable Object add(K key, @Nullable V value) {
        Version<K> version = value == null ? null : table.versions().next(key);
        Object stored = value == null || version == null ? null : table.stored(version, value);
        writes.add(null); // room first, so that a reservation is never lost
        writes.set(writes.size() - 1, table.reserveWrite(key, value, version));
        return stored;
    }

    /** Ends the writes after the engine has answered: they took effect, or their condition did not hold. */
    void applied(boolean effective) {
        ended = true;
        for (NearTable.Written<K, V> write : writes) {
            if (write != null && effective) {
                table.installed(write);
            } else if (write != null) {
                table.refused(write);
            }
        }
    }

    @Override
    public void close() {
        if (!ended) {
            for (NearTable.Written<K, V> write : writes) {
                if (write != null) {
                    table.doubtful(write);
                }
            }
        }
    }
}
