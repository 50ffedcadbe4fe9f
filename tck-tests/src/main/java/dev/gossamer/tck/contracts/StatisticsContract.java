package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerStats;
import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is counted of each operation, exactly. */
public interface StatisticsContract extends ContractBase {

    /**
     * What one operation adds.
     *
     * @param name the operation
     * @param action does it to a map with the keys a and b
     * @param hits, misses, loads, removals, replaced what is counted then
     */
    record Count(
            String name,
            Consumer<ConcurrentMap<NamedKey, NamedKey>> action,
            long hits,
            long misses,
            long loads,
            long removals,
            long replaced) {}

    @Test
    @Tag(COLLECTOR)
    @Rule({"DIAG-2", "MAP-15"})
    @DisplayName(
            "DIAG-2 MAP-15: a value that was replaced or removed counts nothing and tells nobody when it dies, though"
                    + " an iterator has met it")
    default void stats_replacedValueDies_countsNothing() {
        Map<String, Consumer<Map<Integer, Object>>> changes = Map.of(
                "put", map -> map.put(0, this),
                "replace", map -> map.replace(0, this),
                "compute", map -> map.compute(0, (key, seen) -> this),
                "merge", map -> map.merge(0, this, (seen, given) -> given),
                "compute to nothing", map -> map.compute(0, (key, seen) -> null),
                "remove", map -> map.remove(0),
                "clear", Map::clear);
        changes.forEach((name, change) -> {
            requireOneCollected(name, change, newCounting().build());
            List<Integer> told = new ArrayList<>();
            WeakValueMap<Integer, Object> telling =
                    newCounting().onCollected((key, ticket) -> told.add(key)).build();
            requireOneCollected(name, change, telling);
            RuleViolation.unless(
                    told.equals(List.of(1)),
                    "MAP-15",
                    "the listener was told of " + told + " where 1 died, after " + name);
        });
    }

    /** Neither what is held strongly is dead, nor what is being computed. */
    private static void requireNonePending(SimulatedCollection scene) {
        WeakValueMap<String, Object> held = scene.<String, Object>weakValueMap()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .recordStats()
                .build();
        held.put("held", 1_000);
        held.computeIfAbsent("computed", key -> held.stats().pending());
        assertEquals(
                0L, held.get("computed"), "entries pending of one that is held strongly, and one that is computed");
        assertEquals(0, held.stats().pending(), "entries pending of two that are held strongly");
    }

    private WeakValueMap.Builder<Integer, Object> newCounting() {
        return WeakValueMap.<Integer, Object>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .recordStats();
    }

    /** Has the value of 0 die after a change of 0, and the value of 1 with it, while an iterator holds the entry of 0. */
    private static void requireOneCollected(
            String name, Consumer<Map<Integer, Object>> change, WeakValueMap<Integer, Object> map) {
        Iterator<Integer> met = RealCollector.elsewhere(() -> {
            Object[] values = {new Object(), new Object()};
            map.put(0, values[0]);
            map.put(1, values[1]);
            Iterator<Integer> keys = map.keySet().iterator();
            while (keys.next() != 0) {
                continue; // it holds what it has met last
            }
            change.accept(map);
            if (map.get(1) == null) {
                map.put(1, values[1]);
            }
            return keys;
        });
        RealCollector.await("the death of a value to be counted", () -> {
            map.reclaim();
            return map.stats().collected() != 0;
        });
        map.reclaim();
        assertEquals(1, map.stats().collected(), "values collected where one was in the map, after " + name);
        Reference.reachabilityFence(met);
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: each operation is counted as what it was")
    default void stats_eachOperation_isCountedExactly() {
        for (Count count : CountedOperations.ALL) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            assertEquals(
                    expected(count, 0), statsAfter(count, countingValues(scene)), count.name() + " on a WeakValueMap");
            assertEquals(expected(count, 0), statsAfter(count, countingKeys(scene)), count.name() + " on a WeakKeyMap");
            assertEquals(expected(count, 0), statsAfter(count, countingPairs(scene)), count.name() + " on a WeakMap");
            WeakValueMap<NamedKey, NamedKey> hot = scene.<NamedKey, NamedKey>weakValueMap()
                    .recordStats()
                    .hot(HotTier.recent(100))
                    .build();
            ContainerStats stats = statsAfter(count, hot);
            assertEquals(expected(count, hot.size()), stats, count.name() + " on a WeakValueMap with a hot tier");
        }
    }

    private static ContainerStats expected(Count count, int hot) {
        return new ContainerStats(
                count.hits(), count.misses(), count.loads(), count.removals(), count.replaced(), 0, 0, 0, hot);
    }

    private static <M extends ConcurrentMap<NamedKey, NamedKey> & WeakContainer> ContainerStats statsAfter(
            Count count, M map) {
        map.put(CountedOperations.A, CountedOperations.A);
        map.put(CountedOperations.B, CountedOperations.B);
        count.action().accept(map);
        return map.stats();
    }

    private static WeakValueMap<NamedKey, NamedKey> countingValues(SimulatedCollection scene) {
        return scene.<NamedKey, NamedKey>weakValueMap().recordStats().build();
    }

    private static WeakKeyMap<NamedKey, NamedKey> countingKeys(SimulatedCollection scene) {
        return scene.<NamedKey, NamedKey>weakKeyMap().recordStats().build();
    }

    private static WeakMap<NamedKey, NamedKey> countingPairs(SimulatedCollection scene) {
        return scene.<NamedKey, NamedKey>weakMap().recordStats().build();
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: what only one kind of container can do is counted as what it was")
    default void stats_operationsOfOneKind_areCountedExactly() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        requireCountsOfMaps(scene, a, b);
        requireCountsOfInterners(scene, a, b);
        requireCountsOfSets(scene, a, b);
        assertEquals(
                new ContainerStats(0, 0, 0, 0, 0, 0, 0, 0, 0),
                unrecorded(scene, a),
                "stats() of a map that does not record them");
    }

    private static void requireCountsOfMaps(SimulatedCollection scene, NamedKey a, NamedKey b) {
        WeakValueMap<NamedKey, NamedKey> values = countingValues(scene);
        values.getOrPut(a, a);
        values.getOrPut(a, b);
        assertEquals(1, values.valueRefs().size(), "values.valueRefs()");
        values.popEntry();
        assertEquals(new ContainerStats(1, 1, 0, 1, 0, 0, 0, 0, 0), values.stats(), "getOrPut twice, popEntry");
        WeakKeyMap<NamedKey, NamedKey> keys = countingKeys(scene);
        keys.putReplacingKey(a, a);
        keys.putReplacingKey(new NamedKey("a"), b);
        keys.canonicalKey(a);
        assertEquals(1, keys.keyRefs().size(), "keys.keyRefs()");
        assertEquals(new ContainerStats(0, 0, 0, 0, 1, 0, 0, 0, 0), keys.stats(), "putReplacingKey twice");
    }

    private static void requireCountsOfInterners(SimulatedCollection scene, NamedKey a, NamedKey b) {
        Interner<NamedKey> interner = scene.<NamedKey>interner().recordStats().build();
        interner.intern(a);
        interner.intern(b);
        interner.intern(new NamedKey("a"));
        assertEquals(new ContainerStats(1, 2, 0, 0, 0, 0, 0, 0, 0), interner.stats(), "intern of two, and again");
    }

    @SuppressWarnings("ReturnValueIgnored") // that is what is counted or asked
    private static void requireCountsOfSets(SimulatedCollection scene, NamedKey a, NamedKey b) {
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet().recordStats().build();
        set.addAll(List.of(a, b, new NamedKey("a")));
        assertTrue(set.contains(b), "contains of an element");
        assertFalse(set.contains(new NamedKey("none")), "contains of no element");
        set.iterator().next();
        assertEquals(new ContainerStats(1, 1, 0, 0, 0, 0, 0, 0, 0), set.stats(), "contains twice, of a set of two");
        set.remove(a);
        set.poll();
        assertEquals(2, set.stats().removals(), "removals by remove and poll");
        assertEquals(0, set.stats().replaced(), "replaced by add of an equal element");
    }

    private static ContainerStats unrecorded(SimulatedCollection scene, NamedKey name) {
        WeakKeyMap<NamedKey, NamedKey> map = scene.newWeakKeyMap();
        map.put(name, name);
        map.get(name);
        map.remove(name);
        return map.stats();
    }

    @Test
    @Rule({"DIAG-2", "MAP-16"})
    @DisplayName("DIAG-2 MAP-16: a copy counts from the beginning, and for itself alone")
    default void stats_copyIsUsed_countsForItself() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey a = new NamedKey("a");
        WeakKeyMap<NamedKey, NamedKey> keys = countingKeys(scene);
        WeakValueMap<NamedKey, NamedKey> values = countingValues(scene);
        WeakMap<NamedKey, NamedKey> pairs = countingPairs(scene);
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet().recordStats().build();
        requireCountedApart(keys, map -> map.put(a, a), map -> map.remove(a), WeakKeyMap::copy);
        requireCountedApart(values, map -> map.put(a, a), map -> map.remove(a), WeakValueMap::copy);
        requireCountedApart(pairs, map -> map.put(a, a), map -> map.remove(a), WeakMap::copy);
        requireCountedApart(set, elements -> elements.add(a), elements -> elements.remove(a), WeakSet::copy);
        Reference.reachabilityFence(a);
    }

    private static <C extends WeakContainer> void requireCountedApart(
            C original, Consumer<C> filling, Consumer<C> removal, UnaryOperator<C> copying) {
        filling.accept(original);
        removal.accept(original);
        filling.accept(original);
        C copy = copying.apply(original);
        String kind = original.kind();
        assertEquals(0, copy.stats().removals(), "removals of a new copy of a " + kind);
        removal.accept(copy);
        assertEquals(1, copy.stats().removals(), "removals of the copy of a " + kind);
        assertEquals(1, original.stats().removals(), "removals of a " + kind + " from whose copy one was removed too");
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: what several threads do is counted exactly")
    default void stats_manyThreads_areExact() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, NamedKey> map = countingKeys(scene);
        List<NamedKey> names = List.of(new NamedKey("a"), new NamedKey("b"), new NamedKey("c"));
        AtomicInteger seeds = new AtomicInteger();
        AtomicInteger hits = new AtomicInteger();
        AtomicInteger misses = new AtomicInteger();
        AtomicInteger removals = new AtomicInteger();
        AtomicInteger replaced = new AtomicInteger();
        RacingThreads.run(3, () -> {
            Random random = new Random(seeds.incrementAndGet());
            for (int i = 0; i < 2_000; i++) {
                NamedKey name = names.get(random.nextInt(3));
                switch (random.nextInt(3)) {
                    case 0 -> (map.get(name) == null ? misses : hits).incrementAndGet();
                    case 1 -> replaced.addAndGet(map.put(name, new NamedKey("v")) == null ? 0 : 1);
                    default -> removals.addAndGet(map.remove(name) == null ? 0 : 1);
                }
            }
            return true;
        });
        assertEquals(
                new ContainerStats(hits.get(), misses.get(), 0, removals.get(), replaced.get(), 0, 0, 0, 0),
                map.stats(),
                "what 6,000 operations of three threads returned");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: a death is pending, then collected, and counted once")
    default void stats_deaths_arePendingThenCollected() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, NamedKey> map = countingKeys(scene);
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        map.put(a, a);
        map.put(b, b);
        scene.kill(a);
        assertEquals(new ContainerStats(0, 0, 0, 0, 0, 0, 0, 1, 0), map.stats(), "before reclaiming");
        scene.reclaim(map);
        scene.reclaim(map);
        assertEquals(new ContainerStats(0, 0, 0, 0, 0, 1, 0, 0, 0), map.stats(), "after reclaiming");
        WeakMap<NamedKey, NamedKey> pairs = countingPairs(scene);
        NamedKey c = new NamedKey("c");
        pairs.put(b, c);
        pairs.put(c, b);
        requireNonePending(scene);
        scene.kill(c);
        assertEquals(
                new ContainerStats(0, 0, 0, 0, 0, 0, 0, 2, 0),
                pairs.stats(),
                "a WeakMap of which one key and one value have died, before reclaiming");
        scene.reclaim(pairs);
        assertEquals(new ContainerStats(0, 0, 0, 0, 0, 2, 0, 0, 0), pairs.stats(), "a WeakMap after reclaiming");
        Reference.reachabilityFence(b);
    }
}
