package dev.gossamer.tck.contracts;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.InitialEquivalence;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What adds up when several threads change several keys in several ways. */
public interface RacingContract extends ContractBase {
    /** How many threads race. */
    int THREADS = 3;

    /** An empty map of each kind and each way to compare; all are asked with the same key objects. */
    private Map<String, ConcurrentMap<NamedKey, NamedKey>> emptyMaps() {
        Map<String, ConcurrentMap<NamedKey, NamedKey>> maps = new LinkedHashMap<>();
        maps.put(
                "WeakValueMap",
                WeakValueMap.<NamedKey, NamedKey>builder()
                        .backend(backend())
                        .reclaim(Reclaim.MANUAL)
                        .build());
        for (Equivalence<Object> way : List.of(Equivalence.equality(), Equivalence.identity())) {
            maps.put("WeakKeyMap by " + way, weakKeys(way));
        }
        return maps;
    }

    private <V> WeakKeyMap<NamedKey, V> weakKeys(Equivalence<Object> way) {
        return WeakKeyMap.<NamedKey, V>builder()
                .backend(backend())
                .keys(way)
                .reclaim(Reclaim.MANUAL)
                .build();
    }

    private static NamedKey[] names(int count) {
        NamedKey[] names = new NamedKey[count];
        for (int i = 0; i < count; i++) {
            names[i] = new NamedKey("k" + i);
        }
        return names;
    }

    @Test
    @Rule({"MAP-7", "MAP-5"})
    @DisplayName("MAP-7 MAP-5: of racing removals in different ways each entry falls to one")
    default void remove_racingInManyWays_eachEntryFallsToOne() {
        emptyMaps().forEach((kind, map) -> {
            NamedKey[] keys = names(1_500);
            for (NamedKey key : keys) {
                map.put(key, key);
            }
            AtomicInteger seeds = new AtomicInteger();
            int removed =
                    RacingThreads.run(THREADS, () -> removeAll(map, keys, new Random(seeds.incrementAndGet()))).stream()
                            .mapToInt(Integer::intValue)
                            .sum();
            RuleViolation.unless(
                    removed == keys.length,
                    "MAP-7",
                    removed + " removals from a " + kind + " say that they took out one of " + keys.length
                            + " entries");
            requireSize(kind, map, 0);
            Reference.reachabilityFence(keys);
        });
    }

    /** Tries to remove each key in one of several ways, and counts the successes. */
    private static int removeAll(ConcurrentMap<NamedKey, NamedKey> map, NamedKey[] keys, Random random) {
        int successes = 0;
        for (int i = 0; i < keys.length; i++) {
            NamedKey key = keys[(i + (random.nextInt(8) == 0 ? 1 : 0)) % keys.length];
            successes += removed(map, key, random.nextInt(5)) ? 1 : 0;
        }
        for (NamedKey key : keys) {
            successes += map.remove(key) == null ? 0 : 1;
        }
        return successes;
    }

    private static boolean removed(ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, int how) {
        return switch (how) {
            case 0 -> map.remove(key) != null;
            case 1 -> map.remove(key, key);
            case 2 -> map.keySet().remove(key);
            case 3 -> map.entrySet().remove(Map.entry(key, key));
            default -> computedAway(map, key);
        };
    }

    private static boolean computedAway(ConcurrentMap<NamedKey, NamedKey> map, NamedKey key) {
        boolean[] seen = new boolean[1];
        map.computeIfPresent(key, (same, value) -> {
            seen[0] = true;
            return null;
        });
        return seen[0];
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: of racing polls and removals each element falls to one")
    default void poll_racingWithRemovals_eachElementFallsToOne() {
        WeakSet<NamedKey> set = WeakSet.<NamedKey>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        NamedKey[] elements = names(600);
        set.addAll(List.of(elements));
        int taken = RacingThreads.run(THREADS, () -> takeAll(set, elements)).stream()
                .mapToInt(Integer::intValue)
                .sum();
        RuleViolation.unless(
                taken == elements.length && set.isEmpty(),
                "MAP-7",
                taken + " calls of poll() and remove() on a WeakSet say that they took out one of " + elements.length
                        + " elements");
        Reference.reachabilityFence(elements);
    }

    private static int takeAll(WeakSet<NamedKey> set, NamedKey[] elements) {
        int taken = 0;
        for (NamedKey element : elements) {
            taken += set.poll() != null ? 1 : 0;
            taken += set.remove(element) ? 1 : 0;
        }
        return taken;
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: racing updates in different ways add up")
    default void update_racingInManyWays_addsUp() {
        NamedKey[] keys = names(5);
        for (Equivalence<Object> way : LinearizabilityContract.WAYS) {
            WeakKeyMap<NamedKey, Integer> map = weakKeys(way);
            AtomicInteger seeds = new AtomicInteger();
            int rounds = 1_500;
            RacingThreads.run(THREADS, () -> incrementOften(map, keys, rounds, new Random(seeds.incrementAndGet())));
            int sum = map.values().stream().mapToInt(Integer::intValue).sum();
            RuleViolation.unless(
                    sum == THREADS * rounds,
                    "MAP-7",
                    "the values of a WeakKeyMap by " + way + " are " + sum + " after " + THREADS * rounds
                            + " increments");
        }
        Reference.reachabilityFence(keys);
    }

    private static boolean incrementOften(
            ConcurrentMap<NamedKey, Integer> map, NamedKey[] keys, int rounds, Random random) {
        for (int i = 0; i < rounds; i++) {
            increment(map, keys[random.nextInt(keys.length)], random.nextInt(4));
        }
        return true;
    }

    private static void increment(ConcurrentMap<NamedKey, Integer> map, NamedKey key, int how) {
        switch (how) {
            case 0 -> map.merge(key, 1, Integer::sum);
            case 1 -> map.compute(key, (same, value) -> value == null ? 1 : value + 1);
            case 2 -> {
                if (map.computeIfPresent(key, (same, value) -> value + 1) == null) {
                    map.merge(key, 1, Integer::sum);
                }
            }
            default -> incrementByReplacing(map, key);
        }
    }

    private static void incrementByReplacing(ConcurrentMap<NamedKey, Integer> map, NamedKey key) {
        boolean done = false;
        while (!done) {
            Integer seen = map.putIfAbsent(key, 1);
            done = seen == null || map.replace(key, seen, seen + 1);
        }
    }

    @Test
    @Rule({"MAP-7", "MAP-5"})
    @DisplayName("MAP-7 MAP-5: each value that racing writes store is given back once or is there still")
    default void write_racingInManyWays_givesEachValueBackOnce() {
        NamedKey[] keys = names(6);
        emptyMaps().forEach((kind, map) -> {
            Set<NamedKey> stored = Collections.newSetFromMap(new ConcurrentHashMap<>());
            Queue<NamedKey> givenBack = new ConcurrentLinkedQueue<>();
            AtomicInteger seeds = new AtomicInteger();
            RacingThreads.run(THREADS, () -> writeMany(map, keys, seeds.incrementAndGet(), stored, givenBack));
            List<NamedKey> left = new ArrayList<>(map.values());
            requireConserved(kind, stored, givenBack, left);
            requireSize(kind, map, left.size());
        });
        Reference.reachabilityFence(keys);
    }

    private static boolean writeMany(
            ConcurrentMap<NamedKey, NamedKey> map,
            NamedKey[] keys,
            int seed,
            Set<NamedKey> stored,
            Queue<NamedKey> givenBack) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            NamedKey value = new NamedKey(seed + "/" + i);
            NamedKey old = write(map, keys[random.nextInt(keys.length)], value, random.nextInt(6), stored);
            if (old != null) {
                givenBack.add(old);
            }
        }
        return true;
    }

    /** Writes in one of several ways, notes a value that will be stored, and gives the value that was there. */
    private static @Nullable NamedKey write(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey value, int how, Set<NamedKey> stored) {
        stored.add(value);
        switch (how) {
            case 0:
                return map.put(key, value);
            case 1:
                if (map.putIfAbsent(key, value) != null) {
                    stored.remove(value);
                }
                return null;
            case 2:
                NamedKey replaced = map.replace(key, value);
                if (replaced == null) {
                    stored.remove(value);
                }
                return replaced;
            case 3:
                NamedKey[] seen = new NamedKey[1];
                map.compute(key, (same, old) -> {
                    seen[0] = old;
                    return value;
                });
                return seen[0];
            case 4:
                if (map.computeIfAbsent(key, same -> value) != value) {
                    stored.remove(value);
                }
                return null;
            default:
                stored.remove(value);
                return map.remove(key);
        }
    }

    private static void requireConserved(
            String kind, Set<NamedKey> stored, Queue<NamedKey> givenBack, List<NamedKey> left) {
        List<NamedKey> accounted = new ArrayList<>(givenBack);
        accounted.addAll(left);
        Set<NamedKey> once = Collections.newSetFromMap(new IdentityHashMap<>());
        for (NamedKey value : accounted) {
            RuleViolation.unless(once.add(value), "MAP-7", "a " + kind + " gives back " + value + " twice");
            RuleViolation.unless(
                    stored.contains(value), "MAP-7", "a " + kind + " gives back " + value + ", which was not stored");
        }
        RuleViolation.unless(
                once.size() == stored.size(),
                "MAP-7",
                "of " + stored.size() + " values stored in a " + kind + " " + (stored.size() - once.size())
                        + " were lost without being given back");
    }

    private static void requireSize(String kind, ConcurrentMap<?, ?> map, int expected) {
        long estimated = ((WeakContainer) map).estimatedSize();
        RuleViolation.unless(
                map.size() == expected && estimated == expected,
                "MAP-5",
                "size() of a " + kind + " is " + map.size() + " and estimatedSize() " + estimated + " of " + expected);
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: racing callers of all kinds of put-if-absent get one instance for each key, death after death")
    default void putIfAbsent_racingWhileOldOnesDie_givesOneInstance() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> values = scene.newWeakValueMap();
        Interner<NamedKey> interner = scene.newInterner();
        WeakSet<NamedKey> set = scene.newWeakSet();
        WeakKeyMap<NamedKey, String> keys = scene.<NamedKey, String>weakKeyMap()
                .keys(InitialEquivalence.SAME_INITIAL)
                .build();
        List<WeakContainer> containers = List.of(values, interner, set, keys);
        Map<String, Function<Integer, NamedKey>> ways = Map.of(
                "WeakValueMap", key -> canonical(values, key, new NamedKey((char) ('a' + key) + "!")),
                "Interner", key -> interner.intern(new NamedKey((char) ('a' + key) + "!")),
                "WeakSet", key -> canonical(set, new NamedKey((char) ('a' + key) + "!")),
                "WeakKeyMap", key -> canonical(keys, new NamedKey((char) ('a' + key) + "!")));
        ways.forEach((kind, way) -> {
            for (int round = 0; round < KitOptions.effort(25); round++) {
                Set<NamedKey> instances = oneRound(kind, way, () -> {
                    scene.collector.enqueue();
                    containers.forEach(WeakContainer::reclaim);
                });
                instances.forEach(scene::kill);
            }
        });
    }

    /** Has threads ask for each of eight keys and hold what they get, while one reclaims; gives the instances. */
    private static Set<NamedKey> oneRound(String kind, Function<Integer, NamedKey> way, Runnable reclaim) {
        CyclicBarrier half = new CyclicBarrier(THREADS);
        List<List<NamedKey>> got = RacingThreads.run(THREADS, () -> {
            List<NamedKey> own = new ArrayList<>();
            for (int key = 0; key < 8; key++) {
                own.add(way.apply(key));
                if (key == 4 && half.await() == 0) {
                    reclaim.run();
                }
            }
            return own;
        });
        Set<NamedKey> instances = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int key = 0; key < 8; key++) {
            int index = key;
            instances.add(requireOneInstance(kind, key, got.stream().map(own -> own.get(index))));
        }
        return instances;
    }

    private static NamedKey requireOneInstance(String kind, int key, Stream<NamedKey> got) {
        Set<NamedKey> instances = Collections.newSetFromMap(new IdentityHashMap<>());
        got.forEach(instances::add);
        RuleViolation.unless(
                instances.size() == 1, "MAP-7", instances.size() + " instances for key " + key + " of one " + kind);
        return instances.iterator().next();
    }

    private static NamedKey canonical(WeakValueMap<Integer, NamedKey> map, int key, NamedKey fresh) {
        return key % 2 == 0 ? map.getOrPut(key, fresh) : map.computeIfAbsent(key, absent -> fresh);
    }

    private static NamedKey canonical(WeakSet<NamedKey> set, NamedKey fresh) {
        return set.add(fresh)
                ? fresh
                : set.stream().filter(fresh::equals).findFirst().orElseThrow();
    }

    private static NamedKey canonical(WeakKeyMap<NamedKey, String> map, NamedKey fresh) {
        map.putIfAbsent(fresh, "v");
        NamedKey stored = map.canonicalKey(fresh);
        if (stored == null) {
            throw new RuleViolation("KM-6", "canonicalKey of " + fresh + " is null, which was put");
        }
        return stored;
    }
}
