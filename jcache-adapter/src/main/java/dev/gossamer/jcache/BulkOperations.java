package dev.gossamer.jcache;

import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.entry.LiveEntry;
import dev.gossamer.jcache.integration.WriteThroughWriter;
import dev.gossamer.jcache.locking.LockedUpdate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The operations on many keys: atomic for each of them; one batch for the loader or the writer. */
final class BulkOperations<K, V> extends CacheOperations<K, V> {

    BulkOperations(CacheParts<K, V> parts) {
        super(parts);
    }

    /** What the operations on one key do, needed for keys that go one by one. */
    Map<K, V> getAll(Set<? extends K> keys, SingleKeyOperations<K, V> single) {
        Map<K, V> result = new LinkedHashMap<>();
        Set<K> missing = new HashSet<>();
        for (K key : keys) {
            long start = counters.start();
            V value = loading.isReadThrough() ? entries.hit(key) : single.get(key);
            if (value == null) {
                missing.add(key);
            } else if (loading.isReadThrough()) {
                counters.hit(start);
                result.put(key, copies.value(value));
            } else {
                result.put(key, value);
            }
        }
        if (loading.isReadThrough() && !missing.isEmpty()) {
            getMissing(missing, result);
        }
        return result;
    }

    private void getMissing(Set<K> missing, Map<K, V> result) {
        long start = counters.start();
        try (LockedUpdate<K> change = locks.beginAll(missing)) {
            Set<K> toLoad = new HashSet<>();
            for (K key : missing) {
                LiveEntry<K, V> live = entries.find(change, key);
                if (live == null) {
                    counters.miss(start);
                    toLoad.add(key);
                } else {
                    counters.hit(start);
                    entries.accessed(key, live.storedValue());
                    result.put(key, copies.value(live.value()));
                }
            }
            Map<K, V> own = copyAll(loading.loadAll(toLoad));
            own.forEach((key, value) -> result.put(key, copies.value(value)));
            own.forEach((key, value) -> entries.set(change, key, value));
        }
    }

    private Map<K, V> copyAll(Map<? extends K, ? extends V> values) {
        Map<K, V> own = new HashMap<>();
        values.forEach((key, value) -> own.put(key, entries.own(key, value)));
        return own;
    }

    void putAll(Map<K, V> values) {
        Map<K, V> own = copyAll(values);
        if (!writing.isWriteThrough()) {
            FailureCollector failures = new FailureCollector();
            own.forEach((key, value) -> attempt(failures, key, change -> putOne(change, key, value)));
            failures.throwFirst();
            return;
        }
        try (LockedUpdate<K> change = locks.beginAll(own.keySet())) {
            WriteThroughWriter.Outcome<K> written = writing.writeAll(values);
            for (K key : own.keySet()) {
                if (written.done().contains(key)) {
                    putOne(change, key, own.get(key));
                }
            }
            written.throwIfFailed();
        }
    }

    private void putOne(LockedUpdate<K> change, K key, V own) {
        long start = counters.start();
        if (entries.set(change, key, own)) {
            counters.put(start);
        }
    }

    /** Changes a key; what it throws, as where a listener does, waits until the other keys are done. */
    private void attempt(FailureCollector failures, K key, Consumer<LockedUpdate<K>> step) {
        failures.attempt(() -> {
            try (LockedUpdate<K> change = begin(key)) {
                step.accept(change);
            }
        });
    }

    /** Removes keys; the writer is told of absent ones too. */
    void removeAll(Set<? extends K> keys) {
        if (!writing.isWriteThrough()) {
            FailureCollector failures = new FailureCollector();
            keys.forEach(key -> attempt(failures, key, change -> removeOne(change, key)));
            failures.throwFirst();
            return;
        }
        try (LockedUpdate<K> change = locks.beginAll(keys)) {
            WriteThroughWriter.Outcome<K> deleted = writing.deleteAll(keys);
            for (K key : keys) {
                if (deleted.done().contains(key)) {
                    removeOne(change, key);
                }
            }
            deleted.throwIfFailed();
        }
    }

    private void removeOne(LockedUpdate<K> change, K key) {
        long start = counters.start();
        LiveEntry<K, V> old = entries.find(change, key);
        if (old != null) {
            entries.remove(change, key, old);
            counters.removal(start);
        }
    }

    /** Loads keys from the loader, not counted; stores nothing once the cache is closed. */
    void loadAll(Set<K> keys, boolean replaceExisting, BooleanSupplier open) {
        Set<K> wanted = new HashSet<>();
        for (K key : keys) {
            if (replaceExisting || !entries.contains(key)) {
                wanted.add(key);
            }
        }
        Map<K, V> own = copyAll(loading.loadAll(wanted));
        FailureCollector failures = new FailureCollector();
        own.forEach((key, value) -> attempt(failures, key, change -> {
            if (open.getAsBoolean() && (replaceExisting || entries.find(change, key) == null)) {
                entries.set(change, key, value);
            }
        }));
        failures.throwFirst();
        if (!open.getAsBoolean()) {
            throw new IllegalStateException("the cache was closed while it was loading");
        }
    }
}
