package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.SteppedBackend;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a bound evicts while entries are written over, die, are removed and computed; of backends that offer bounds. */
public interface EvictionContract extends ContractBase {

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: whatever is written, replaced and removed, the weight is kept, and not much less")
    default void write_anyChanges_keepTheWeight() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        SimulatedCollection scene = new SimulatedCollection(backend());
        requireWeightKept(scene.<NamedKey, NamedKey>weakValueMap()
                .maximumWeight(200, (key, value) -> value.text().length())
                .build());
        requireWeightKept(scene.<NamedKey, NamedKey>weakKeyMap()
                .maximumWeight(200, (key, value) -> value.text().length())
                .build());
    }

    private static <M extends ConcurrentMap<NamedKey, NamedKey> & WeakContainer> void requireWeightKept(M map) {
        List<NamedKey> keys = NamedKey.many(150);
        List<NamedKey> values = ofLengthsUpTo(9);
        Random random = new Random(5);
        for (int i = 0; i < 3_000; i++) {
            change(map, random.nextInt(6), keys.get(random.nextInt(150)), values.get(random.nextInt(9)));
        }
        keys.forEach(key -> map.put(key, values.get(4)));
        map.replaceAll((key, value) -> values.get(6)); // each entry is heavier than when it came
        map.reclaim();
        int weight =
                map.values().stream().mapToInt(name -> name.text().length()).sum();
        assertTrue(weight <= 200, "a weight of " + weight + " is kept under maximumWeight(200)");
        keys.forEach(key -> map.putIfAbsent(key, values.get(2)));
        map.replaceAll((key, value) -> values.get(0)); // and lighter
        keys.forEach(key -> map.putIfAbsent(key, values.get(0)));
        map.reclaim();
        assertEquals(150, map.size(), "entries of a weight of 1 each under maximumWeight(200)");
        Reference.reachabilityFence(keys);
        Reference.reachabilityFence(values);
    }

    private static List<NamedKey> ofLengthsUpTo(int longest) {
        return IntStream.rangeClosed(1, longest)
                .mapToObj(length -> new NamedKey("x".repeat(length)))
                .toList();
    }

    private static void change(Map<NamedKey, NamedKey> map, int way, NamedKey key, NamedKey value) {
        switch (way) {
            case 0 -> map.remove(key);
            case 1 -> map.replace(key, value);
            case 2 -> map.compute(key, (same, seen) -> value);
            case 3 -> map.computeIfPresent(key, (same, seen) -> null);
            case 4 -> failingCompute(map, key);
            default -> map.put(key, value);
        }
    }

    private static void failingCompute(Map<NamedKey, NamedKey> map, NamedKey key) {
        assertThrows(
                ArithmeticException.class,
                () -> map.compute(key, (same, seen) -> {
                    throw new ArithmeticException("on purpose");
                }));
    }

    @Test
    @Rule({"BND-1", "BND-3"})
    @DisplayName("BND-1 BND-3: who died is collected and not evicted, makes room, and a copy has the bound too")
    default void maximumSize_deathsAndCopies_keepTheBound() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<NamedKey, NamedKey> map = boundedValues(scene, 40);
        List<NamedKey> names = NamedKey.many(200);
        names.subList(0, 40).forEach(name -> map.put(name, name));
        names.subList(0, 20).forEach(scene::kill);
        names.subList(40, 100).forEach(name -> map.put(name, name));
        scene.reclaim(map);
        RuleViolation.unless(
                map.stats().collected() == 20,
                "BND-3",
                "of 20 that died before others came " + map.stats().collected() + " are counted as collected");
        RuleViolation.unless(
                map.stats().evicted() == 80 - map.size(),
                "BND-3",
                map.stats().evicted() + " evictions are counted where 80 live entries came and " + map.size()
                        + " stayed");
        names.subList(100, 200).forEach(name -> map.put(name, name));
        map.reclaim();
        RuleViolation.unless(map.size() == 40, "BND-1", map.size() + " entries are kept under maximumSize(40)");
        requireCopyBounded(map.copy(), names.subList(100, 200));
        Reference.reachabilityFence(names);
    }

    private static void requireCopyBounded(WeakValueMap<NamedKey, NamedKey> copy, List<NamedKey> names) {
        names.forEach(name -> copy.put(name, name));
        copy.reclaim();
        RuleViolation.unless(
                copy.size() == 40, "BND-1", copy.size() + " entries are kept by a copy under maximumSize(40)");
    }

    @Test
    @Rule("BND-3")
    @DisplayName(
            "BND-3: what is evicted while a function runs is counted once, and the key of the function stays usable")
    default void compute_othersEvictedMeanwhile_areCountedOnce() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        requireOthersCountedOnce(boundedKeys(scene, 10));
        requireOthersCountedOnce(boundedValues(scene, 10));
    }

    private static WeakKeyMap<NamedKey, NamedKey> boundedKeys(SimulatedCollection scene, int size) {
        return scene.<NamedKey, NamedKey>weakKeyMap()
                .maximumSize(size)
                .recordStats()
                .build();
    }

    private static WeakValueMap<NamedKey, NamedKey> boundedValues(SimulatedCollection scene, int size) {
        return scene.<NamedKey, NamedKey>weakValueMap()
                .maximumSize(size)
                .recordStats()
                .build();
    }

    private static <M extends ConcurrentMap<NamedKey, NamedKey> & WeakContainer> void requireOthersCountedOnce(M map) {
        List<NamedKey> names = NamedKey.many(200);
        NamedKey key = names.get(0);
        map.put(key, key);
        map.compute(key, (same, seen) -> {
            names.subList(1, 200).forEach(name -> map.put(name, name));
            assertSame(key, seen, "the value given to a function");
            assertSame(key, map.get(key), "the value of a key whose function runs, after 199 others came");
            return names.get(1);
        });
        map.reclaim();
        assertEquals(10, map.size(), "entries under maximumSize(10)");
        assertEquals(190, map.stats().evicted(), "evictions counted where 200 keys came and 10 stayed");
        assertEquals(1, map.stats().replaced(), "replacements counted");
        List.copyOf(map.keySet()).forEach(left -> failingCompute(map, left));
        names.forEach(name -> map.putIfAbsent(name, name));
        map.reclaim();
        assertEquals(10, map.size(), "entries after functions of all that were there have failed");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: what stayed because a function ran for it counts again when that function has failed")
    default void compute_othersComeAndItFails_keepsTheBound() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        requireBoundAfterFailures(boundedKeys(scene, 5));
        requireBoundAfterFailures(boundedValues(scene, 5));
    }

    private static <M extends ConcurrentMap<NamedKey, NamedKey> & WeakContainer> void requireBoundAfterFailures(M map) {
        List<NamedKey> names = NamedKey.many(60);
        for (NamedKey key : names.subList(0, 20)) {
            map.put(key, key);
            assertThrows(
                    ArithmeticException.class,
                    () -> map.compute(key, (same, seen) -> {
                        names.subList(20, 60).forEach(name -> map.put(name, name));
                        throw new ArithmeticException("on purpose");
                    }));
        }
        map.reclaim();
        assertEquals(5, map.size(), "entries under maximumSize(5) after functions have failed");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule({"BND-1", "BND-3"})
    @DisplayName(
            "BND-1 BND-3: what several threads write is within the bound at rest, and each eviction is counted once")
    default void maximumSize_racingWrites_countsEachEviction() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<NamedKey, NamedKey> map = boundedValues(scene, 20);
        NamedKey value = new NamedKey("value");
        AtomicInteger threads = new AtomicInteger();
        int writes = KitOptions.effort(24_000);
        RacingThreads.run(3, () -> {
            int thread = threads.incrementAndGet();
            for (int i = 0; i < writes; i++) {
                map.put(new NamedKey(thread + "/" + i), value);
            }
            return thread;
        });
        map.reclaim();
        RuleViolation.unless(map.size() == 20, "BND-1", map.size() + " entries are kept under maximumSize(20)");
        RuleViolation.unless(
                map.stats().evicted() == 3L * writes - 20,
                "BND-3",
                map.stats().evicted() + " evictions are counted where " + 3 * writes + " entries came and 20 stayed");
        Reference.reachabilityFence(value);
    }

    @Test
    @Rule("BND-3")
    @DisplayName("BND-3: an entry that is evicted between two steps of its removal is counted as one or the other")
    default void evicted_betweenTwoStepsOfARemoval_isCountedOnce() {
        requireOffered(Feature.MAXIMUM_SIZE);
        InterleavingContract.Interrupted steps = new InterleavingContract.Interrupted();
        SimulatedCollection scene = new SimulatedCollection(new SteppedBackend(backend(), steps));
        requireEachCountedOnce(boundedKeys(scene, 3), steps);
        requireEachCountedOnce(boundedValues(scene, 3), steps);
    }

    private static <M extends ConcurrentMap<NamedKey, NamedKey> & WeakContainer> void requireEachCountedOnce(
            M map, InterleavingContract.Interrupted steps) {
        List<NamedKey> names = NamedKey.many(100);
        int gone = 0;
        for (int round = 0; round < 10; round++) {
            NamedKey key = new NamedKey("key " + round);
            map.put(key, key);
            steps.after(SteppedBackend.Step.FIND, () -> names.forEach(name -> map.put(name, name)));
            gone += map.remove(key) == null ? 0 : 1;
            names.forEach(map::remove);
        }
        map.clear();
        map.reclaim();
        long ends = map.stats().removals() + map.stats().evicted();
        assertEquals(1_010, ends, "removals and evictions counted of 1,010 entries, " + gone + " of them removed late");
        Reference.reachabilityFence(names);
    }
}
