package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakContainer;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.SteppedBackend;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
        List<WeakContainer> maps = List.of(
                scene.<NamedKey, NamedKey>weakValueMap()
                        .maximumWeight(200, (key, value) -> value.text().length())
                        .build(),
                scene.<NamedKey, NamedKey>weakKeyMap()
                        .maximumWeight(200, (key, value) -> value.text().length())
                        .build());
        List<NamedKey> keys = NamedKey.many(150);
        List<NamedKey> values = new ArrayList<>();
        for (int length = 1; length <= 9; length++) {
            values.add(new NamedKey("x".repeat(length)));
        }
        for (WeakContainer container : maps) {
            @SuppressWarnings("unchecked") // as they were made
            Map<NamedKey, NamedKey> map = (Map<NamedKey, NamedKey>) container;
            Random random = new Random(5);
            for (int i = 0; i < 3_000; i++) {
                change(map, random.nextInt(6), keys.get(random.nextInt(150)), values.get(random.nextInt(9)));
            }
            keys.forEach(key -> map.put(key, values.get(4)));
            map.replaceAll((key, value) -> values.get(6)); // each entry is heavier than when it came
            container.reclaim();
            int weight =
                    map.values().stream().mapToInt(name -> name.text().length()).sum();
            assertTrue(weight <= 200, "a weight of " + weight + " is kept under maximumWeight(200)");
            keys.forEach(key -> map.putIfAbsent(key, values.get(2)));
            map.replaceAll((key, value) -> values.get(0)); // and lighter
            keys.forEach(key -> map.putIfAbsent(key, values.get(0)));
            container.reclaim();
            assertEquals(150, map.size(), "entries of a weight of 1 each under maximumWeight(200)");
        }
    }

    private static void change(Map<NamedKey, NamedKey> map, int way, NamedKey key, NamedKey value) {
        switch (way) {
            case 0 -> map.remove(key);
            case 1 -> map.replace(key, value);
            case 2 -> map.compute(key, (same, seen) -> value);
            case 3 -> map.computeIfPresent(key, (same, seen) -> null);
            case 4 ->
                assertThrows(
                        ArithmeticException.class,
                        () -> map.compute(key, (same, seen) -> {
                            throw new ArithmeticException("on purpose");
                        }));
            default -> map.put(key, value);
        }
    }

    @Test
    @Rule({"BND-1", "BND-3"})
    @DisplayName("BND-1 BND-3: who died is collected and not evicted, makes room, and a copy has the bound too")
    default void maximumSize_deathsAndCopies_keepTheBound() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<NamedKey, NamedKey> map = scene.<NamedKey, NamedKey>weakValueMap()
                .maximumSize(40)
                .recordStats()
                .build();
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
        WeakValueMap<NamedKey, NamedKey> copy = map.copy();
        names.subList(100, 200).forEach(name -> copy.put(name, name));
        copy.reclaim();
        RuleViolation.unless(
                copy.size() == 40, "BND-1", copy.size() + " entries are kept by a copy under maximumSize(40)");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("BND-3")
    @DisplayName(
            "BND-3: what is evicted while a function runs is counted once, and the key of the function stays usable")
    default void compute_othersEvictedMeanwhile_areCountedOnce() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<NamedKey> names = NamedKey.many(200);
        for (boolean weakKeys : new boolean[] {true, false}) {
            WeakContainer container = weakKeys
                    ? scene.<NamedKey, NamedKey>weakKeyMap()
                            .maximumSize(10)
                            .recordStats()
                            .build()
                    : scene.<NamedKey, NamedKey>weakValueMap()
                            .maximumSize(10)
                            .recordStats()
                            .build();
            @SuppressWarnings("unchecked") // as it was made
            Map<NamedKey, NamedKey> map = (Map<NamedKey, NamedKey>) container;
            NamedKey key = names.get(0);
            map.put(key, key);
            map.compute(key, (same, seen) -> {
                names.subList(1, 200).forEach(name -> map.put(name, name));
                assertSame(key, seen, "the value given to a function");
                assertSame(key, map.get(key), "the value of a key whose function runs, after 199 others came");
                return names.get(1);
            });
            container.reclaim();
            assertEquals(10, map.size(), "entries under maximumSize(10)");
            assertEquals(190, container.stats().evicted(), "evictions counted where 200 keys came and 10 stayed");
            assertEquals(1, container.stats().replaced(), "replacements counted");
            for (NamedKey left : List.copyOf(map.keySet())) {
                assertThrows(
                        ArithmeticException.class,
                        () -> map.compute(left, (same, seen) -> {
                            throw new ArithmeticException("on purpose");
                        }));
            }
            names.forEach(name -> map.putIfAbsent(name, name));
            container.reclaim();
            assertEquals(10, map.size(), "entries after functions of all that were there have failed");
        }
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("BND-3")
    @DisplayName("BND-3: an entry that is evicted between two steps of its removal is counted as one or the other")
    default void evicted_betweenTwoStepsOfARemoval_isCountedOnce() {
        requireOffered(Feature.MAXIMUM_SIZE);
        List<NamedKey> names = NamedKey.many(100);
        for (boolean weakKeys : new boolean[] {true, false}) {
            InterleavingContract.Interrupted steps = new InterleavingContract.Interrupted();
            SimulatedCollection scene = new SimulatedCollection(new SteppedBackend(backend(), steps));
            WeakContainer container = weakKeys
                    ? scene.<NamedKey, NamedKey>weakKeyMap()
                            .maximumSize(3)
                            .recordStats()
                            .build()
                    : scene.<NamedKey, NamedKey>weakValueMap()
                            .maximumSize(3)
                            .recordStats()
                            .build();
            @SuppressWarnings("unchecked") // as it was made
            Map<NamedKey, NamedKey> map = (Map<NamedKey, NamedKey>) container;
            int gone = 0;
            for (int round = 0; round < 10; round++) {
                NamedKey key = new NamedKey("key " + round);
                map.put(key, key);
                steps.after(SteppedBackend.Step.FIND, () -> names.forEach(name -> map.put(name, name)));
                gone += map.remove(key) == null ? 0 : 1;
                names.forEach(map::remove);
            }
            map.clear();
            container.reclaim();
            long ends = container.stats().removals() + container.stats().evicted();
            assertEquals(
                    1_010, ends, "removals and evictions counted of 1,010 entries, " + gone + " of them removed late");
        }
        Reference.reachabilityFence(names);
    }
}
