package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.AllocatedBytes;
import dev.gossamer.tck.environment.CollidingKey;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.environment.StuckInsertion;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What holds when several threads are at it, and what holds of locks. */
public interface AtomicityContract extends ContractBase {

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: of racing calls one function runs, and all callers see its value")
    default void computeIfAbsent_racing_runsOneFunction() {
        WeakValueMap<Integer, NamedKey> values = WeakValueMap.<Integer, NamedKey>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        WeakKeyMap<NamedKey, String> keys = WeakKeyMap.<NamedKey, String>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        List<Object> held = new ArrayList<>();
        int rounds = KitOptions.effort(150);
        for (int round = 0; round < rounds; round++) {
            held.add(raceToCompute(values, round));
            held.add(raceToPut(keys, round));
        }
        assertEquals(2 * rounds, held.size(), "objects held");
        assertEquals(rounds, values.size(), "values.size()");
        assertEquals(rounds, keys.size(), "keys.size()");
    }

    private static NamedKey raceToCompute(WeakValueMap<Integer, NamedKey> values, int key) {
        AtomicInteger runs = new AtomicInteger();
        List<NamedKey> winners = RacingThreads.run(
                3, () -> values.computeIfAbsent(key, same -> new NamedKey(key + "/" + runs.incrementAndGet())));
        assertEquals(1, runs.get(), "runs of the function for one key");
        assertEquals(1, identities(winners), "values seen by the callers");
        return winners.get(0);
    }

    private static NamedKey raceToPut(WeakKeyMap<NamedKey, String> keys, int number) {
        NamedKey weak = new NamedKey("k" + number);
        List<Boolean> stored = RacingThreads.run(3, () -> keys.putIfAbsent(weak, "v") == null);
        assertEquals(1, stored.stream().filter(each -> each).count(), "calls of putIfAbsent that stored");
        return weak;
    }

    @Test
    @Rule("VM-4")
    @DisplayName("VM-4: racing calls of getOrPut() give the one winner")
    default void getOrPut_racing_givesOneWinner() {
        WeakValueMap<Integer, NamedKey> map = WeakValueMap.<Integer, NamedKey>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        for (int round = 0; round < KitOptions.effort(150); round++) {
            int key = round;
            List<NamedKey> winners = RacingThreads.run(3, () -> map.getOrPut(key, new NamedKey("v")));
            assertEquals(1, identities(winners), "winners");
            assertSame(winners.get(0), map.get(key), "get of " + key);
        }
    }

    private static long identities(List<?> objects) {
        return objects.stream().map(System::identityHashCode).distinct().count();
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: a function that gives null or throws leaves the key absent, or as it was")
    default void compute_functionFails_leavesKey() {
        WeakValueMap<String, NamedKey> map = new SimulatedCollection(backend()).newWeakValueMap();
        NamedKey name = new NamedKey("v");
        IllegalStateException thrown = new IllegalStateException("on purpose");
        assertNull(map.computeIfAbsent("k", key -> null), "of null");
        requireThrown(
                thrown,
                () -> map.computeIfAbsent("k", key -> {
                    throw thrown;
                }));
        assertTrue(map.isEmpty(), "isEmpty()");
        map.put("k", name);
        requireThrown(
                thrown,
                () -> map.compute("k", (key, value) -> {
                    throw thrown;
                }));
        assertSame(name, map.get("k"), "map.get(\"k\")");
        assertNull(map.compute("k", (key, value) -> null), "of null");
        assertTrue(map.isEmpty(), "isEmpty()");
    }

    private static void requireThrown(IllegalStateException thrown, Executable operation) {
        assertSame(thrown, assertThrows(IllegalStateException.class, operation), "what a failing function threw");
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: replaceAll brings back no key that its function removes, and loses no value that it writes")
    default void replaceAll_functionChangesItsKey_leavesThat() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey name = new NamedKey("name");
        NamedKey written = new NamedKey("written");
        NamedKey last = new NamedKey("last");
        scene.<NamedKey, NamedKey>newMapsOfAllKinds().forEach((kind, map) -> {
            map.put(name, name);
            map.replaceAll((key, value) -> {
                map.put(key, value == name ? written : value);
                return value == name ? name : last;
            });
            assertSame(last, map.get(name), "what is made of the value that the function wrote to a " + kind);
            map.replaceAll((key, value) -> {
                map.remove(key);
                return name;
            });
            assertEquals(Map.of(), map, "a " + kind + " from which the function removed the key");
        });
    }

    @Test
    @Rule("MAP-8")
    @DisplayName("MAP-8: recursion into its own key throws and names the key")
    default void computeIfAbsent_recursion_throwsNamingKey() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, NamedKey> values = scene.newWeakValueMap();
        WeakKeyMap<NamedKey, String> keys = scene.newWeakKeyMap();
        WeakMap<NamedKey, NamedKey> pairs = scene.<NamedKey, NamedKey>weakMap().build();
        NamedKey name = new NamedKey("own");
        keys.put(name, "v");
        pairs.put(name, name);
        List<IllegalStateException> failures = List.of(
                assertThrows(
                        IllegalStateException.class,
                        () -> values.computeIfAbsent("own", key -> values.computeIfAbsent("own", same -> name))),
                assertThrows(
                        IllegalStateException.class,
                        () -> values.compute("own", (key, old) -> {
                            values.put("own", name);
                            return name;
                        })),
                assertThrows(IllegalStateException.class, () -> keys.compute(name, (key, old) -> keys.remove(name))),
                assertThrows(IllegalStateException.class, () -> pairs.compute(name, (key, old) -> pairs.remove(name))));
        failures.forEach(failure ->
                assertTrue(String.valueOf(failure.getMessage()).contains("own"), failure.getMessage() + " names it"));
        assertNull(values.get("own"), "what the failed function left");
        assertEquals("v", keys.get(name), "get of " + name);
        assertSame(name, values.computeIfAbsent("own", key -> name), "values.computeIfAbsent(\"own\", key -> name)");
    }

    @Test
    @Rule("MAP-8")
    @DisplayName("MAP-8: a function that takes out its own key, in whatever way, throws and names the key")
    default void compute_takesOutItsOwnKey_throwsNamingKey() {
        Map<String, Consumer<ConcurrentMap<NamedKey, NamedKey>>> ways = Map.of(
                "clear", ConcurrentMap::clear,
                "keySet().removeIf", map -> map.keySet().removeIf(key -> true),
                "values().clear", map -> map.values().clear(),
                "entrySet().removeIf", map -> map.entrySet().removeIf(entry -> true),
                "an iterator", AtomicityContract::removeFirst);
        ways.forEach((way, removal) -> new SimulatedCollection(backend())
                .<NamedKey, NamedKey>newMapsOfAllKinds()
                .forEach((kind, map) -> requireRefused(kind + ": removal by " + way, map, removal)));
    }

    private static void removeFirst(Map<NamedKey, NamedKey> map) {
        Iterator<NamedKey> keys = map.keySet().iterator();
        keys.next();
        keys.remove();
    }

    private static void requireRefused(
            String what, ConcurrentMap<NamedKey, NamedKey> map, Consumer<ConcurrentMap<NamedKey, NamedKey>> removal) {
        NamedKey name = new NamedKey("own");
        map.put(name, name);
        IllegalStateException failure = assertThrows(
                IllegalStateException.class,
                () -> map.compute(name, (key, seen) -> {
                    removal.accept(map);
                    return seen;
                }),
                what);
        assertTrue(String.valueOf(failure.getMessage()).contains("own"), failure.getMessage() + " names it");
        assertSame(name, map.get(name), "the value after " + what);
    }

    @Test
    @Rule("MAP-9")
    @DisplayName("MAP-9: hits allocate nothing")
    default void get_hits_allocateNothing() {
        WeakValueMap<String, NamedKey> map = WeakValueMap.<String, NamedKey>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        WeakMap<String, NamedKey> pairs = WeakMap.<String, NamedKey>builder()
                .backend(backend())
                .reclaim(Reclaim.MANUAL)
                .build();
        NamedKey value = new NamedKey("v");
        map.put("k", value);
        pairs.put("k", value);
        Function<String, NamedKey> unused = key -> value;
        int[] wrong = new int[1];
        long bytes = AllocatedBytes.settled(() -> {
            for (int i = 0; i < 2_000; i++) {
                wrong[0] += map.get("k") == value && map.containsKey("k") ? 0 : 1;
                wrong[0] += map.computeIfAbsent("k", unused) == value ? 0 : 1;
                wrong[0] += map.getOrPut("k", value) == value ? 0 : 1;
                wrong[0] += pairs.get("k") == value && pairs.containsKey("k") ? 0 : 1;
                wrong[0] += pairs.computeIfAbsent("k", unused) == value ? 0 : 1;
            }
        });
        assertEquals(0, wrong[0], "hits that went wrong");
        assertTrue(bytes < 2_000, "2,000 rounds of hits allocate " + bytes + " bytes");
        assertSame(value, map.get("k"), "map.get(\"k\")");
    }

    @Test
    @Rule("MAP-9")
    @DisplayName("MAP-9: hits take no lock that an insertion holds")
    default void get_insertionStuckInEquals_goesOn() {
        for (int call = 1; call <= 3; call++) {
            StuckInsertion stuck = new StuckInsertion(backend(), call);
            stuck.run(() -> {
                assertSame(stuck.value, stuck.map.get(stuck.stored), "get");
                assertTrue(stuck.map.containsKey(stuck.stored), "containsKey");
                assertSame(stuck.value, stuck.map.computeIfAbsent(stuck.stored, key -> null), "computeIfAbsent");
                assertSame(stuck.value, stuck.map.getOrPut(stuck.stored, stuck.value), "getOrPut");
            });
        }
    }

    @Test
    @Rule("MAP-10")
    @DisplayName("MAP-10: code of the user runs under no lock of the table: others write while it is stuck")
    default void put_insertionStuckInEquals_goesOn() {
        for (int call = 1; call <= 3; call++) {
            StuckInsertion stuck = new StuckInsertion(backend(), call);
            stuck.run(() -> {
                StuckInsertion.Key other = stuck.key("another");
                assertNull(stuck.map.put(other, stuck.value), "put of another key");
                assertSame(stuck.value, stuck.map.remove(other), "remove of another key");
            });
        }
    }

    @Test
    @Rule("MAP-10")
    @DisplayName("MAP-10: two maps whose functions use each other, with dead entries pending, do not deadlock")
    default void computeIfAbsent_twoMapsUseEachOther_doNotDeadlock() {
        for (int round = 0; round < KitOptions.effort(20); round++) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            List<WeakValueMap<CollidingKey, NamedKey>> maps = List.of(inline(scene), inline(scene));
            killTwenty(scene, maps);
            CyclicBarrier inFunctions = new CyclicBarrier(2);
            List<NamedKey> made = RacingThreads.run(List.of(
                    crossing(maps.get(0), maps.get(1), 100, inFunctions),
                    crossing(maps.get(1), maps.get(0), 200, inFunctions)));
            made.forEach(each -> assertNotNull(each, "the value made"));
            assertEquals(2, maps.get(0).size(), "maps.get(0).size()");
        }
    }

    private static void killTwenty(SimulatedCollection scene, List<WeakValueMap<CollidingKey, NamedKey>> maps) {
        List<NamedKey> dying = NamedKey.many(20);
        for (int i = 0; i < 20; i++) {
            maps.get(0).put(new CollidingKey(i), dying.get(i));
            maps.get(1).put(new CollidingKey(i), dying.get(i));
        }
        dying.forEach(scene::kill);
        scene.collector.enqueue();
    }

    private static WeakValueMap<CollidingKey, NamedKey> inline(SimulatedCollection scene) {
        return scene.<CollidingKey, NamedKey>weakValueMap()
                .reclaim(Reclaim.INLINE)
                .onCollected((key, ticket) -> assertNotNull(key, "key"))
                .build();
    }

    private static Callable<NamedKey> crossing(
            WeakValueMap<CollidingKey, NamedKey> own,
            WeakValueMap<CollidingKey, NamedKey> other,
            int key,
            CyclicBarrier inFunctions) {
        NamedKey value = new NamedKey("of " + key);
        return () -> own.computeIfAbsent(new CollidingKey(key), absent -> {
            try {
                inFunctions.await();
            } catch (Exception e) {
                throw new AssertionError("a function was broken off while the other one ran", e);
            }
            other.put(new CollidingKey(key + 1), value);
            return value;
        });
    }
}
