package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerBuilder;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.AwaitedCondition;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToIntBiFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a container keeps when it is bounded, and what it lets go of; of backends that offer bounds. */
public interface BoundsContract extends ContractBase {

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: at rest as many entries are kept as the maximum size allows, and no more")
    default void put_moreThanMaximumSize_keepsTheBound() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<NamedKey> names = NamedKey.many(300);
        WeakValueMap<NamedKey, NamedKey> values =
                scene.<NamedKey, NamedKey>weakValueMap().maximumSize(40).build();
        WeakKeyMap<NamedKey, NamedKey> keys =
                scene.<NamedKey, NamedKey>weakKeyMap().maximumSize(40).build();
        WeakMap<NamedKey, NamedKey> pairs =
                scene.<NamedKey, NamedKey>weakMap().maximumSize(40).build();
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet().maximumSize(40).build();
        for (NamedKey name : names) {
            List.of(values, keys, pairs).forEach(map -> map.put(name, name));
            set.add(name);
        }
        List.of(values, keys, pairs, set).forEach(WeakContainer::reclaim);
        assertEquals(40, values.size(), "entries of a WeakValueMap under maximumSize(40)");
        assertEquals(40, keys.size(), "entries of a WeakKeyMap under maximumSize(40)");
        assertEquals(40, pairs.size(), "entries of a WeakMap under maximumSize(40)");
        assertEquals(40, set.size(), "elements of a WeakSet under maximumSize(40)");
        assertEquals(40, values.estimatedSize(), "entries stored under maximumSize(40)");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: under a bound of 0 nothing is kept")
    default void put_underABoundOfZero_keepsNothing() {
        requireOffered(Feature.MAXIMUM_SIZE);
        requireOffered(Feature.MAXIMUM_WEIGHT);
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey name = new NamedKey("name");
        WeakValueMap<NamedKey, NamedKey> values =
                scene.<NamedKey, NamedKey>weakValueMap().maximumSize(0).build();
        WeakKeyMap<NamedKey, NamedKey> keys = scene.<NamedKey, NamedKey>weakKeyMap()
                .maximumWeight(0, (key, value) -> 1)
                .build();
        for (Map<NamedKey, NamedKey> map : List.of(values, keys)) {
            map.put(name, name);
            ((WeakContainer) map).reclaim();
            assertEquals(Map.of(), map, "what is kept under a bound of 0");
        }
        Reference.reachabilityFence(name);
    }

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: what is overwritten, removed or computed leaves room for no more than the bound allows")
    default void write_manyWaysUnderABound_keepsTheBound() {
        requireOffered(Feature.MAXIMUM_SIZE);
        WeakValueMap<NamedKey, NamedKey> map = new SimulatedCollection(backend())
                .<NamedKey, NamedKey>weakValueMap()
                .maximumSize(30)
                .build();
        List<NamedKey> names = NamedKey.many(200);
        writeInManyWays(map, names);
        names.subList(0, 100).forEach(name -> map.put(name, name));
        map.reclaim();
        assertEquals(30, map.size(), "entries under maximumSize(30)");
        Reference.reachabilityFence(names);
    }

    private static void writeInManyWays(Map<NamedKey, NamedKey> map, List<NamedKey> names) {
        for (int i = 0; i < names.size(); i++) {
            NamedKey name = names.get(i);
            map.computeIfAbsent(name, key -> name);
            map.compute(name, (key, value) -> names.get(0));
            map.putIfAbsent(name, name);
            if (i % 3 == 0) {
                map.remove(name);
            }
        }
    }

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: at rest no more than the maximum weight is kept, and not much less")
    default void put_moreThanMaximumWeight_keepsTheBound() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        WeakValueMap<NamedKey, NamedKey> map = new SimulatedCollection(backend())
                .<NamedKey, NamedKey>weakValueMap()
                .maximumWeight(100, (key, value) -> value.text().length())
                .build();
        List<NamedKey> names = NamedKey.many(200);
        names.forEach(name -> map.put(name, name));
        NamedKey heavy = new NamedKey("x".repeat(101));
        map.put(heavy, heavy);
        map.reclaim();
        int weight =
                map.values().stream().mapToInt(name -> name.text().length()).sum();
        assertTrue(weight <= 100, "a weight of " + weight + " is kept under maximumWeight(100)");
        assertTrue(weight > 90, "a weight of " + weight + " is kept under maximumWeight(100), with weights of up to 4");
        assertFalse(map.containsKey(heavy), "an entry heavier than the bound is kept");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: what weighs nothing is kept, and pushes nothing out")
    default void put_entriesOfNoWeight_areKeptBesideOthers() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<NamedKey> names = NamedKey.many(110);
        ToIntBiFunction<NamedKey, NamedKey> tenOfOne = (key, value) -> names.indexOf(value) < 10 ? 1 : 0;
        WeakValueMap<NamedKey, NamedKey> values = scene.<NamedKey, NamedKey>weakValueMap()
                .maximumWeight(10, tenOfOne)
                .build();
        WeakKeyMap<NamedKey, NamedKey> keys = scene.<NamedKey, NamedKey>weakKeyMap()
                .maximumWeight(10, tenOfOne)
                .build();
        for (Map<NamedKey, NamedKey> map : List.of(values, keys)) {
            names.forEach(name -> map.put(name, name));
            ((WeakContainer) map).reclaim();
            assertEquals(110, map.size(), "entries of a whole weight of 10 under maximumWeight(10)");
        }
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: what has expired after writing is shown by no operation")
    default void expireAfterWrite_expired_isShownByNoOperation() {
        requireOffered(Feature.EXPIRE_AFTER_WRITE);
        AtomicLong seconds = new AtomicLong();
        NamedKey old = new NamedKey("old");
        NamedKey young = new NamedKey("young");
        List<Function<Map<NamedKey, NamedKey>, Boolean>> shown = new ArrayList<>(readsThatShow(old, young));
        shown.addAll(writesThatShow(old, young));
        for (int i = 0; i < shown.size() * 2; i++) {
            Map<NamedKey, NamedKey> map = expiringAfterWrite(i % 2 == 0, seconds);
            map.put(old, old);
            seconds.addAndGet(60);
            map.put(young, young);
            assertSame(old, map.get(old), "get of what was written 60 of 100 seconds ago");
            seconds.addAndGet(41);
            assertFalse(
                    shown.get(i / 2).apply(map),
                    "operation " + i / 2 + " of " + (i % 2 == 0 ? "a WeakValueMap" : "a WeakKeyMap")
                            + " shows the key old, which was written 101 of 100 seconds ago");
        }
    }

    private static List<Function<Map<NamedKey, NamedKey>, Boolean>> readsThatShow(NamedKey old, NamedKey young) {
        return List.of(
                map -> map.get(old) != null,
                map -> map.containsKey(old),
                map -> map.containsValue(old),
                map -> map.size() != 1,
                map -> map.keySet().contains(old),
                map -> map.values().contains(old),
                map -> map.entrySet().contains(Map.entry(old, old)),
                map -> map.keySet().stream().anyMatch(old::equals),
                map -> map.values().toArray().length != 1,
                map -> !map.equals(Map.of(young, young)),
                map -> map.toString().contains("old"));
    }

    private static List<Function<Map<NamedKey, NamedKey>, Boolean>> writesThatShow(NamedKey old, NamedKey young) {
        return List.of(
                map -> map.remove(old) != null,
                map -> map.remove(old, old),
                map -> map.replace(old, young) != null,
                map -> map.replace(old, old, young),
                map -> map.computeIfPresent(old, (key, value) -> value) != null,
                map -> map.put(old, young) != null,
                map -> map.putIfAbsent(old, young) != null,
                map -> map.computeIfAbsent(old, key -> young) != young,
                map -> map.merge(old, young, (seen, given) -> seen) != young);
    }

    private Map<NamedKey, NamedKey> expiringAfterWrite(boolean weakValues, AtomicLong seconds) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Duration limit = Duration.ofSeconds(100);
        return weakValues
                ? expiring(scene.<NamedKey, NamedKey>weakValueMap(), seconds)
                        .expireAfterWrite(limit)
                        .build()
                : expiring(scene.<NamedKey, NamedKey>weakKeyMap(), seconds)
                        .expireAfterWrite(limit)
                        .build();
    }

    private static <B extends ContainerBuilder<B>> B expiring(B builder, AtomicLong seconds) {
        return builder.ticker(() -> Duration.ofSeconds(seconds.get()).toNanos());
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: what was not used for too long expires, what was used does not")
    default void expireAfterAccess_used_stays() {
        requireOffered(Feature.EXPIRE_AFTER_ACCESS);
        AtomicLong seconds = new AtomicLong();
        WeakValueMap<String, NamedKey> map = expiring(
                        new SimulatedCollection(backend()).<String, NamedKey>weakValueMap(), seconds)
                .expireAfterAccess(Duration.ofSeconds(100))
                .build();
        NamedKey value = new NamedKey("v");
        map.put("used", value);
        map.put("unused", value);
        for (int i = 0; i < 4; i++) {
            seconds.addAndGet(60);
            assertSame(value, map.get("used"), "get of what was used 60 seconds ago");
        }
        assertNull(map.get("unused"), "get of what was used 240 of 100 seconds ago");
        assertEquals(List.of("used"), List.copyOf(map.keySet()), "List.copyOf(map.keySet())");
        map.reclaim();
        assertEquals(1, map.estimatedSize(), "entries stored after reclaim()");
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: what is left of many entries leaves the table when it has expired")
    default void expireAfterWrite_fewLeftOfMany_leaveTheTable() {
        requireOffered(Feature.EXPIRE_AFTER_WRITE);
        for (boolean weakValues : new boolean[] {true, false}) {
            AtomicLong seconds = new AtomicLong();
            Map<NamedKey, NamedKey> map = expiringAfterWrite(weakValues, seconds);
            List<NamedKey> keys = NamedKey.many(3_000);
            keys.forEach(key -> map.put(key, key));
            keys.subList(20, 3_000).forEach(map::remove);
            seconds.set(60);
            map.put(keys.get(0), keys.get(1));
            WeakContainer container = (WeakContainer) map;
            container.reclaim();
            assertEquals(20, container.estimatedSize(), "entries stored that were left of 3,000 before they expire");
            seconds.set(120);
            container.reclaim();
            assertEquals(1, container.estimatedSize(), "entries stored of 20 where all but one have expired");
            seconds.set(160);
            container.reclaim();
            assertEquals(0, container.estimatedSize(), "entries stored when all have expired");
            Reference.reachabilityFence(keys);
        }
    }

    @Test
    @Rule("BND-2")
    @DisplayName("BND-2: what has expired leaves the tables though nobody touches them, and again in a second life")
    default void expireAfterWrite_idleMap_leavesTheTable() {
        requireOffered(Feature.EXPIRE_AFTER_WRITE);
        List<WeakValueMap<String, NamedKey>> maps = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            maps.add(WeakValueMap.<String, NamedKey>builder()
                    .backend(backend())
                    .expireAfterWrite(Duration.ofMillis(20))
                    .build());
        }
        NamedKey value = new NamedKey("v");
        for (int life = 0; life < 2; life++) {
            maps.forEach(map -> map.put("k", value));
            AwaitedCondition.await(
                    "what has expired to leave the tables",
                    () -> maps.stream().allMatch(map -> map.estimatedSize() == 0));
        }
        Reference.reachabilityFence(value);
    }

    @Test
    @Rule("BND-3")
    @DisplayName("BND-3: an eviction is counted once, and onCollected is not told of it, even when the evicted dies")
    default void evict_thenDeath_isCountedOnceAndNotTold() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        AtomicInteger told = new AtomicInteger();
        WeakValueMap<NamedKey, NamedKey> values = scene.<NamedKey, NamedKey>weakValueMap()
                .maximumSize(10)
                .recordStats()
                .onCollected((key, ticket) -> told.incrementAndGet())
                .build();
        WeakKeyMap<NamedKey, NamedKey> keys = scene.<NamedKey, NamedKey>weakKeyMap()
                .maximumSize(10)
                .recordStats()
                .onCollected((value, ticket) -> told.incrementAndGet())
                .build();
        fillAndKillEvicted(scene, values, keys);
        int living = values.size() + keys.size();
        scene.reclaim(values);
        scene.reclaim(keys);
        assertEquals(90, values.stats().evicted(), "evictions of a WeakValueMap, counted");
        assertEquals(90, keys.stats().evicted(), "evictions of a WeakKeyMap, counted");
        assertEquals(20 - living, told.get(), "times that onCollected was told");
        assertEquals(
                20 - living, values.stats().collected() + keys.stats().collected(), "entries counted as collected");
    }

    /** Puts a hundred names into each, and has those die that one of both has let go of. */
    private static void fillAndKillEvicted(
            SimulatedCollection scene, WeakValueMap<NamedKey, NamedKey> values, WeakKeyMap<NamedKey, NamedKey> keys) {
        List<NamedKey> names = NamedKey.many(100);
        for (NamedKey name : names) {
            values.put(name, name);
            keys.put(name, name);
        }
        values.reclaim();
        keys.reclaim();
        names.stream().filter(name -> !values.containsKey(name)).forEach(scene::kill);
        names.stream().filter(name -> !keys.containsKey(name)).forEach(scene::kill);
    }

    @Test
    @Rule("BND-4")
    @DisplayName("BND-4: a weigher that throws leaves the container as it was")
    default void weigher_throws_leavesTheContainer() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        NamedKey old = new NamedKey("old");
        NamedKey bad = new NamedKey("bad");
        IllegalStateException thrown = new IllegalStateException("on purpose");
        List<Function<Map<NamedKey, NamedKey>, Object>> writes = writesOf(old, bad);
        for (int i = 0; i < writes.size(); i++) {
            Function<Map<NamedKey, NamedKey>, Object> write = writes.get(i);
            String what = "of write " + i + ", whose weigher throws, to a ";
            for (ConcurrentMap<NamedKey, NamedKey> map : notWeighing(bad, thrown)) {
                requireUnchanged(
                        map, write, thrown, what + (map instanceof WeakKeyMap ? "WeakKeyMap" : "WeakValueMap"));
            }
        }
    }

    private static void requireUnchanged(
            ConcurrentMap<NamedKey, NamedKey> map,
            Function<Map<NamedKey, NamedKey>, Object> write,
            IllegalStateException thrown,
            String what) {
        NamedKey old = new NamedKey("old");
        NamedKey bad = new NamedKey("bad");
        map.put(old, old);
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> write.apply(map)), what);
        assertSame(old, map.get(old), "the value from before, " + what);
        assertNull(map.get(bad), "the value that was to be stored, " + what);
        assertEquals(1, map.size(), "size() " + what);
        assertEquals(1, ((WeakContainer) map).estimatedSize(), "estimatedSize() " + what);
        map.put(bad, old);
        assertSame(old, map.get(bad), "the next write, " + what);
    }

    private static List<Function<Map<NamedKey, NamedKey>, Object>> writesOf(NamedKey old, NamedKey bad) {
        return List.of(
                map -> map.put(bad, bad),
                map -> map.put(old, bad),
                map -> map.putIfAbsent(bad, bad),
                map -> map.replace(old, bad),
                map -> map.replace(old, old, bad),
                map -> map.compute(old, (key, value) -> bad),
                map -> map.computeIfAbsent(bad, key -> bad),
                map -> map.computeIfPresent(old, (key, value) -> bad),
                map -> map.merge(old, bad, (seen, given) -> given),
                map -> map.merge(bad, bad, (seen, given) -> given));
    }

    private List<ConcurrentMap<NamedKey, NamedKey>> notWeighing(NamedKey bad, RuntimeException thrown) {
        ToIntBiFunction<NamedKey, NamedKey> weigher = (key, value) -> {
            if (value == bad) {
                throw thrown;
            }
            return 1;
        };
        SimulatedCollection scene = new SimulatedCollection(backend());
        return List.of(
                scene.<NamedKey, NamedKey>weakValueMap()
                        .maximumWeight(100, weigher)
                        .build(),
                scene.<NamedKey, NamedKey>weakKeyMap()
                        .maximumWeight(100, weigher)
                        .build());
    }

    @Test
    @Rule("BND-4")
    @DisplayName("BND-4: a weight below zero is refused, and leaves the container as it was")
    default void weigher_negative_isRefused() {
        requireOffered(Feature.MAXIMUM_WEIGHT);
        NamedKey old = new NamedKey("old");
        NamedKey bad = new NamedKey("bad");
        WeakValueMap<NamedKey, NamedKey> map = new SimulatedCollection(backend())
                .<NamedKey, NamedKey>weakValueMap()
                .maximumWeight(100, (key, value) -> value == bad ? -1 : 1)
                .build();
        map.put(old, old);
        assertThrows(IllegalArgumentException.class, () -> map.put(bad, bad), "put of what weighs -1");
        assertThrows(IllegalArgumentException.class, () -> map.put(old, bad), "put over a value of what weighs -1");
        assertEquals(Map.of(old, old), map, "the map after two writes of what weighs -1");
    }
}
