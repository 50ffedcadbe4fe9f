package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakMultimap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.ScatteredKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.Spliterator;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a container costs by how much is in it, and what it says about that. */
public interface ShrinkingContract extends ContractBase {
    /** How many entries there were before a mass death, at first and then. */
    int FEW = 1_000;

    /** How many times {@link #FEW} there were then. */
    int TIMES = 60;

    /** How many times as much an operation may cost then. */
    int DEARER = 15;

    @Test
    @Rule("MAP-22")
    @DisplayName("MAP-22: spliterators estimate how many elements there are, and promise no exact size")
    default void spliterator_ofEachKind_knowsItsEstimate() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, NamedKey> keys = scene.newWeakKeyMap();
        WeakValueMap<NamedKey, NamedKey> values = scene.newWeakValueMap();
        WeakMap<NamedKey, NamedKey> pairs = scene.<NamedKey, NamedKey>weakMap().build();
        WeakSet<NamedKey> set = scene.newWeakSet();
        WeakMultimap<NamedKey, NamedKey> multimap =
                WeakMultimap.<NamedKey, NamedKey>builder().backend(backend()).weakValues();
        List<NamedKey> names = NamedKey.many(100);
        NamedKey key = names.get(99);
        for (NamedKey name : names) {
            List.of(keys, values, pairs).forEach(map -> map.put(name, name));
            set.add(name);
            multimap.put(key, name);
        }
        for (NamedKey gone : names.subList(0, 20)) {
            List.of(keys, values, pairs).forEach(map -> map.remove(gone));
            set.remove(gone);
            multimap.remove(key, gone);
        }
        requireEstimates("a WeakKeyMap", keys);
        requireEstimates("a WeakValueMap", values);
        requireEstimates("a WeakMap", pairs);
        requireEstimate("a WeakSet", set.spliterator());
        requireEstimate(
                "the values of a key of a WeakMultimap", multimap.get(key).spliterator());
        Reference.reachabilityFence(names);
    }

    private static void requireEstimates(String kind, Map<?, ?> map) {
        requireEstimate("keySet() of " + kind, map.keySet().spliterator());
        requireEstimate("values() of " + kind, map.values().spliterator());
        requireEstimate("entrySet() of " + kind, map.entrySet().spliterator());
    }

    private static void requireEstimate(String kind, Spliterator<?> spliterator) {
        assertEquals(80, spliterator.estimateSize(), "estimateSize() of the spliterator of " + kind);
        RuleViolation.unless(
                !spliterator.hasCharacteristics(Spliterator.SIZED),
                "MAP-22",
                "the spliterator of " + kind + " promises an exact size, and elements may die");
        int[] met = new int[1];
        spliterator.forEachRemaining(each -> met[0]++);
        assertEquals(80, met[0], "elements of the spliterator of " + kind);
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-23")
    @DisplayName(
            "MAP-23: after a mass death isEmpty(), size(), iteration and popEntry() cost what is there, not what was")
    default void use_afterMassDeath_costsWhatIsThere() {
        NamedKey live = new NamedKey("live");
        WeakValueMap<ScatteredKey, NamedKey> small = afterMassDeath(FEW, live);
        WeakValueMap<ScatteredKey, NamedKey> large = afterMassDeath(FEW * TIMES, live);
        Map<String, ToLongFunction<WeakValueMap<ScatteredKey, NamedKey>>> uses = Map.of(
                "isEmpty()",
                map -> map.isEmpty() ? 0 : 1,
                "size()",
                WeakValueMap::size,
                "iteration",
                map -> map.values().stream().count(),
                "popEntry()",
                ShrinkingContract::popAndPut);
        uses.forEach((operation, use) ->
                requireCheap(operation, () -> use.applyAsLong(small), () -> use.applyAsLong(large)));
        assertEquals(List.of(1, 1), List.of(small.size(), large.size()), "entries left");
        Reference.reachabilityFence(live);
    }

    private static long popAndPut(WeakValueMap<ScatteredKey, NamedKey> map) {
        Map.Entry<ScatteredKey, NamedKey> popped = map.popEntry().orElseThrow();
        map.put(popped.getKey(), popped.getValue());
        return 1;
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-23")
    @DisplayName("MAP-23: after a mass death size() costs what is there, also if nobody has written since")
    default void size_afterMassDeathAlone_costsWhatIsThere() {
        NamedKey live = new NamedKey("live");
        WeakValueMap<ScatteredKey, NamedKey> small = withOneLeft(ScatteredKey.many(FEW), live);
        WeakValueMap<ScatteredKey, NamedKey> large = withOneLeft(ScatteredKey.many(FEW * TIMES), live);
        requireCheap("size()", small::size, large::size);
        Reference.reachabilityFence(live);
    }

    /** A map in which all but one of many values have died, and which was written to since. */
    private WeakValueMap<ScatteredKey, NamedKey> afterMassDeath(int count, NamedKey live) {
        ScatteredKey[] keys = ScatteredKey.many(count);
        WeakValueMap<ScatteredKey, NamedKey> map = withOneLeft(keys, live);
        for (int i = 1; i <= 200; i++) {
            map.put(keys[i], live);
            map.remove(keys[i]);
        }
        return map;
    }

    /** A map in which all but the first of many values have died. */
    private WeakValueMap<ScatteredKey, NamedKey> withOneLeft(ScatteredKey[] keys, NamedKey live) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<ScatteredKey, NamedKey> map = scene.newWeakValueMap();
        NamedKey dying = new NamedKey("dying");
        for (ScatteredKey key : keys) {
            map.put(key, dying);
        }
        map.put(keys[0], live);
        scene.kill(dying);
        scene.reclaim(map);
        return map;
    }

    private static void requireCheap(String operation, LongSupplier small, LongSupplier large) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Assumptions.assumeTrue(threads.isCurrentThreadCpuTimeSupported(), "this JVM does not tell what a thread works");
        long few = Long.MAX_VALUE;
        long many = Long.MAX_VALUE;
        for (int round = 0; round < 40; round++) {
            few = Math.min(few, work(threads, small));
            many = Math.min(many, work(threads, large));
        }
        RuleViolation.unless(
                many <= DEARER * few,
                "MAP-23",
                operation + " with one entry left takes " + many / few + " times the work after " + FEW * TIMES
                        + " entries died than after " + FEW);
    }

    /** The nanoseconds of processor time that fifty runs take. */
    private static long work(ThreadMXBean threads, LongSupplier use) {
        long before = threads.getCurrentThreadCpuTime();
        long seen = 0;
        for (int i = 0; i < 50; i++) {
            seen += use.getAsLong();
        }
        RuleViolation.unless(seen == 50, "MAP-23", "50 uses of a map with one entry see " + seen);
        return Math.max(1, threads.getCurrentThreadCpuTime() - before);
    }
}
