package dev.gossamer.jcache.near;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
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

    /** Ends the writes after the engine has applied them. */
    void applied() {
        end(store::installed);
    }

    /** Ends the writes after the engine has refused them, as their condition did not hold. */
    void refused(Predicate<V> contradicted) {
        end(write -> store.refused(write, contradicted));
    }

    private void end(Consumer<NearStore.Written<K, V>> end) {
        for (; ended < writes.size(); ended++) {
            NearStore.Written<K, V> write = writes.get(ended);
            if (write != null) {
                end.accept(write);
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
