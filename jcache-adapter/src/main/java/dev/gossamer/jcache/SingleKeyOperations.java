package dev.gossamer.jcache;

import dev.gossamer.jcache.entry.LiveEntry;
import dev.gossamer.jcache.locking.LockedUpdate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations on one key. Each changes the entry in one atomic step: copy first, then the writer, then the entry, so that
 * a failure leaves everything as it was.
 */
final class SingleKeyOperations<K, V> extends CacheOperations<K, V> {

    SingleKeyOperations(CacheParts<K, V> parts) {
        super(parts);
    }

    @Nullable V get(K key) {
        long start = counters.start();
        V value = entries.hit(key);
        if (value != null) {
            counters.hit(start);
            return copies.value(value);
        }
        if (!loading.isReadThrough() && !entries.isStored(key)) {
            counters.miss(start);
            return null;
        }
        return getMissing(key, start);
    }

    private @Nullable V getMissing(K key, long start) {
        try (LockedUpdate<K> change = locks.begin(key)) {
            LiveEntry<K, V> live = entries.find(change, key);
            if (live != null) {
                entries.accessed(key, live.storedValue());
                counters.hit(start);
                return copies.value(live.value());
            }
            counters.miss(start);
            return loading.isReadThrough() ? load(change, key) : null;
        }
    }

    /** Asks the loader for an entry that is not there. */
    @Nullable V load(LockedUpdate<K> change, K key) {
        V loaded = loading.load(key);
        if (loaded == null) {
            return null;
        }
        V own = entries.own(key, loaded);
        V result = copies.value(own);
        entries.set(change, key, own);
        return result;
    }

    void put(K key, V value) {
        long start = counters.start();
        V own = entries.own(key, value);
        try (LockedUpdate<K> change = begin(key)) {
            writing.write(key, value);
            set(change, key, own, start);
        }
    }

    private void set(LockedUpdate<K> change, K key, V own, long start) {
        if (entries.set(change, key, own)) {
            counters.put(start);
        }
    }

    @Nullable V getAndPut(K key, V value) {
        long start = counters.start();
        V own = entries.own(key, value);
        try (LockedUpdate<K> change = begin(key)) {
            LiveEntry<K, V> old = entries.find(change, key);
            V result = old == null ? null : copies.value(old.value());
            writing.write(key, value);
            countGet(old, start);
            set(change, key, own, start);
            return result;
        }
    }

    boolean putIfAbsent(K key, V value) {
        long start = counters.start();
        V own = entries.own(key, value);
        try (LockedUpdate<K> change = begin(key)) {
            LiveEntry<K, V> old = entries.find(change, key);
            if (old == null) {
                writing.write(key, value);
            }
            countGet(old, start);
            if (old != null || !entries.set(change, key, own)) {
                return false;
            }
            counters.put(start);
            return true;
        }
    }

    boolean remove(K key) {
        long start = counters.start();
        try (LockedUpdate<K> change = begin(key)) {
            LiveEntry<K, V> old = entries.find(change, key);
            writing.delete(key);
            if (old == null) {
                return false;
            }
            entries.remove(change, key, old);
            counters.removal(start);
            return true;
        }
    }

    boolean remove(K key, V expected) {
        long start = counters.start();
        try (LockedUpdate<K> change = locks.begin(key)) {
            LiveEntry<K, V> old = entries.find(change, key);
            if (old == null || !old.value().equals(expected)) {
                notMatched(key, old, start);
                return false;
            }
            writing.delete(key);
            counters.hit(start);
            entries.remove(change, key, old);
            counters.removal(start);
            return true;
        }
    }

    @Nullable V getAndRemove(K key) {
        long start = counters.start();
        try (LockedUpdate<K> change = begin(key)) {
            LiveEntry<K, V> old = entries.find(change, key);
            V result = old == null ? null : copies.value(old.value());
            writing.delete(key);
            countGet(old, start);
            if (old != null) {
                entries.remove(change, key, old);
                counters.removal(start);
            }
            return result;
        }
    }

    boolean replace(K key, V value) {
        return replaceIf(this::begin, key, value, old -> true, UnaryOperator.identity()) != null;
    }

    /** Asks the value that is there whether it is equal, which may do anything. */
    boolean replace(K key, V expected, V value) {
        return replaceIf(locks::begin, key, value, old -> old.equals(expected), UnaryOperator.identity()) != null;
    }

    @Nullable V getAndReplace(K key, V value) {
        return replaceIf(this::begin, key, value, old -> true, copies::value);
    }

    /** Replaces a value that matches; returns what the caller is to see of it, {@code null} if there is none. */
    private @Nullable V replaceIf(
            Function<K, LockedUpdate<K>> beginning, K key, V value, Predicate<V> matches, UnaryOperator<V> shown) {
        long start = counters.start();
        V own = entries.own(key, value);
        try (LockedUpdate<K> change = beginning.apply(key)) {
            LiveEntry<K, V> old = entries.find(change, key);
            if (old == null || !matches.test(old.value())) {
                notMatched(key, old, start);
                return null;
            }
            V result = shown.apply(old.value());
            writing.write(key, value);
            counters.hit(start);
            entries.update(change, key, old, own);
            counters.put(start);
            return result;
        }
    }

    private void notMatched(K key, @Nullable LiveEntry<K, V> old, long start) {
        countGet(old, start);
        if (old != null) {
            entries.accessed(key, old.storedValue());
        }
    }

    void countGet(@Nullable LiveEntry<K, V> found, long start) {
        if (found == null) {
            counters.miss(start);
        } else {
            counters.hit(start);
        }
    }
}
