package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerStats;
import dev.gossamer.HotTier;
import dev.gossamer.Interner;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
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
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: each operation is counted as what it was")
    default void stats_eachOperation_isCountedExactly() {
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        NamedKey none = new NamedKey("none");
        List<Count> counts = List.of(
                new Count("get of what is there", map -> map.get(a), 1, 0, 0, 0, 0),
                new Count("get of what is absent", map -> map.get(none), 0, 1, 0, 0, 0),
                new Count("put of a new key", map -> map.put(none, a), 0, 0, 0, 0, 0),
                new Count("put over a value", map -> map.put(a, b), 0, 0, 0, 0, 1),
                new Count("putIfAbsent of a new key", map -> map.putIfAbsent(none, a), 0, 0, 0, 0, 0),
                new Count("replace", map -> map.replace(a, b), 0, 0, 0, 0, 1),
                new Count("replace of what is absent", map -> map.replace(none, b), 0, 0, 0, 0, 0),
                new Count("replace of an equal value", map -> map.replace(a, a, b), 0, 0, 0, 0, 1),
                new Count("replace of another value", map -> map.replace(a, b, b), 0, 0, 0, 0, 0),
                new Count("remove", map -> map.remove(a), 0, 0, 0, 1, 0),
                new Count("remove of what is absent", map -> map.remove(none), 0, 0, 0, 0, 0),
                new Count("remove of an equal value", map -> map.remove(a, a), 0, 0, 0, 1, 0),
                new Count("remove of another value", map -> map.remove(a, b), 0, 0, 0, 0, 0),
                new Count("remove from the key set", map -> map.keySet().remove(a), 0, 0, 0, 1, 0),
                new Count("remove from the values", map -> map.values().remove(a), 0, 0, 0, 1, 0),
                new Count("removeIf", map -> map.values().removeIf(value -> true), 0, 0, 0, 2, 0),
                new Count("clear", ConcurrentMap::clear, 0, 0, 0, 2, 0),
                new Count("computeIfAbsent, made", map -> map.computeIfAbsent(none, key -> a), 0, 1, 1, 0, 0),
                new Count("computeIfAbsent, there", map -> map.computeIfAbsent(a, key -> b), 1, 0, 0, 0, 0),
                new Count("compute over a value", map -> map.compute(a, (key, value) -> b), 0, 0, 1, 0, 1),
                new Count("compute to nothing", map -> map.compute(a, (key, value) -> null), 0, 0, 0, 1, 0),
                new Count("computeIfPresent", map -> map.computeIfPresent(a, (key, value) -> b), 0, 0, 1, 0, 1),
                new Count("merge over a value", map -> map.merge(a, b, (seen, given) -> given), 0, 0, 1, 0, 1),
                new Count("containsKey", map -> assertTrue(map.containsKey(a), "containsKey"), 0, 0, 0, 0, 0),
                new Count("containsValue", map -> assertTrue(map.containsValue(a), "containsValue"), 0, 0, 0, 0, 0),
                new Count("getOrDefault of what is there", map -> map.getOrDefault(a, b), 1, 0, 0, 0, 0),
                new Count("getOrDefault of what is absent", map -> map.getOrDefault(none, b), 0, 1, 0, 0, 0),
                new Count("putIfAbsent over a value", map -> map.putIfAbsent(a, b), 0, 0, 0, 0, 0),
                new Count("computeIfAbsent to nothing", map -> map.computeIfAbsent(none, key -> null), 0, 1, 0, 0, 0),
                new Count("compute of nothing", map -> map.compute(none, (key, value) -> null), 0, 0, 0, 0, 0),
                new Count("compute of a new key", map -> map.compute(none, (key, value) -> a), 0, 0, 1, 0, 0),
                new Count("computeIfPresent, absent", map -> map.computeIfPresent(none, (k, v) -> b), 0, 0, 0, 0, 0),
                new Count("merge of a new key", map -> map.merge(none, b, (seen, given) -> given), 0, 0, 0, 0, 0),
                new Count("merge to nothing", map -> map.merge(a, b, (seen, given) -> null), 0, 0, 0, 1, 0),
                new Count("iteration", map -> map.forEach((key, value) -> {}), 0, 0, 0, 0, 0),
                new Count("remove through an iterator", StatisticsContract::removeFirst, 0, 0, 0, 1, 0),
                new Count("setValue", map -> setValues(map, a), 0, 0, 0, 0, 2),
                new Count("retainAll of the key set", map -> map.keySet().retainAll(List.of(a)), 0, 0, 0, 1, 0),
                new Count("remove from the entry set", map -> map.entrySet().remove(Map.entry(a, a)), 0, 0, 0, 1, 0));
        for (Count count : counts) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<NamedKey, NamedKey> values =
                    scene.<NamedKey, NamedKey>weakValueMap().recordStats().build();
            WeakKeyMap<NamedKey, NamedKey> keys =
                    scene.<NamedKey, NamedKey>weakKeyMap().recordStats().build();
            WeakValueMap<NamedKey, NamedKey> hot = scene.<NamedKey, NamedKey>weakValueMap()
                    .recordStats()
                    .hot(HotTier.recent(100))
                    .build();
            for (ConcurrentMap<NamedKey, NamedKey> map : List.of(values, keys, hot)) {
                map.put(a, a);
                map.put(b, b);
                count.action().accept(map);
                ContainerStats expected = new ContainerStats(
                        count.hits(),
                        count.misses(),
                        count.loads(),
                        count.removals(),
                        count.replaced(),
                        0,
                        0,
                        0,
                        map == hot ? map.size() : 0);
                assertEquals(
                        expected,
                        ((WeakContainer) map).stats(),
                        count.name() + " on a "
                                + (map == keys
                                        ? "WeakKeyMap"
                                        : "WeakValueMap" + (map == hot ? " with a hot tier" : "")));
            }
        }
    }

    private static void removeFirst(Map<NamedKey, NamedKey> map) {
        Iterator<NamedKey> iterator = map.values().iterator();
        iterator.next();
        iterator.remove();
    }

    private static void setValues(Map<NamedKey, NamedKey> map, NamedKey value) {
        NamedKey next = new NamedKey("next to " + value);
        map.entrySet().forEach(entry -> entry.setValue(next));
        Reference.reachabilityFence(next);
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: what only one kind of container can do is counted as what it was")
    @SuppressWarnings("ReturnValueIgnored") // that is what is counted or asked
    default void stats_operationsOfOneKind_areCountedExactly() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        WeakValueMap<NamedKey, NamedKey> values =
                scene.<NamedKey, NamedKey>weakValueMap().recordStats().build();
        values.getOrPut(a, a);
        values.getOrPut(a, b);
        values.popEntry();
        assertEquals(new ContainerStats(1, 1, 0, 1, 0, 0, 0, 0, 0), values.stats(), "getOrPut twice, popEntry");
        WeakKeyMap<NamedKey, NamedKey> keys =
                scene.<NamedKey, NamedKey>weakKeyMap().recordStats().build();
        keys.putReplacingKey(a, a);
        keys.putReplacingKey(new NamedKey("a"), b);
        keys.canonicalKey(a);
        assertEquals(new ContainerStats(0, 0, 0, 0, 1, 0, 0, 0, 0), keys.stats(), "putReplacingKey twice");
        Interner<NamedKey> interner = scene.<NamedKey>interner().recordStats().build();
        interner.intern(a);
        interner.intern(b);
        interner.intern(new NamedKey("a"));
        assertEquals(new ContainerStats(1, 2, 0, 0, 0, 0, 0, 0, 0), interner.stats(), "intern of two, and again");
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
        assertEquals(
                new ContainerStats(0, 0, 0, 0, 0, 0, 0, 0, 0),
                unrecorded(scene, a),
                "stats() of a map that does not record them");
    }

    private static ContainerStats unrecorded(SimulatedCollection scene, NamedKey name) {
        WeakKeyMap<NamedKey, NamedKey> map =
                scene.<NamedKey, NamedKey>weakKeyMap().build();
        map.put(name, name);
        map.get(name);
        map.remove(name);
        return map.stats();
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: what several threads do is counted exactly")
    default void stats_manyThreads_areExact() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, NamedKey> map =
                scene.<NamedKey, NamedKey>weakKeyMap().recordStats().build();
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
        WeakKeyMap<NamedKey, NamedKey> map =
                scene.<NamedKey, NamedKey>weakKeyMap().recordStats().build();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        map.put(a, a);
        map.put(b, b);
        scene.kill(a);
        assertEquals(new ContainerStats(0, 0, 0, 0, 0, 0, 0, 1, 0), map.stats(), "before reclaiming");
        scene.reclaim(map);
        scene.reclaim(map);
        assertEquals(new ContainerStats(0, 0, 0, 0, 0, 1, 0, 0, 0), map.stats(), "after reclaiming");
        Reference.reachabilityFence(b);
    }
}
