package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.util.Iterator;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Takes associations out of a store that were met in its table, not looked up by a key. Thread-safe. */
final class EntryRemoval {
    private EntryRemoval() {}

    /** Takes out all live associations there are, and the dead ones with them. */
    static <K, V> void clear(Store<K, V> store) {
        for (Entry entry : store.table) {
            K key = store.keyIn(entry);
            if (key == null || take(store, entry, key, WriteCondition.ALWAYS, null) == null) {
                store.table.remove(entry);
            }
        }
    }

    /** Takes out each live association that a filter takes, if it still has the value that the filter saw. */
    static <K, V> boolean removeIf(Store<K, V> store, BiPredicate<? super K, ? super V> filter) {
        return removeIf(store, WriteCondition.EQUAL, filter);
    }

    /** Takes out each live association that a filter takes, if the condition holds for what the filter saw. */
    static <K, V> boolean removeIf(Store<K, V> store, WriteCondition when, BiPredicate<? super K, ? super V> filter) {
        boolean changed = false;
        for (Entry entry : store.table) {
            K key = store.keyIn(entry);
            V value = key == null ? null : store.valueNow(entry, key);
            if (key != null && value != null && filter.test(key, value)) {
                changed |= take(store, entry, key, when, value) != null;
            }
        }
        return changed;
    }

    /** Takes out some live association and gives what {@code made} made of it before. */
    static <K, V, T> @Nullable T pop(Store<K, V> store, BiFunction<? super K, ? super V, ? extends T> made) {
        RemovalCursor cursor = store.cursor();
        for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
            T popped = pop(store, entry, made);
            if (popped != null) {
                return popped;
            }
        }
        Iterator<Entry> entries = store.table.iterator();
        while (entries.hasNext()) {
            T popped = pop(store, entries.next(), made);
            if (popped != null) {
                cursor.goOn(entries);
                return popped;
            }
        }
        return null;
    }

    private static <K, V, T> @Nullable T pop(
            Store<K, V> store, Entry met, BiFunction<? super K, ? super V, ? extends T> made) {
        K key = store.keyIn(met);
        V value = key == null ? null : store.valueNow(met, key);
        while (key != null && value != null) {
            T popped = made.apply(key, value);
            if (take(store, met, key, WriteCondition.SAME, value) != null) {
                return popped;
            }
            Entry now = store.table.find(key, met.hash());
            value = now == null || store.keyIn(now) != key ? null : store.valueNow(now, key);
        }
        return null;
    }

    /**
     * Takes out the live association of a key that was met in an entry, also if another entry stands for that very key by
     * now. Goes by the identity of the key and by its frozen hash: the key may have another one by now.
     *
     * @return the value it had, {@code null} if the key is gone or the condition does not hold
     */
    static <K, V> @Nullable V take(
            Store<K, V> store, Entry met, K key, WriteCondition condition, @Nullable Object expected) {
        Entry entry = met;
        while (true) {
            boolean dead = false;
            if (entry instanceof Claim claim) {
                ClaimResolution.pass(store, claim);
            } else {
                V value = store.keyIn(entry) == key ? store.valueIn(entry) : null;
                dead = value == null;
                if (value != null) {
                    if (!condition.holds(value, expected)) {
                        return null;
                    }
                    if (store.unlink(entry, value)) {
                        store.written(value, null);
                        return value;
                    }
                }
            }
            Entry now = store.table.find(key, met.hash());
            if (now == null || (dead && now == entry) || store.keyIn(now) != key) {
                return null;
            }
            entry = now;
        }
    }
}
