package dev.gossamer.jcache.near;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The writes of one operation: reserved one by one, ended together. Closed without a word, they are doubtful. */
final class WriteBatch<K, V> implements AutoCloseable {
    private final NearStore<K, V> store;
    private final List<NearStore.@Nullable Written<K, V>> writes = new ArrayList<>(1);
    private int ended;

    WriteBatch(NearStore<K, V> store) {
        this.store = store;
    }

    /** Reserves a key; returns what the engine is to store, {@code null} for a removal. */
    @Nullable Object add(K key, @Nullable V value) {
        Version<K> version = value == null ? null : store.versions().next(key);
        Object stored = value == null || version == null ? null : store.stored(version, value);
        writes.add(null); // room first, so that a reservation is never lost
        writes.set(writes.size() - 1, store.reserveWrite(key, value, version));
        return stored;
    }

    /** Ends the writes after the engine has answered: they took effect, or their condition did not hold. */
    void applied(boolean effective) {
        for (; ended < writes.size(); ended++) {
            NearStore.Written<K, V> write = writes.get(ended);
            if (write != null && effective) {
                store.installed(write);
            } else if (write != null) {
                store.refused(write);
            }
        }
    }

    /** Ends every write that was not ended, though some of them fail; throws the first failure. */
    @Override
    public void close() {
        Throwable failure = null;
        for (; ended < writes.size(); ended++) {
            try {
                NearStore.Written<K, V> write = writes.get(ended);
                if (write != null) {
                    store.doubtful(write);
                }
            } catch (RuntimeException | Error e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
    }
}
