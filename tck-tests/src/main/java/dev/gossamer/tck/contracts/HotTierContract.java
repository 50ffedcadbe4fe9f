package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.HotTier;
import dev.gossamer.Interner;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.BlockedCount;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a hot tier holds, and what it lets go of. */
public interface HotTierContract extends ContractBase {

    private static WeakValueMap<Integer, NamedKey> recent(SimulatedCollection scene, int bound) {
        return scene.<Integer, NamedKey>weakValueMap()
                .hot(HotTier.recent(bound))
                .build();
    }

    /** Puts new values under the keys from one number to below another. */
    private static List<NamedKey> fill(Map<Integer, NamedKey> map, int from, int to) {
        List<NamedKey> values = new ArrayList<>();
        for (int key = from; key < to; key++) {
            NamedKey value = new NamedKey("value " + key);
            values.add(value);
            map.put(key, value);
        }
        return values;
    }

    /** Kills what the tier does not hold, and gives those of some values that are still there. */
    private static List<NamedKey> survivors(
            SimulatedCollection scene, WeakValueMap<Integer, NamedKey> map, List<NamedKey> values) {
        values.forEach(scene.collector::clear);
        Set<NamedKey> there = Collections.newSetFromMap(new IdentityHashMap<>());
        there.addAll(map.values());
        return values.stream().filter(there::contains).toList();
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: what is within the bound is held strongly, by a map and by an interner")
    default void recent_withinTheBound_allAreHeld() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = recent(scene, 8);
        List<NamedKey> values = fill(map, 0, 4);
        assertEquals(values, survivors(scene, map, values), "values held of four under recent(8)");
        for (int key = 0; key < 4; key++) {
            assertSame(values.get(key), map.get(key), "the value of " + key);
        }
        requireHeldByAnInterner(scene);
    }

    private static void requireHeldByAnInterner(SimulatedCollection scene) {
        Interner<NamedKey> interner =
                scene.<NamedKey>interner().hot(HotTier.recent(8)).build();
        NamedKey canonical = interner.intern(new NamedKey("canonical"));
        scene.kill(canonical);
        assertSame(
                canonical, interner.intern(new NamedKey("canonical")), "interner.intern(new NamedKey(\"canonical\"))");
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: there are never two live values for one key, whatever the tier lets go of")
    default void recent_moreThanTheBoundInUse_staysCanonical() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = recent(scene, 2);
        List<NamedKey> inUse = fill(map, 0, 50);
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            int key = random.nextInt(50);
            NamedKey found = map.computeIfAbsent(key, absent -> new NamedKey("a second value"));
            assertSame(inUse.get(key), found, "the value of " + key + ", which is in use");
        }
        assertEquals(50, map.size(), "map.size()");
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: forAtLeast() holds a value for that time after its last use, and then no more")
    default void forAtLeast_timePasses_letsGo() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        AtomicLong seconds = new AtomicLong();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .ticker(() -> Duration.ofSeconds(seconds.get()).toNanos())
                .hot(HotTier.forAtLeast(Duration.ofSeconds(100)))
                .build();
        NamedKey used = fill(map, 0, 1).get(0);
        NamedKey unused = fill(map, 1, 2).get(0);
        seconds.set(60);
        assertSame(used, map.get(0), "get(0)");
        seconds.set(99);
        scene.reclaim(map);
        assertEquals(2, map.stats().hot(), "values held after 99 of 100 seconds");
        seconds.set(130);
        scene.reclaim(map);
        assertEquals(1, scene.collector.clear(unused), "entries that died with a value last used 130 s ago");
        assertEquals(0, scene.collector.clear(used), "entries that died with a value last used 70 s ago");
        seconds.set(190);
        scene.reclaim(map);
        assertEquals(1, scene.collector.clear(used), "entries that died with a value last used 130 s ago");
    }

    @Test
    @Rule("HOT-2")
    @DisplayName("HOT-2: a hit promotes a value that is not held")
    default void hit_demotedValue_isHeldAgain() {
        for (Function<Map<Integer, NamedKey>, NamedKey> hit : List.<Function<Map<Integer, NamedKey>, NamedKey>>of(
                map -> map.get(0),
                map -> map.getOrDefault(0, new NamedKey("other")),
                map -> map.putIfAbsent(0, new NamedKey("other")),
                map -> map.computeIfAbsent(0, key -> new NamedKey("other")))) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<Integer, NamedKey> map = recent(scene, 4);
            List<NamedKey> values = fill(map, 0, 20);
            RuleViolation.unless(
                    hit.apply(map) == values.get(0), "HOT-1", "a value that is in use is not the value of its key");
            scene.kill(values.get(0));
            assertSame(values.get(0), map.get(0), "the value that was hit");
        }
    }

    @Test
    @Rule("HOT-2")
    @DisplayName("HOT-2: a hit waits for nobody, also when many threads hit")
    default void hit_byManyThreads_blocksNobody() {
        WeakValueMap<Integer, NamedKey> map = WeakValueMap.<Integer, NamedKey>builder()
                .backend(backend())
                .hot(HotTier.recent(16))
                .build();
        List<NamedKey> values = fill(map, 0, 32);
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            List<Long> waits = RacingThreads.run(
                    3,
                    () -> BlockedCount.during(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            map.get(i & 31);
                        }
                    }));
            least = Math.min(least, waits.stream().mapToLong(Long::longValue).sum());
        }
        assertEquals(0, least, "times that three threads waited in 60,000 hits");
        assertEquals(32, values.size(), "values.size()");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("HOT-3")
    @DisplayName("HOT-3: remove, replace and clear let go of the strong hold")
    default void removal_heldValue_isLetGo() {
        List<Consumer<WeakValueMap<Integer, NamedKey>>> removals = List.of(
                map -> map.remove(0),
                map -> map.replace(0, new NamedKey("other")),
                map -> map.put(0, new NamedKey("other")),
                map -> map.compute(0, (key, seen) -> null),
                map -> map.merge(0, new NamedKey("other"), (seen, given) -> given),
                map -> map.keySet().remove(0),
                WeakValueMap::clear);
        for (int i = 0; i < removals.size(); i++) {
            Consumer<WeakValueMap<Integer, NamedKey>> removal = removals.get(i);
            WeakValueMap<Integer, NamedKey> map = WeakValueMap.<Integer, NamedKey>builder()
                    .backend(backend())
                    .hot(HotTier.recent(8))
                    .build();
            WeakRef<NamedKey> value =
                    RealCollector.elsewhere(() -> WeakRef.of(fill(map, 0, 1).get(0)));
            RealCollector.collect();
            assertTrue(value.isAlive(), "a value that is held is alive after a collection");
            removal.accept(map);
            RealCollector.await("a value that was removed in way " + i + " to be collected", () -> !value.isAlive());
        }
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: what a ticker stores in its own container keeps the bound too")
    default void recent_tickerStores_boundIsKept() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        AtomicReference<@Nullable WeakValueMap<Integer, NamedKey>> asked =
                new AtomicReference<@Nullable WeakValueMap<Integer, NamedKey>>();
        List<NamedKey> values = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .ticker(() -> {
                    WeakValueMap<Integer, NamedKey> once = asked.getAndSet(null);
                    if (once != null) {
                        values.addAll(fill(once, 2, 10));
                    }
                    return 0;
                })
                .hot(HotTier.recent(2).and(HotTier.forAtLeast(Duration.ofSeconds(100))))
                .build();
        values.addAll(fill(map, 0, 2));
        asked.set(map);
        map.reclaim();
        if (asked.getAndSet(null) != null) { // a tier that did not ask for the time
            values.addAll(fill(map, 2, 10));
        }
        List<NamedKey> held = survivors(scene, map, values);
        assertTrue(held.size() <= 2, "values held under recent(2): " + held);
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: at rest no more than the bound is held")
    default void recent_moreThanTheBound_holdsTheBound() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = recent(scene, 8);
        List<NamedKey> values = fill(map, 0, 500);
        for (int i = 0; i < 2_000; i++) {
            map.get(i % 100);
        }
        requireBound(scene, map, values);
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: at rest no more than the bound is held, after many threads changed the map")
    default void recent_manyThreads_holdTheBound() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = recent(scene, 8);
        AtomicLong seeds = new AtomicLong();
        RacingThreads.run(3, () -> changeOften(map, new Random(seeds.incrementAndGet())));
        requireBound(scene, map, new ArrayList<>(map.values()));
    }

    private static boolean changeOften(WeakValueMap<Integer, NamedKey> map, Random random) {
        for (int i = 0; i < 5_000; i++) {
            int key = random.nextInt(64);
            switch (random.nextInt(4)) {
                case 0 -> map.put(key, new NamedKey("put"));
                case 1 -> map.remove(key);
                default ->
                    assertNotNull(
                            map.computeIfAbsent(key, absent -> new NamedKey("made")),
                            "map.computeIfAbsent(key, absent -> new NamedKey(\"made\"))");
            }
        }
        return true;
    }

    private static void requireBound(
            SimulatedCollection scene, WeakValueMap<Integer, NamedKey> map, List<NamedKey> values) {
        long counted = map.stats().hot();
        int held = survivors(scene, map, values).size();
        assertTrue(held <= 8, held + " values are held under recent(8)");
        assertTrue(held > 0, "no value is held under recent(8)");
        assertEquals(held, counted, "values held, by stats()");
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: at rest no more than the weight is held")
    default void weighing_moreThanTheBound_holdsTheWeight() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .hot(HotTier.weighing(20, (NamedKey name) -> name.text().length()))
                .build();
        List<NamedKey> values = fill(map, 0, 100);
        NamedKey heavy = new NamedKey("a value that is too heavy for the tier");
        map.put(-1, heavy);
        int weight = survivors(scene, map, values).stream()
                .mapToInt(name -> name.text().length())
                .sum();
        assertTrue(weight <= 20, "a weight of " + weight + " is held under weighing(20)");
        assertEquals(1, scene.collector.clear(heavy), "entries that died with a value heavier than the bound");
    }

    @Test
    @Rule("HOT-5")
    @DisplayName("HOT-5: what is used again and again stays, what is used once goes")
    default void recent_someUsedAgainAndAgain_thoseStay() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = recent(scene, 20);
        List<NamedKey> often = fill(map, 0, 5);
        List<NamedKey> once = useAgainAndAgain(scene, map, often);
        assertEquals(often, survivors(scene, map, often), "values held of those that were used 100 times");
        int rest = survivors(scene, map, once).size();
        assertTrue(rest < 50, rest + " of 100 values that were used once are held beside");
    }

    /** Uses the first five values a hundred times, and between them others, each once; gives these. */
    private static List<NamedKey> useAgainAndAgain(
            SimulatedCollection scene, WeakValueMap<Integer, NamedKey> map, List<NamedKey> often) {
        List<NamedKey> once = new ArrayList<>();
        for (int round = 0; round < 100; round++) {
            useAll(map, 0, 5, 1);
            once.addAll(fill(map, 100 + round, 101 + round));
            scene.kill(often.toArray()); // only the tier holds them, so a hit brings none back
        }
        return once;
    }

    @Test
    @Rule("HOT-5")
    @DisplayName("HOT-5: what was used again and again, and is no longer, makes room for what is")
    default void recent_othersUsedFromNowOn_thoseStay() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = recent(scene, 20);
        List<NamedKey> before = fill(map, 0, 20);
        useAll(map, 0, 20, 20);
        List<NamedKey> now = fill(map, 100, 120);
        useAll(map, 100, 120, 200);
        int held = survivors(scene, map, now).size();
        assertTrue(held >= 10, held + " of 20 values are held that were used last, 200 times each");
        int rest = survivors(scene, map, before).size();
        assertTrue(rest <= 10, rest + " of 20 values are held that others were used after, 4,000 times");
    }

    private static void useAll(Map<Integer, NamedKey> map, int from, int to, int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int key = from; key < to; key++) {
                map.get(key);
            }
        }
    }
}
