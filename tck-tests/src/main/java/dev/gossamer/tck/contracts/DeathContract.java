package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.models.TrackedObject;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for every container between a death, its notice and its reclaiming. */
public interface DeathContract extends ContractBase {

    @Test
    @Rule("MAP-2")
    @DisplayName("MAP-2: a dead entry is absent in every operation of a WeakValueMap at once")
    default void anyOperation_deadValue_isAbsent() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, NamedKey> map = scene.newWeakValueMap();
        NamedKey dead = new NamedKey("dead");
        NamedKey fresh = new NamedKey("fresh");
        map.put("k", dead);
        scene.kill(dead);
        assertNull(map.get("k"), "get");
        assertFalse(map.containsKey("k") || map.containsValue(dead), "contains");
        assertFalse(map.keySet().iterator().hasNext(), "iteration");
        assertEquals(Map.of(), map, "the map, by equals");
        assertNull(map.remove("k"), "remove");
        assertNull(map.replace("k", fresh), "replace");
        assertNull(map.computeIfPresent("k", (key, value) -> fresh), "computeIfPresent");
        assertEquals(0, map.values().stream().count(), "stream");
        assertNull(map.putIfAbsent("k", fresh), "putIfAbsent");
        assertSame(fresh, map.get("k"), "map.get(\"k\")");
    }

    @Test
    @Rule("MAP-2")
    @DisplayName("MAP-2: a dead entry is absent in every operation of a WeakKeyMap at once")
    default void anyOperation_deadKey_isAbsent() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, String> map = scene.newWeakKeyMap();
        NamedKey dead = new NamedKey("k");
        NamedKey equal = new NamedKey("k");
        map.put(dead, "old");
        scene.kill(dead);
        assertNull(map.get(equal), "get");
        assertFalse(map.containsKey(equal) || map.containsValue("old"), "contains");
        assertFalse(map.entrySet().iterator().hasNext(), "iteration");
        assertNull(map.remove(equal), "remove");
        assertNull(map.replace(equal, "new"), "replace");
        assertEquals("new", map.computeIfAbsent(equal, key -> "new"), "map.computeIfAbsent(equal, key -> \"new\")");
        assertSame(equal, map.canonicalKey(equal), "canonicalKey of " + equal);
    }

    @Test
    @Rule("MAP-3")
    @DisplayName("MAP-3: a late notice leaves the newer entry under an equal key")
    default void reclaim_newerEntryUnderEqualKey_stays() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, String> keys = scene.newWeakKeyMap();
        WeakValueMap<String, NamedKey> values = scene.newWeakValueMap();
        NamedKey old = new NamedKey("k");
        NamedKey next = new NamedKey("k");
        keys.put(old, "old");
        values.put("k", old);
        scene.kill(old);
        keys.put(next, "new");
        values.put("k", next);
        scene.collector.enqueue();
        assertEquals(1, keys.reclaim(), "reclaimed");
        assertEquals(1, values.reclaim(), "reclaimed");
        assertEquals("new", keys.get(next), "get of " + next);
        assertSame(next, values.get("k"), "values.get(\"k\")");
    }

    @Test
    @Rule("MAP-4")
    @DisplayName("MAP-4: reclaiming calls no user code, and takes out what changed its hash or throws")
    default void reclaim_hostileKeys_callsNothing() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<TrackedObject, String> keys = scene.newWeakKeyMap();
        WeakValueMap<TrackedObject, TrackedObject> values = scene.newWeakValueMap();
        WeakMap<TrackedObject, TrackedObject> pairs =
                scene.<TrackedObject, TrackedObject>weakMap().build();
        TrackedObject.Quiet quiet = new TrackedObject.Quiet();
        TrackedObject value = new TrackedObject(quiet, "value", 12);
        List<TrackedObject> tokens = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tokens.add(new TrackedObject(quiet, "t" + i, i));
            keys.put(tokens.get(i), "v");
            values.put(tokens.get(i), tokens.get(i));
            pairs.put(tokens.get(i), value);
        }
        changeHashAndKill(scene, tokens.subList(0, 6));
        scene.collector.enqueue();
        quiet.during(() -> {
            keys.reclaim();
            values.reclaim();
            pairs.reclaim();
        });
        assertEquals(6, keys.estimatedSize(), "entries left");
        assertEquals(6, pairs.estimatedSize(), "entries left of a WeakMap");
        assertEquals(6, values.estimatedSize(), "entries left");
        assertEquals(
                6,
                tokens.subList(6, 12).stream().filter(keys::containsKey).count(),
                "tokens.subList(6, 12).stream().filter(keys::containsKey).count()");
    }

    private static void changeHashAndKill(SimulatedCollection scene, List<TrackedObject> tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            tokens.get(i).mutate(0x1000 * (i + 1));
            scene.kill(tokens.get(i));
        }
    }

    @Test
    @Rule("MAP-5")
    @DisplayName("MAP-5: size() counts the living, estimatedSize() is never negative, isEmpty() agrees with iteration")
    default void size_deadPending_countsTheLiving() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.newWeakValueMap();
        List<NamedKey> names = NamedKey.fill(map, 30);
        names.subList(0, 10).forEach(scene::kill);
        assertEquals(20, map.size(), "map.size()");
        assertEquals(30, map.estimatedSize(), "the dead ones are stored still");
        scene.reclaim(map);
        assertEquals(20, map.estimatedSize(), "after reclaiming");
        names.subList(10, 30).forEach(scene::kill);
        assertEquals(0, map.size(), "map.size()");
        assertTrue(map.isEmpty() && !map.values().iterator().hasNext(), "isEmpty()");
        map.clear();
        scene.reclaim(map);
        assertEquals(0, map.estimatedSize(), "at the end");
    }

    @Test
    @Rule("MAP-6")
    @DisplayName("MAP-6: an iterator gives each element once, none that is dead, and never fails")
    default void iterator_mapChangesMeanwhile_givesEachOnce() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, NamedKey> map = scene.newWeakValueMap();
        List<NamedKey> names = NamedKey.fill(map, 200);
        List<Integer> met = new ArrayList<>();
        Iterator<Integer> iterator = map.keySet().iterator();
        while (iterator.hasNext()) {
            met.add(iterator.next());
            if (met.size() == 20) {
                names.subList(100, 200).forEach(scene::kill);
                scene.reclaim(map);
                for (int i = 1_000; i < 1_400; i++) {
                    map.put(i, names.get(0));
                }
            }
        }
        assertEquals(met.stream().distinct().count(), met.size(), "elements met, no repeated one");
        assertEquals(100, met.stream().filter(each -> each < 100).count(), "of those that were there all the time");
        assertTrue(met.stream().filter(each -> each >= 100 && each < 200).count() <= 21, "dead ones met");
    }

    @Test
    @Rule("MAP-15")
    @DisplayName("MAP-15: the listener is told once of each entry that was collected, and of no other")
    default void onCollected_collectedAndOthers_toldOfTheCollected() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<String> told = new ArrayList<>();
        WeakValueMap<String, NamedKey> map = scene.<String, NamedKey>weakValueMap()
                .onCollected((key, ticket) -> told.add(key + " " + ticket))
                .build();
        NamedKey dies = new NamedKey("dies");
        NamedKey stays = new NamedKey("stays");
        map.put("plain", dies);
        map.put("ticketed", dies, "ticket");
        map.put("taken over", dies, "old");
        map.put("removed", dies);
        map.put("replaced", dies);
        map.remove("removed");
        map.put("replaced", stays);
        scene.kill(dies);
        map.put("taken over", stays); // while the dead entry still stands there
        scene.reclaim(map);
        scene.reclaim(map);
        assertEquals(
                List.of("plain null", "taken over old", "ticketed ticket"),
                told.stream().sorted().toList(),
                "told.stream().sorted().toList()");
        map.clear();
        scene.kill(stays);
        scene.reclaim(map);
        assertEquals(3, told.size(), "told after clear()");
    }

    @Test
    @Rule("VM-5")
    @DisplayName("VM-5: popEntry() never gives a dead entry")
    default void popEntry_onlyDeadRemain_isEmpty() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, NamedKey> map = scene.newWeakValueMap();
        NamedKey dead = new NamedKey("dead");
        NamedKey live = new NamedKey("live");
        map.put("a", dead);
        map.put("b", live);
        map.put("c", dead);
        scene.kill(dead);
        assertEquals(Optional.of(Map.entry("b", live)), map.popEntry(), "map.popEntry()");
        assertEquals(Optional.empty(), map.popEntry(), "map.popEntry()");
    }
}
