package dev.gossamer.jcache;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The operations on many keys: atomic for each of them; one batch for the loader or the writer. */
final class Bulk<K, V> {
    private final Entries<K, V> entries;
    private final Transitions<K> transitions;
    private final Copies<K, V> copies;
    private final Counters counters;
    private final Loading<K, V> loading;
    private final Writing<K, V> writing;

    Bulk(Entries<K, V> entries, Surroundings<K, V> around, Loading<K, V> loading, Writing<K, V> writing) {
        this.entries = entries;
        this.transitions = around.transitions();
        this.copies = around.copies();
        this.counters = around.counters();
        this.loading = loading;
        this.writing = writing;
    }

    /** What the operations on one key do, needed for keys that go one by one. */
    Map<K, V> getAll(Set<? extends K> keys, Operations<K, V> single) {
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
        try (Transition<K> change = transitions.beginAll(missing)) {
            Set<K> toLoad = new HashSet<>();
            for (K key : missing) {
                Live<K, V> live = entries.find(change, key);
                if (live == null) {
                    counters.miss(start);
                    toLoad.add(key);
                } else {
                    counters.hit(start);
                    entries.accessed(key, live.cell());
                    result.put(key, copies.value(live.value()));
                }
            }
            Map<K, V> own = copyAll(loading.loadAll(toLoad));
            own.forEach((key, value) -> {
                entries.set(change, key, value);
                result.put(key, copies.value(value));
            });
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
            own.forEach(this::putOne);
            return;
        }
        try (Transition<K> change = transitions.beginAll(own.keySet())) {
            Writing.Outcome<K> written = writing.writeAll(values);
            for (K key : own.keySet()) {
                long start = counters.start();
                if (written.done().contains(key) && entries.set(change, key, own.get(key))) {
                    counters.put(start);
                }
            }
            written.throwIfFailed();
        }
    }

    private void putOne(K key, V own) {
        long start = counters.start();
        try (Transition<K> change = transitions.begin(key)) {
            if (entries.set(change, key, own)) {
                counters.put(start);
            }
        }
    }

    /** Removes keys; the writer is told of absent ones too. */
    void removeAll(Set<? extends K> keys) {
        if (!writing.isWriteThrough()) {
            for (K key : keys) {
                try (Transition<K> change = transitions.begin(key)) {
                    removeOne(change, key);
                }
            }
            return;
        }
        try (Transition<K> change = transitions.beginAll(keys)) {
            Writing.Outcome<K> deleted = writing.deleteAll(keys);
            for (K key : keys) {
                if (deleted.done().contains(key)) {
                    removeOne(change, key);
                }
            }
            deleted.throwIfFailed();
        }
    }

    private void removeOne(Transition<K> change, K key) {
        long start = counters.start();
        Live<K, V> old = entries.find(change, key);
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
        own.forEach((key, value) -> {
            try (Transition<K> change = transitions.begin(key)) {
                if (!open.getAsBoolean()) {
                    throw new IllegalStateException("the cache was closed while it was loading");
                }
                if (replaceExisting || entries.find(change, key) == null) {
                    entries.set(change, key, value);
                }
            }
        });
    }
}
