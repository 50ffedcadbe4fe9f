package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.HotTier;
import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What each operation of a container does to its hot tier, and what a tier with limits of each kind lets go of. */
public interface HotTierUseContract extends ContractBase {
    /** The operations that count as a use of the value of a key, by their names; each is given that value too. */
    Map<String, Use> USES = uses();

    /** A use of the value of a key. */
    @FunctionalInterface
    interface Use {
        /** Does it, and gives the value. */
        @Nullable NamedKey of(WeakValueMap<Integer, NamedKey> map, int key, NamedKey value);
    }

    private static Map<String, Use> uses() {
        Map<String, Use> uses = new LinkedHashMap<>();
        uses.put("get", (map, key, value) -> map.get(key));
        uses.put("getOrDefault", (map, key, value) -> map.getOrDefault(key, new NamedKey("other")));
        uses.put("getOrPut", (map, key, value) -> map.getOrPut(key, new NamedKey("other")));
        uses.put("put of the value that is there", (map, key, value) -> map.put(key, value));
        uses.put("putIfAbsent", (map, key, value) -> map.putIfAbsent(key, new NamedKey("other")));
        uses.put("computeIfAbsent", (map, key, value) -> map.computeIfAbsent(key, absent -> new NamedKey("other")));
        uses.put("compute to the same", (map, key, value) -> map.compute(key, (same, seen) -> seen));
        return uses;
    }

    private static LongTicker ticker() {
        return new LongTicker(new AtomicLong());
    }

    /**
     * A clock that the test sets.
     *
     * @param seconds what it shows
     */
    record LongTicker(AtomicLong seconds) {
        long nanos() {
            return Duration.ofSeconds(seconds.get()).toNanos();
        }
    }

    private static List<NamedKey> filled(Map<Integer, NamedKey> map, int count) {
        List<NamedKey> values = new ArrayList<>();
        for (int key = 0; key < count; key++) {
            values.add(new NamedKey("value " + key));
            map.put(key, values.get(key));
        }
        return values;
    }

    /** Kills what is not held, and gives the weight of what is: the lengths of its names. */
    private static int heldWeight(SimulatedCollection scene, WeakValueMap<?, NamedKey> map, List<NamedKey> values) {
        values.forEach(scene.collector::clear);
        return map.values().stream().mapToInt(value -> value.text().length()).sum();
    }

    @Test
    @Rule("HOT-2")
    @DisplayName("HOT-2: whatever finds the value of a key promotes it, and interning does")
    default void use_ofEachKind_promotes() {
        USES.forEach(this::requirePromoted);
        requirePromotedByInterning();
    }

    private void requirePromoted(String name, Use use) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map =
                scene.<Integer, NamedKey>weakValueMap().hot(HotTier.recent(4)).build();
        List<NamedKey> values = filled(map, 20);
        assertSame(values.get(0), use.of(map, 0, values.get(0)), name);
        scene.kill(values.get(0));
        assertSame(values.get(0), map.get(0), "a value that was found by " + name + " and is used by nobody");
    }

    private void requirePromotedByInterning() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Interner<NamedKey> interner =
                scene.<NamedKey>interner().hot(HotTier.recent(4)).build();
        List<NamedKey> instances = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            instances.add(interner.intern(new NamedKey("instance " + i)));
        }
        assertSame(instances.get(0), interner.intern(new NamedKey("instance 0")), "intern of an equal instance");
        scene.kill(instances.get(0));
        assertSame(instances.get(0), interner.find(new NamedKey("instance 0")), "an instance that was interned again");
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: whatever finds the value of a key begins its time anew")
    default void forAtLeast_usedInEachWay_beginsAnew() {
        USES.forEach((name, use) -> {
            LongTicker ticker = ticker();
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                    .ticker(ticker::nanos)
                    .hot(HotTier.forAtLeast(Duration.ofSeconds(100)))
                    .build();
            NamedKey value = filled(map, 3).get(1);
            for (int time = 80; time <= 400; time += 80) {
                ticker.seconds().set(time);
                scene.reclaim(map);
                assertEquals(0, scene.collector.clear(value), "deaths of a value that was used 80 s ago by " + name);
                assertSame(value, use.of(map, 1, value), name);
            }
            assertEquals(1, map.stats().hot(), "values held after 400 s of which one was used by " + name);
            ticker.seconds().set(520);
            scene.reclaim(map);
            assertEquals(1, scene.collector.clear(value), "deaths of a value that was used 120 s ago by " + name);
        });
    }

    @Test
    @Rule("HOT-2")
    @DisplayName("HOT-2: a value that is found after its time, before the tier was looked at, is held anew")
    default void forAtLeast_usedAfterItsTime_isHeldAnew() {
        USES.forEach((name, use) -> {
            LongTicker ticker = ticker();
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                    .ticker(ticker::nanos)
                    .hot(HotTier.forAtLeast(Duration.ofSeconds(100)))
                    .build();
            List<NamedKey> values = filled(map, 3);
            ticker.seconds().set(150);
            assertSame(values.get(1), use.of(map, 1, values.get(1)), name);
            ticker.seconds().set(240);
            scene.reclaim(map);
            assertEquals(
                    0, scene.collector.clear(values.get(1)), "deaths of a value that was used 90 s ago by " + name);
        });
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: limits that are combined are both kept")
    default void and_twoLimits_bothAreKept() {
        LongTicker ticker = ticker();
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .ticker(ticker::nanos)
                .hot(HotTier.recent(8).and(HotTier.forAtLeast(Duration.ofSeconds(100))))
                .build();
        List<NamedKey> values = filled(map, 50);
        assertEquals(8, map.stats().hot(), "values held of 50 under recent(8) and a time");
        ticker.seconds().set(99);
        scene.reclaim(map);
        assertEquals(8, map.stats().hot(), "values held after 99 of 100 s");
        ticker.seconds().set(200);
        scene.reclaim(map);
        assertEquals(0, map.stats().hot(), "values held after 200 of 100 s");
        assertEquals(50, map.size(), "values that are in use");
        Reference.reachabilityFence(values);
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: a weight and a time are both kept, whichever is named first")
    default void and_weightAndTime_bothAreKept() {
        HotTier<NamedKey> weight =
                HotTier.weighing(35, (NamedKey value) -> value.text().length());
        HotTier<Object> time = HotTier.forAtLeast(Duration.ofSeconds(100));
        for (HotTier<NamedKey> tier : List.of(weight.<NamedKey>and(time), time.<NamedKey>and(weight))) {
            LongTicker ticker = ticker();
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                    .ticker(ticker::nanos)
                    .hot(tier)
                    .build();
            List<NamedKey> values = filled(map, 10);
            assertEquals(5, map.stats().hot(), "values of a weight of 7 that are held under " + tier);
            ticker.seconds().set(200);
            scene.reclaim(map);
            assertEquals(0, map.stats().hot(), "values held after 200 s under " + tier);
            Reference.reachabilityFence(values);
        }
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: what was held for its time is let go of though nobody touches the container")
    default void forAtLeast_idle_letsGo() {
        for (Reclaim way : List.of(Reclaim.SHARED, Reclaim.on(Runnable::run))) {
            WeakValueMap<Integer, NamedKey> map = new SimulatedCollection(backend())
                    .<Integer, NamedKey>weakValueMap()
                    .reclaim(way)
                    .hot(HotTier.forAtLeast(Duration.ofMillis(20)))
                    .build();
            for (int life = 0; life < 2; life++) {
                requireLetGo(map, way);
            }
        }
    }

    private static void requireLetGo(WeakValueMap<Integer, NamedKey> map, Reclaim way) {
        List<NamedKey> values = filled(map, 3);
        AwaitedCondition.await(
                "values that were held for 20 ms to be let go of under " + way,
                () -> map.stats().hot() == 0);
        assertEquals(3, map.size(), "values that are in use");
        Reference.reachabilityFence(values);
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: a container that nobody touches is looked at again and again while it holds something")
    default void forAtLeast_idleAndLookedAtTooEarly_letsGoLater() {
        AtomicLong nanos = new AtomicLong();
        AtomicLong looks = new AtomicLong();
        Thread me = Thread.currentThread();
        WeakValueMap<Integer, NamedKey> map = new SimulatedCollection(backend())
                .<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.SHARED)
                .ticker(() -> {
                    looks.addAndGet(Thread.currentThread() == me ? 0 : 1);
                    return nanos.get();
                })
                .hot(HotTier.forAtLeast(Duration.ofMillis(8)))
                .build();
        List<NamedKey> values = filled(map, 3);
        AwaitedCondition.await("a look at what is held", () -> looks.get() > 0);
        nanos.set(5_000_000);
        map.get(0);
        nanos.set(10_000_000);
        AwaitedCondition.await(
                "two values to be let go of that were used 10 ms ago",
                () -> map.stats().hot() == 1);
        nanos.set(15_000_000);
        AwaitedCondition.await(
                "a value to be let go of that was used 10 ms ago",
                () -> map.stats().hot() == 0);
        Reference.reachabilityFence(values);
    }

    @Test
    @Rule("HOT-1")
    @DisplayName("HOT-1: under INLINE a write lets go of what was held for its time")
    default void forAtLeast_inline_aWriteLetsGo() {
        LongTicker ticker = ticker();
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .reclaim(Reclaim.INLINE)
                .ticker(ticker::nanos)
                .hot(HotTier.forAtLeast(Duration.ofSeconds(100)))
                .build();
        List<NamedKey> values = filled(map, 3);
        ticker.seconds().set(200);
        map.put(3, new NamedKey("young"));
        assertEquals(1, map.stats().hot(), "values held after a write, of which three expired 100 s ago");
        Reference.reachabilityFence(values);
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: a value heavier than the bound pushes nothing out, and what fits is held")
    default void weighing_heavyValue_pushesNothingOut() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .hot(HotTier.weighing(100, (NamedKey value) -> value.text().length()))
                .build();
        NamedKey just = new NamedKey("x".repeat(100));
        map.put(0, just);
        assertEquals(0, scene.collector.clear(just), "deaths of a value that weighs as much as the bound");
        List<NamedKey> values = filled(map, 10);
        NamedKey heavy = new NamedKey("x".repeat(101));
        map.put(-1, heavy);
        assertSame(heavy, map.get(-1), "a heavy value that is in use");
        assertEquals(1, scene.collector.clear(heavy), "deaths of a value that is heavier than the bound");
        assertEquals(70, heldWeight(scene, map, values), "the weight held of ten values of 7 under weighing(100)");
    }

    @Test
    @Rule("HOT-4")
    @DisplayName("HOT-4: whatever is written, replaced and removed, no more than the weight is held, and not much less")
    default void weighing_anyWrites_holdTheWeight() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .hot(HotTier.weighing(100, (NamedKey value) -> value.text().length()))
                .build();
        List<NamedKey> made = writeOften(map);
        for (int key = 0; key < 60; key++) { // what is there is used, so that the tier is full
            map.get(key);
        }
        int all = map.values().stream().mapToInt(value -> value.text().length()).sum();
        int held = heldWeight(scene, map, made);
        assertTrue(all > 120, "values of a weight of " + all + " are in use");
        assertTrue(held <= 100, "a weight of " + held + " is held under weighing(100)");
        assertTrue(held > 80, "a weight of " + held + " is held under weighing(100), with values of up to 9");
    }

    private static List<NamedKey> writeOften(WeakValueMap<Integer, NamedKey> map) {
        Random random = new Random(3);
        List<NamedKey> made = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            NamedKey value = new NamedKey("x".repeat(random.nextInt(10)));
            made.add(value);
            write(map, random.nextInt(60), value, random.nextInt(6));
        }
        return made;
    }

    private static void write(WeakValueMap<Integer, NamedKey> map, int key, NamedKey value, int how) {
        switch (how) {
            case 0 -> map.remove(key);
            case 1 -> map.replace(key, value);
            case 2 -> map.compute(key, (same, seen) -> value);
            case 3 -> failingCompute(map, key);
            case 4 -> map.get(key);
            default -> map.put(key, value);
        }
    }

    private static void failingCompute(WeakValueMap<Integer, NamedKey> map, int key) {
        assertThrows(
                ArithmeticException.class,
                () -> map.compute(key, (same, seen) -> {
                    throw new ArithmeticException("on purpose");
                }));
    }

    @Test
    @Rule("MAP-20")
    @DisplayName("MAP-20: what the weigher of a hot tier throws comes out of the operation, which changes nothing")
    default void weigher_throws_changesNothing() {
        NamedKey old = new NamedKey("old");
        NamedKey bad = new NamedKey("bad");
        Map<String, Consumer<WeakValueMap<Integer, NamedKey>>> writes = Map.of(
                "put of a new key", map -> map.put(1, bad),
                "put over a value", map -> map.put(0, bad),
                "replace", map -> map.replace(0, bad),
                "compute", map -> map.compute(0, (same, seen) -> bad),
                "computeIfAbsent", map -> map.computeIfAbsent(1, same -> bad),
                "merge", map -> map.merge(0, bad, (seen, given) -> given));
        writes.forEach((name, write) -> {
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<Integer, NamedKey> map = notWeighing(scene, bad);
            map.put(0, old);
            assertThrows(ArithmeticException.class, () -> write.accept(map), name + " whose weigher throws");
            assertEquals(0, scene.collector.clear(old), "deaths of the value that is held still, after " + name);
            assertSame(old, map.get(0), "the value from before " + name + ", whose weigher threw");
            assertNull(map.get(1), "what was to be stored by " + name + ", whose weigher threw");
            assertEquals(1, map.estimatedSize(), "entries stored after " + name + ", whose weigher threw");
        });
    }

    private static WeakValueMap<Integer, NamedKey> notWeighing(SimulatedCollection scene, NamedKey bad) {
        return scene.<Integer, NamedKey>weakValueMap()
                .hot(HotTier.weighing(
                        100,
                        (NamedKey value) -> value == bad ? 1 / (value.text().length() - 3) : 1))
                .build();
    }

    @Test
    @Rule("HOT-1")
    @DisplayName(
            "HOT-1: a value that the tier alone holds is held still when a function of its key throws or writes nothing")
    default void function_throwsOrGivesTheSame_valueStaysHeld() {
        Map<String, BiFunction<Integer, NamedKey, NamedKey>> functions = Map.of(
                "that throws",
                (key, seen) -> {
                    throw new ArithmeticException("on purpose");
                },
                "that gives what is there",
                (key, seen) -> seen);
        functions.forEach((kind, function) -> {
            Map<String, Consumer<WeakValueMap<Integer, NamedKey>>> updates = Map.of(
                    "compute", map -> map.compute(0, function),
                    "computeIfPresent", map -> map.computeIfPresent(0, function),
                    "merge", map -> map.merge(0, new NamedKey("given"), (seen, given) -> function.apply(0, seen)));
            updates.forEach((name, update) -> requireHeldAfter(name + " with a function " + kind, update));
        });
    }

    private void requireHeldAfter(String what, Consumer<WeakValueMap<Integer, NamedKey>> update) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map =
                scene.<Integer, NamedKey>weakValueMap().hot(HotTier.recent(4)).build();
        NamedKey value = filled(map, 1).get(0);
        try {
            update.accept(map);
        } catch (ArithmeticException onPurpose) {
            assertEquals("on purpose", onPurpose.getMessage(), what);
        }
        assertEquals(0, scene.collector.clear(value), "deaths of the value that is held still, after " + what);
        assertSame(value, map.get(0), "the value after " + what);
    }

    @Test
    @Rule("MAP-16")
    @DisplayName("MAP-16: a copy has a hot tier of its own, which holds what was copied")
    default void copy_ofAMapWithATier_hasOneToo() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map =
                scene.<Integer, NamedKey>weakValueMap().hot(HotTier.recent(8)).build();
        List<NamedKey> values = filled(map, 4);
        WeakValueMap<Integer, NamedKey> copy = map.copy();
        map.clear();
        assertEquals(4, copy.stats().hot(), "values that the copy of a map with recent(8) holds");
        values.forEach(scene::kill);
        assertEquals(4, copy.size(), "values of the copy that nobody else uses");
        filled(copy, 20);
        assertEquals(8, copy.stats().hot(), "values that the copy holds of 20");
    }

    @Test
    @Rule("MAP-19")
    @DisplayName("MAP-19: a ticket is kept in a container with a hot tier, also when its value is held and let go of")
    default void ticket_inAMapWithATier_isKept() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Object> told = new ArrayList<>();
        WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                .hot(HotTier.recent(2))
                .onCollected((key, ticket) -> told.add(key + " " + ticket))
                .build();
        NamedKey value = new NamedKey("value");
        map.put(-1, value, "ticket");
        List<NamedKey> others = filled(map, 20);
        map.get(-1);
        map.computeIfPresent(-1, (key, seen) -> seen);
        for (int round = 0; round < 20; round++) {
            others.addAll(filled(map, 20));
        }
        scene.kill(value);
        scene.reclaim(map);
        RuleViolation.unless(
                told.equals(List.of("-1 ticket")), "MAP-19", "the listener of a map with a tier was told " + told);
        Reference.reachabilityFence(others);
    }
}
