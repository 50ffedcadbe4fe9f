package dev.gossamer.jcache.copy;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts how many objects inside of keys will be hashed when what was written is read. Confined to its thread. */
final class HashWork {
    // How can some hundred bytes cost seconds?
    //
    // A hash table is read by hashing its keys, and the hash of a collection is that of all that is in it. Sets that
    // stand twice in the next larger one double the work with each level, while what is read stays small: it exceeds
    // none of the JDK's limits. Counting asks for no hash: it adds up each collection once, by identity, so it is
    // linear in what is written. It looks into collections and entries of java.util alone, as others may do anything
    // when they are asked.
    private static final String IMMUTABLE = "java.util.ImmutableCollections";

    private final Map<Object, Long> costs = new IdentityHashMap<>();
    private final Set<Object> counted = Collections.newSetFromMap(new IdentityHashMap<>());
    private long total;

    /** Takes an object into account that is written; returns how many are hashed with all so far. */
    long add(Object written) {
        if (isOfJavaUtil(written) && counted.add(written)) {
            if (written instanceof Map<?, ?> map) {
                total = plus(total, inside(map.keySet()));
                addImmutable(map.keySet());
                addImmutable(map.values());
            } else if (written instanceof Collection<?> collection) {
                total = plus(total, collection instanceof Set<?> set ? inside(set) : 0);
                addImmutable(collection);
            }
        }
        return total;
    }

    /** Takes those elements into account that something else is written for, as for what {@code Set.of} made. */
    private void addImmutable(Collection<?> elements) {
        for (Object element : elements) {
            if (element != null && element.getClass().getName().startsWith(IMMUTABLE)) {
                add(element);
            }
        }
    }

    private static boolean isOfJavaUtil(Object object) {
        return object.getClass().getName().startsWith("java.util.");
    }

    /** How many objects are hashed for the hashes of some keys, beside the keys. */
    private long inside(Set<?> keys) {
        return Math.max(0, sum(keys) - keys.size());
    }

    private long sum(Collection<?> elements) {
        long sum = 0;
        for (Object element : elements) {
            sum = plus(sum, cost(element));
        }
        return sum;
    }

    /** How many objects are hashed for the hash of one. */
    private long cost(@Nullable Object object) {
        if (object == null || !isOfJavaUtil(object)) {
            return 1;
        }
        Long known = costs.putIfAbsent(object, 1L); // 1 also for what contains itself
        if (known != null) {
            return known;
        }
        long cost = plus(parts(object), 1);
        costs.put(object, cost);
        return cost;
    }

    /** How many objects are hashed for those that one object hashes. */
    private long parts(Object object) {
        if (object instanceof Map<?, ?> map) {
            return plus(sum(map.keySet()), sum(map.values()));
        }
        if (object instanceof Map.Entry<?, ?> entry) {
            return plus(cost(entry.getKey()), cost(entry.getValue()));
        }
        return object instanceof Collection<?> collection ? sum(collection) : 0;
    }

    private static long plus(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }
}
