package dev.gossamer;

import java.util.Objects;
import java.util.Set;

/** The canonical instances are the keys of a map with weak keys. */
final class StoredInterner<E> implements Interner<E> {
    private static final Object PRESENT = new Object();

    private final StoredWeakKeyMap<E, Object> map;

    StoredInterner(StoredWeakKeyMap<E, Object> map) {
        this.map = map;
    }

    @Override
    public E intern(E instance) {
        Objects.requireNonNull(instance, "instance");
        E canonical = map.canonicalKey(instance);
        if (map.store.counter != null) {
            (canonical == null ? map.store.counter.misses : map.store.counter.hits).increment();
        }
        while (canonical == null) {
            if (map.putIfAbsent(instance, PRESENT) == null) {
                return instance;
            }
            canonical = map.canonicalKey(instance);
        }
        return canonical;
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public long estimatedSize() {
        return map.estimatedSize();
    }

    @Override
    public Set<E> snapshot() {
        return map.snapshot().keySet();
    }

    @Override
    public Interner<E> copy() {
        return new StoredInterner<>(map.copy());
    }

    @Override
    public int reclaim() {
        return map.reclaim();
    }

    @Override
    public ContainerStats stats() {
        return map.stats();
    }

    @Override
    public String toString() {
        return "Interner" + snapshot();
    }
}
