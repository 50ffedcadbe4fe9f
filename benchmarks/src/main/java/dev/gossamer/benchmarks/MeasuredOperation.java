package dev.gossamer.benchmarks;

import dev.gossamer.WeakValueMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.cache.Cache;

/**
 * The operations to measure. Each fails if the container does not answer as it must, so nothing wrong is measured. Keys are
 * asked for in another order than the one they lie in memory in.
 */
enum MeasuredOperation {
    GET_HIT {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.keys;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(map.get(keys[i])));
        }
    },

    /** A hit by an equal key that is another object. */
    GET_COPY {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.copies;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(map.get(keys[i])));
        }
    },

    GET_MISS {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.absent;
            return new KeyLoop(keys.length, (i, lap) -> requireAbsent(map.get(keys[i])));
        }
    },

    PUT_OVER {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.keys;
            Object[] values = material.values;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(map.put(keys[i], shifted(values, i, lap))));
        }
    },

    /** Fills empty containers, growth included. */
    PUT_NEW {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Object[] keys = material.keys;
            Object[] values = material.values;
            return new FillingWorkload<Map<Object, Object>>(
                    peer, keys.length, (map, i) -> requireAbsent(map.put(keys[i], values[i])));
        }
    },

    /** Removes a key and puts it again; both are one operation. Of two threads that meet at a key one finds nothing. */
    REMOVE {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.keys;
            return new KeyLoop(keys.length, (i, lap) -> {
                Object removed = map.remove(keys[i]);
                requireAbsent(removed == null ? null : map.put(keys[i], removed));
            });
        }
    },

    COMPUTE_HIT {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.keys;
            Function<Object, Object> function = key -> material;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(map.computeIfAbsent(keys[i], function)));
        }
    },

    /** Fills empty containers through computeIfAbsent. */
    COMPUTE_MISS {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Object[] keys = material.keys;
            Function<Object, Object> function = key -> material;
            return new FillingWorkload<Map<Object, Object>>(
                    peer, keys.length, (map, i) -> requireThere(map.computeIfAbsent(keys[i], function)));
        }
    },

    /** A hit. Others than ours do the same in two steps. */
    GET_OR_PUT {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.keys;
            Object value = material.values[0];
            if (map instanceof WeakValueMap<Object, Object> weak) {
                return new KeyLoop(keys.length, (i, lap) -> requireThere(weak.getOrPut(keys[i], value)));
            }
            return new KeyLoop(keys.length, (i, lap) -> requireThere(getOrPut(map, keys[i], value)));
        }
    },

    /** 94 reads and 6 overwriting puts of each hundred. */
    MIXED {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            Object[] keys = material.keys;
            Object[] values = material.values;
            return new KeyLoop(
                    keys.length,
                    (i, lap) ->
                            requireThere(i % 17 == 3 ? map.put(keys[i], shifted(values, i, lap)) : map.get(keys[i])));
        }
    },

    /** Each element counts as an operation. */
    ITERATE {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Map<Object, Object> map = KeysAndValues.map(material.filled(peer));
            int size = material.size();
            return lane -> {
                int met = 0;
                for (Map.Entry<Object, Object> entry : map.entrySet()) {
                    requireThere(entry.getValue());
                    met++;
                }
                if (met != size) {
                    throw new IllegalStateException("met " + met + " entries of " + size);
                }
                return met;
            };
        }
    },

    CACHE_GET {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Cache<Object, Object> cache = KeysAndValues.cache(material.filled(peer));
            Object[] keys = material.keys;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(cache.get(keys[i])));
        }
    },

    /** Overwrites; the first key of a lap is asked for, too. */
    CACHE_PUT {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Cache<Object, Object> cache = KeysAndValues.cache(material.filled(peer));
            Object[] keys = material.keys;
            Object[] values = material.values;
            return new KeyLoop(keys.length, (i, lap) -> {
                cache.put(keys[i], shifted(values, i, lap));
                requireThere(i > 0 ? keys : cache.get(keys[i]));
            });
        }
    },

    CONTAINS {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Set<Object> set = KeysAndValues.set(material.filled(peer));
            Object[] keys = material.keys;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(set.contains(keys[i]) ? set : null));
        }
    },

    /** Fills empty sets. */
    ADD {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Object[] keys = material.keys;
            return new FillingWorkload<Set<Object>>(
                    peer, keys.length, (set, i) -> requireThere(set.add(keys[i]) ? set : null));
        }
    },

    INTERN_HIT {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            UnaryOperator<Object> interner = KeysAndValues.interner(material.filled(peer));
            Object[] copies = material.copies;
            Object[] keys = material.keys;
            return new KeyLoop(
                    keys.length, (i, lap) -> requireThere(interner.apply(copies[i]) == keys[i] ? keys : null));
        }
    },

    INTERN_MISS {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            Object[] keys = material.keys;
            return new FillingWorkload<UnaryOperator<Object>>(
                    peer, keys.length, (interner, i) -> requireThere(interner.apply(keys[i]) == keys[i] ? keys : null));
        }
    },

    /** Locks a key that nobody else holds, and unlocks it. */
    LOCK {
        @Override
        BatchedWorkload over(PeerLibrary peer, KeysAndValues material) {
            UnaryOperator<Object> section = KeysAndValues.interner(material.filled(peer));
            Object[] keys = material.keys;
            return new KeyLoop(keys.length, (i, lap) -> requireThere(section.apply(keys[i])));
        }
    };

    /** The work over a container of a peer, filled as it needs. */
    abstract BatchedWorkload over(PeerLibrary peer, KeysAndValues material);

    /** Whether containers of a kind can do it. */
    boolean fits(ContainerKind kind) {
        return switch (this) {
            case CACHE_GET, CACHE_PUT ->
                kind == ContainerKind.CACHE_BY_REFERENCE || kind == ContainerKind.CACHE_BY_VALUE;
            case CONTAINS, ADD -> kind == ContainerKind.SET;
            case INTERN_HIT, INTERN_MISS -> kind == ContainerKind.INTERNER;
            case LOCK -> kind == ContainerKind.LOCKS;
            case GET_COPY -> kind == ContainerKind.WEAK_VALUES || kind == ContainerKind.WEAK_KEYS;
            default ->
                kind == ContainerKind.WEAK_VALUES
                        || kind == ContainerKind.WEAK_KEYS
                        || kind == ContainerKind.WEAK_KEYS_IDENTITY;
        };
    }

    /** The name for people. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Another value for each key in each lap, so that an overwriting put has something to write. */
    private static Object shifted(Object[] values, int number, int lap) {
        int at = number + lap % values.length;
        return values[at < values.length ? at : at - values.length];
    }

    private static Object getOrPut(Map<Object, Object> map, Object key, Object value) {
        Object present = map.get(key);
        return present == null ? map.putIfAbsent(key, value) : present;
    }

    private static void requireThere(Object found) {
        if (found == null) {
            throw new IllegalStateException("found nothing; expected what was stored");
        }
    }

    private static void requireAbsent(Object found) {
        if (found != null) {
            throw new IllegalStateException("found " + found + "; expected nothing");
        }
    }
}
