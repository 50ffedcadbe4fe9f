package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.AbstractMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a snapshot of each kind of container is, whichever way it compares. */
public interface SnapshotContract extends ContractBase {

    /** Snapshots of maps that hold a name under itself and have seen another one die, by what they are of. */
    private Map<String, Map<NamedKey, NamedKey>> maps(Equivalence<Object> way, NamedKey name) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, NamedKey> keys =
                scene.<NamedKey, NamedKey>weakKeyMap().keys(way).build();
        WeakValueMap<NamedKey, NamedKey> values =
                scene.<NamedKey, NamedKey>weakValueMap().keys(way).build();
        WeakMap<NamedKey, NamedKey> pairs =
                scene.<NamedKey, NamedKey>weakMap().keys(way).build();
        NamedKey dead = new NamedKey("dead");
        for (NamedKey each : List.of(name, dead)) {
            keys.put(each, each);
            values.put(each, each);
            pairs.put(each, each);
        }
        scene.kill(dead);
        Map<String, Map<NamedKey, NamedKey>> snapshots = new LinkedHashMap<>();
        snapshots.put("a WeakKeyMap", keys.snapshot());
        snapshots.put("a WeakValueMap", values.snapshot());
        snapshots.put("a WeakMap", pairs.snapshot());
        scene.kill(name);
        keys.clear();
        values.clear();
        pairs.clear();
        return snapshots;
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: the snapshot of a map by identity has each of two equal keys, and finds each its value")
    default void snapshot_equalKeysByIdentity_hasBoth() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Equivalence<Object> way = Equivalence.identity();
        NamedKey one = new NamedKey("key");
        NamedKey two = new NamedKey("key");
        Map<String, ConcurrentMap<NamedKey, NamedKey>> maps = Map.of(
                "a WeakKeyMap", scene.<NamedKey, NamedKey>weakKeyMap().keys(way).build(),
                "a WeakValueMap",
                        scene.<NamedKey, NamedKey>weakValueMap().keys(way).build(),
                "a WeakMap", scene.<NamedKey, NamedKey>weakMap().keys(way).build());
        maps.forEach((kind, map) -> {
            map.put(one, one);
            map.put(two, two);
            Map<NamedKey, NamedKey> snapshot = snapshotOf(map);
            assertEquals(2, snapshot.size(), "size() of the snapshot of " + kind);
            assertSame(one, snapshot.get(one), "get of one key of the snapshot of " + kind);
            assertSame(two, snapshot.get(two), "get of the other key of the snapshot of " + kind);
            assertNull(snapshot.get(new NamedKey("key")), "get of a third key of the snapshot of " + kind);
        });
    }

    private static Map<NamedKey, NamedKey> snapshotOf(ConcurrentMap<NamedKey, NamedKey> map) {
        if (map instanceof WeakKeyMap<NamedKey, NamedKey> keys) {
            return keys.snapshot();
        }
        return map instanceof WeakMap<NamedKey, NamedKey> pairs
                ? pairs.snapshot()
                : ((WeakValueMap<NamedKey, NamedKey>) map).snapshot();
    }

    /** Snapshots of a set and an interner that hold a name and have seen another one die, by what they are of. */
    private Map<String, Set<NamedKey>> sets(Equivalence<Object> way, NamedKey name) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet().keys(way).build();
        Interner<NamedKey> interner = scene.<NamedKey>interner().keys(way).build();
        NamedKey dead = new NamedKey("dead");
        set.addAll(List.of(name, dead));
        interner.intern(name);
        interner.intern(dead);
        scene.kill(dead);
        Map<String, Set<NamedKey>> snapshots = new LinkedHashMap<>();
        snapshots.put("a WeakSet", set.snapshot());
        snapshots.put("an Interner", interner.snapshot());
        return snapshots;
    }

    private void onEach(
            NamedKey name,
            BiConsumer<String, Map<NamedKey, NamedKey>> ofMaps,
            BiConsumer<String, Set<NamedKey>> ofSets) {
        for (Equivalence<Object> way : LinearizabilityContract.WAYS) {
            maps(way, name).forEach((kind, snapshot) -> ofMaps.accept(kind + " by " + way, snapshot));
            sets(way, name).forEach((kind, snapshot) -> ofSets.accept(kind + " by " + way, snapshot));
        }
        Reference.reachabilityFence(name);
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: a snapshot holds what was alive, and nothing changes it afterwards")
    default void snapshot_ofEachKind_holdsWhatWasAlive() {
        NamedKey name = new NamedKey("name");
        onEach(name, (kind, snapshot) -> requireOneEntry(kind, snapshot, name), (kind, snapshot) -> {
            assertEquals(1, snapshot.size(), "the size of a snapshot of " + kind);
            assertEquals(name, snapshot.iterator().next(), "the element of a snapshot of " + kind);
        });
    }

    private static void requireOneEntry(String kind, Map<NamedKey, NamedKey> snapshot, NamedKey name) {
        assertEquals(Map.of(name, name), snapshot, "the snapshot of " + kind);
        assertEquals(Map.of(name, name).hashCode(), snapshot.hashCode(), "the hash of a snapshot of " + kind);
        assertEquals(1, snapshot.size(), "the size of a snapshot of " + kind);
        assertEquals(Set.of(name), snapshot.keySet(), "the keys of a snapshot of " + kind);
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: a snapshot can be changed in no way")
    default void snapshot_ofEachKind_isUnmodifiable() {
        NamedKey name = new NamedKey("other");
        onEach(name, (kind, snapshot) -> requireUnmodifiable(kind, snapshot, name), (kind, snapshot) -> {
            refuses(kind + ": add", () -> snapshot.add(name));
            refuses(kind + ": clear", snapshot::clear);
            refuses(kind + ": removal by an iterator", () -> removeFirst(snapshot.iterator()));
        });
    }

    private static void requireUnmodifiable(String kind, Map<NamedKey, NamedKey> snapshot, NamedKey name) {
        Set<Map.Entry<NamedKey, NamedKey>> entries = snapshot.entrySet();
        Set<NamedKey> keys = snapshot.keySet();
        refuses(kind + ": put", () -> snapshot.put(name, name));
        refuses(kind + ": remove", () -> snapshot.remove(keys.iterator().next()));
        refuses(kind + ": clear", snapshot::clear);
        refuses(kind + ": values().clear", () -> snapshot.values().clear());
        refuses(kind + ": setValue", () -> entries.iterator().next().setValue(name));
        refuses(kind + ": removal by an iterator", () -> removeFirst(entries.iterator()));
        refuses(kind + ": removal of a key", () -> removeFirst(keys.iterator()));
    }

    private static void removeFirst(Iterator<?> iterator) {
        iterator.next();
        iterator.remove();
    }

    private static void refuses(String what, Executable change) {
        assertThrows(UnsupportedOperationException.class, change, "a snapshot of " + what);
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: a snapshot finds keys as its container does")
    default void snapshot_ofEachKind_comparesAsItsContainer() {
        NamedKey name = new NamedKey("name");
        for (Equivalence<Object> way : LinearizabilityContract.WAYS) {
            maps(way, name)
                    .forEach((kind, snapshot) ->
                            requireComparedAsMap("of a snapshot of " + kind + " by " + way, snapshot, way, name));
            sets(way, name).forEach((kind, snapshot) -> requireComparedAsSet(kind + " by " + way, snapshot, way, name));
        }
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: a snapshot keeps keys of one hash apart, however they are compared")
    default void snapshot_keysOfOneHash_areKeptApart() {
        WeakKeyMap<NamedKey, NamedKey> map = new SimulatedCollection(backend())
                .<NamedKey, NamedKey>weakKeyMap()
                .keys(new OneHash())
                .build();
        List<NamedKey> names = NamedKey.many(20);
        names.forEach(name -> map.put(name, name));
        Map<NamedKey, NamedKey> snapshot = map.snapshot();
        assertEquals(20, snapshot.size(), "the size of a snapshot of 20 keys of one hash");
        names.forEach(name -> assertSame(name, snapshot.get(name), "get(" + name + ") of a snapshot"));
        assertNull(snapshot.get(new NamedKey("none")), "get of an absent key of the same hash of a snapshot");
    }

    /** Compares by equals, and has one hash for all. */
    final class OneHash implements Equivalence<Object> {
        @Override
        public int hash(Object object) {
            return 7;
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.equals(right);
        }
    }

    private static void requireComparedAsMap(
            String what, Map<NamedKey, NamedKey> snapshot, Equivalence<Object> way, NamedKey name) {
        NamedKey equal = new NamedKey("name");
        NamedKey other = new NamedKey("x");
        assertSame(name, snapshot.get(name), "get of the key itself " + what);
        for (NamedKey asked : List.of(equal, new NamedKey("no"), other)) {
            boolean there = way.equivalent(asked, name);
            assertSame(there ? name : null, snapshot.get(asked), "get(" + asked + ") " + what);
            assertEquals(there, snapshot.containsKey(asked), "containsKey(" + asked + ") " + what);
            Map.Entry<NamedKey, NamedKey> entry = Map.entry(asked, name);
            assertEquals(
                    there, snapshot.entrySet().contains(entry), "entrySet().contains of " + asked + "=name " + what);
        }
        assertEquals(false, snapshot.entrySet().contains(Map.entry(name, other)), "contains of name=x " + what);
        assertEquals(
                false,
                snapshot.entrySet().contains(new AbstractMap.SimpleEntry<NamedKey, @Nullable NamedKey>(name, null)),
                "contains of name=null " + what);
        assertEquals(true, snapshot.containsValue(equal), "containsValue of an equal value " + what);
        assertNull(snapshot.get(new NamedKey("dead")), "get of what died " + what);
    }

    private static void requireComparedAsSet(
            String kind, Set<NamedKey> snapshot, Equivalence<Object> way, NamedKey name) {
        NamedKey equal = new NamedKey("name");
        NamedKey alike = new NamedKey("no");
        assertEquals(
                List.of(true, way.equivalent(equal, name), way.equivalent(alike, name), false),
                List.of(
                        snapshot.contains(name),
                        snapshot.contains(equal),
                        snapshot.contains(alike),
                        snapshot.contains(new NamedKey("x"))),
                "contains of four of a snapshot of " + kind);
    }
}
