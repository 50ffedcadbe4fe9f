package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Equivalence;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.AllocatedBytes;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.models.PairEquivalence;
import dev.gossamer.tck.models.TrackedObject;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakKeyMap} in particular. */
public interface WeakKeyMapContract extends ContractBase {

    @Test
    @Tag(COLLECTOR)
    @Rule("KM-1")
    @DisplayName("KM-1: the value is released after its key died, though nobody touches the map")
    default void collection_deadKeyOfIdleMap_releasesValue() {
        WeakKeyMap<Object, Object> map = WeakKeyMap.builder().backend(backend()).build();
        WeakRef<Object> value = RealCollector.elsewhere(() -> {
            Object fresh = new Object();
            map.put(new Object(), fresh);
            return WeakRef.of(fresh);
        });
        RealCollector.await("the value of a dead key to be released", () -> !value.isAlive());
        assertTrue(map.isEmpty(), "isEmpty()");
    }

    @Test
    @Rule("KM-2")
    @DisplayName("KM-2: putting with an equal key keeps the stored key object, with which the entry lives and dies")
    default void put_equalKey_keepsStoredKey() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, String> map = scene.newWeakKeyMap();
        NamedKey first = new NamedKey("a");
        NamedKey second = new NamedKey("a");
        map.put(first, "1");
        assertEquals("1", map.put(second, "2"), "the value from before");
        assertSame(first, map.keySet().iterator().next(), "the key object stored");
        scene.kill(second);
        assertEquals("2", map.get(first), "the value after the other key died");
        scene.kill(first);
        assertNull(map.get(new NamedKey("a")), "the value after the stored key died");
    }

    @Test
    @Rule("KM-2")
    @DisplayName("KM-2: putReplacingKey adopts the new key object; so does remove, then put")
    default void putReplacingKey_equalKey_adoptsIt() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, String> map = scene.newWeakKeyMap();
        NamedKey first = new NamedKey("a");
        NamedKey second = new NamedKey("a");
        NamedKey third = new NamedKey("a");
        map.put(first, "1");
        assertEquals("1", map.putReplacingKey(second, "2"), "the value from before");
        scene.kill(first);
        assertEquals("2", map.get(second), "get of " + second);
        assertSame(second, map.keySet().iterator().next(), "the key object stored");
        map.remove(third);
        map.put(third, "3");
        scene.kill(second);
        assertEquals("3", map.get(third), "get of " + third);
    }

    @Test
    @Rule("KM-3")
    @DisplayName("KM-3: by identity, equal but distinct keys are two entries")
    default void put_equalKeysByIdentity_areTwoEntries() {
        WeakKeyMap<NamedKey, String> map = new SimulatedCollection(backend())
                .<NamedKey, String>weakKeyMap()
                .keys(Equivalence.identity())
                .build();
        NamedKey first = new NamedKey("a");
        NamedKey second = new NamedKey("a");
        assertNull(map.put(first, "1"), "the value before the first");
        assertNull(map.put(second, "2"), "the value before the second");
        assertEquals("1", map.get(first), "get of " + first);
        assertEquals("2", map.remove(second), "remove of " + second);
        assertFalse(map.containsKey(new NamedKey("a")), "a third equal key");
        assertEquals(1, map.size(), "map.size()");
    }

    @Test
    @Rule("KM-4")
    @DisplayName("KM-4: any equivalence compares keys, and their hash is frozen at insertion")
    default void put_ownEquivalence_comparesByIt() {
        WeakKeyMap<TrackedObject, String> map = new SimulatedCollection(backend())
                .<TrackedObject, String>weakKeyMap()
                .keys(PairEquivalence.PAIRED)
                .build();
        TrackedObject.Quiet quiet = new TrackedObject.Quiet();
        TrackedObject two = new TrackedObject(quiet, "two", 2);
        TrackedObject three = new TrackedObject(quiet, "three", 3);
        TrackedObject four = new TrackedObject(quiet, "four", 4);
        map.put(two, "2");
        assertEquals("2", map.get(three), "the value of an equivalent key");
        assertNull(map.get(four), "the value of another key");
        assertSame(two, map.canonicalKey(three), "canonicalKey of " + three);
        two.mutate(0x1000);
        assertNull(map.get(two), "a key that is another one now");
        assertEquals(1, map.size(), "entries there");
        map.clear();
        assertEquals(0, map.estimatedSize(), "after clear()");
    }

    @Test
    @Rule("KM-5")
    @DisplayName("KM-5: look-ups allocate nothing")
    default void get_manyTimes_allocatesNothing() {
        WeakKeyMap<NamedKey, String> map =
                WeakKeyMap.<NamedKey, String>builder().backend(backend()).build();
        NamedKey stored = new NamedKey("a");
        NamedKey equal = new NamedKey("a");
        NamedKey absent = new NamedKey("b");
        map.put(stored, "v");
        int[] wrong = new int[1];
        long bytes = AllocatedBytes.settled(() -> {
            for (int i = 0; i < 2_000; i++) {
                wrong[0] += map.get(equal) == null || map.get(absent) != null ? 1 : 0;
                wrong[0] += map.containsKey(equal) && !map.containsKey(absent) ? 0 : 1;
            }
        });
        assertEquals(0, wrong[0], "look-ups that went wrong");
        assertTrue(bytes < 2_000, "2,000 rounds of look-ups allocate " + bytes + " bytes");
        assertEquals(1, map.estimatedSize(), "map.estimatedSize()");
        assertEquals("v", map.get(stored), "get of " + stored);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("KM-5")
    @DisplayName("KM-5: look-ups register nothing: the key asked for can be collected")
    default void get_unheldKey_isCollectable() {
        WeakKeyMap<Object, String> map =
                WeakKeyMap.<Object, String>builder().backend(backend()).build();
        NamedKey stored = new NamedKey("a");
        map.put(stored, "v");
        WeakRef<Object> absent = RealCollector.elsewhere(() -> lookedUp(map, new NamedKey("b"), null));
        WeakRef<Object> equal = RealCollector.elsewhere(() -> lookedUp(map, new NamedKey("a"), "v"));
        RealCollector.await("keys asked for to be collected", () -> !absent.isAlive() && !equal.isAlive());
        assertEquals("v", map.get(stored), "get of " + stored);
    }

    private static WeakRef<Object> lookedUp(WeakKeyMap<Object, String> map, Object key, @Nullable Object expected) {
        assertEquals(expected, map.get(key), "get of " + key);
        assertEquals(expected != null, map.containsKey(key), "containsKey of " + key);
        return WeakRef.of(key);
    }

    @Test
    @Rule("KM-6")
    @DisplayName("KM-6: canonicalKey() gives the stored key")
    default void canonicalKey_equalKey_givesStored() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, String> map = scene.newWeakKeyMap();
        NamedKey stored = new NamedKey("a");
        map.put(stored, "v");
        assertSame(stored, map.canonicalKey(new NamedKey("a")), "map.canonicalKey(new NamedKey(\"a\"))");
        assertNull(map.canonicalKey(new NamedKey("b")), "of an absent key");
        scene.kill(stored);
        assertNull(map.canonicalKey(new NamedKey("a")), "of a dead key");
        NamedKey next = new NamedKey("a");
        map.computeIfAbsent(next, key -> {
            assertNull(map.canonicalKey(key), "of a key whose first value is being made");
            return "made";
        });
        assertSame(next, map.canonicalKey(new NamedKey("a")), "of a key whose value was made");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("KM-7")
    @DisplayName("KM-7: a value that refers to its key keeps the entry")
    default void collection_valueRefersToKey_entryStays() {
        WeakKeyMap<Object, Object> map = WeakKeyMap.builder().backend(backend()).build();
        RealCollector.elsewhere(() -> {
            Object key = new Object();
            return map.put(key, new Object[] {key}) == null;
        });
        for (int i = 0; i < 3; i++) {
            RealCollector.collect();
            map.reclaim();
        }
        assertEquals(1, map.size(), "map.size()");
    }
}
