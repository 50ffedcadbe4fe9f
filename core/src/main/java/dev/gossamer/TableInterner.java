package dev.gossamer;

import java.util.Objects;
import java.util.Set;

/** The canonical instances are the keys of a map with weak keys. */
final class TableInterner<E> implements Interner<E> {
    private static final Object PRESENT = new Object();

    private final KeyWeakMap<E, Object> map;

    TableInterner(KeyWeakMap<E, Object> map) {
        this.map = map;
    }

    @Override
    public E intern(E instance) {
        Objects.requireNonNull(instance, "instance");
        E canonical = map.canonicalKey(instance);
        if (map.counter != null) {
            (canonical == null ? map.counter.misses : map.counter.hits).increment();
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
        KeyWeakMap<E, Object> copy = new KeyWeakMap<>(map.settings);
        map.copyInto(copy);
        return new TableInterner<>(copy);
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
