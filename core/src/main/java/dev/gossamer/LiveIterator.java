package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the live entries of a store, weakly consistent. Holds strongly the element it has looked ahead to and the
 * key it returned last, nothing else.
 *
 * @param <T> what becomes of a key and its value
 */
final class LiveIterator<K, V, T> implements Iterator<T> {
    private final Store<K, V> store;
    private final Iterator<Entry> entries;
    private final BiFunction<? super K, ? super V, ? extends T> element;
    private @Nullable Entry nextEntry;
    private @Nullable K nextKey;
    private @Nullable V nextValue;
    private @Nullable Entry lastEntry;
    private @Nullable K lastKey;

    LiveIterator(Store<K, V> store, BiFunction<? super K, ? super V, ? extends T> element) {
        this.store = store;
        this.entries = store.table.iterator();
        this.element = element;
    }

    @Override
    public boolean hasNext() {
        while (nextValue == null && entries.hasNext()) {
            Entry entry = entries.next();
            K key = store.keyIn(entry);
            V value = key == null ? null : store.valueNow(entry, key);
            if (value != null) {
                nextEntry = entry;
                nextKey = key;
                nextValue = value;
            }
        }
        return nextValue != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException("no entry is left; ask hasNext() first");
        }
        K key = nextKey;
        V value = nextValue;
        if (key == null || value == null) {
            throw new AssertionError("hasNext() found an entry without key or value");
        }
        lastEntry = nextEntry;
        lastKey = key;
        nextEntry = null;
        nextKey = null;
        nextValue = null;
        return element.apply(key, value);
    }

    @Override
    public void remove() {
        Entry entry = lastEntry;
        K key = lastKey;
        if (entry == null || key == null) {
            throw new IllegalStateException("nothing to remove: call next() before each remove()");
        }
        EntryRemoval.take(store, entry, key, WriteCondition.ALWAYS, null);
        lastEntry = null;
        lastKey = null;
    }
}
