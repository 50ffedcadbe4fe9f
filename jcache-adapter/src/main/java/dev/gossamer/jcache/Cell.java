package dev.gossamer.jcache;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * What a cache stores under a key: one value for as long as it is the value of that key, and the deadline of the entry. A new
 * value is a new cell, so a cell is removed by identity and nobody can remove its successor by mistake.
 */
abstract class Cell<K, V> {
    private final Object key;
    private volatile long deadline;
    private volatile long bucket = Clock.NEVER;

    /** A cell of a key, given itself or, where keys are weak, by a reference. */
    Cell(Object key, long deadline) {
        this.key = key;
        this.deadline = deadline;
    }

    /** The key, {@code null} if it was collected. */
    @SuppressWarnings("unchecked")
    final @Nullable K key() {
        return (K) (key instanceof WeakKey<?> weak ? weak.get() : key);
    }

    /** What stands for the key in this cell, to be passed on to its successor. */
    final Object keyHolder() {
        return key;
    }

    /** The value, {@code null} if it was collected. */
    abstract @Nullable V value();

    final long deadline() {
        return deadline;
    }

    final void deadline(long next) {
        deadline = next;
    }

    final boolean isExpired() {
        long last = deadline;
        return last != Clock.NEVER && last <= Clock.now();
    }

    /** Where the timer keeps this cell; the timer's own. */
    final long bucket() {
        return bucket;
    }

    final void bucket(long next) {
        bucket = next;
    }

    /** A key that is held weakly. */
    static final class WeakKey<K> extends WeakReference<K> {
        WeakKey(K key) {
            super(key);
        }
    }
}
