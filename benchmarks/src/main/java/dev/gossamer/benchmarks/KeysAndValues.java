package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.cache.Cache;

/** The keys and values of one measurement, made once and held strongly, the same for each peer. */
final class KeysAndValues {
    final Object[] keys;
    final Object[] values;
    final Object[] copies;
    final Object[] absent;

    /** The sum of all hashes: every key has been asked for its own, as strings remember theirs. */
    final int hashes;

    KeysAndValues(KeyClasses kind, int size) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        Collections.shuffle(order, new Random(17));
        keys = new Object[size];
        values = new Object[size];
        copies = new Object[size];
        absent = new Object[size];
        for (int i = 0; i < size; i++) {
            int at = order.get(i); // in memory in one order, asked for in another
            keys[at] = kind.key(i);
            values[at] = new Object();
            copies[at] = kind.copy(keys[at]);
        }
        for (int i = 0; i < size; i++) {
            absent[order.get(i)] = kind.key(size + i);
        }
        hashes = sumOfHashes(keys) + sumOfHashes(copies) + sumOfHashes(absent);
    }

    private static int sumOfHashes(Object[] keys) {
        int sum = 0;
        for (Object key : keys) {
            sum += key.hashCode();
        }
        return sum;
    }

    int size() {
        return keys.length;
    }

    @SuppressWarnings("unchecked")
    static Map<Object, Object> map(Object container) {
        return (Map<Object, Object>) container;
    }

    @SuppressWarnings("unchecked")
    static Cache<Object, Object> cache(Object container) {
        return (Cache<Object, Object>) container;
    }

    @SuppressWarnings("unchecked")
    static Set<Object> set(Object container) {
        return (Set<Object>) container;
    }

    @SuppressWarnings("unchecked")
    static UnaryOperator<Object> interner(Object container) {
        return (UnaryOperator<Object>) container;
    }

    /** A container of a peer with all keys in it, whose entries lie in memory in an order of their own. */
    Object filled(PeerLibrary peer) {
        Object container = peer.make();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, keys.length).boxed().toList());
        Collections.shuffle(order, new Random(5));
        order.forEach(i -> add(peer.kind, container, i));
        return container;
    }

    void add(ContainerKind kind, Object container, int i) {
        switch (kind) {
            case SET -> set(container).add(keys[i]);
            case INTERNER, LOCKS -> Objects.requireNonNull(interner(container).apply(keys[i]));
            case CACHE_BY_REFERENCE -> cache(container).put(keys[i], values[i]);
            case CACHE_BY_VALUE -> cache(container).put(keys[i], copies[i]);
            default -> map(container).put(keys[i], values[i]);
        }
    }
}
