package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Equivalence;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.InitialEquivalence;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How keys and values compare: whose {@code equals} is asked, of what, and where identity decides. */
public interface ComparisonContract extends ContractBase {

    /** A key with a hash code of its choice, which minds being compared with one of another. */
    record Hashed(int number, int hash) {
        @Override
        public boolean equals(@Nullable Object other) {
            Hashed that = (Hashed) other;
            if (that == null || that.hash != hash) {
                throw new AssertionError("keys of different hash codes are compared: " + this + " and " + other);
            }
            return that.number == number;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: keys of any hash code are found, and compared only with keys of the same")
    default void lookUp_anyHashCode_comparesOnlyThatOne() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Hashed, Object> values = scene.newWeakValueMap();
        WeakKeyMap<Hashed, Object> keys = scene.newWeakKeyMap();
        List<Hashed> all = ofManyHashCodes();
        requireFound(values, all);
        requireFound(keys, all);
        Reference.reachabilityFence(all);
    }

    private static void requireFound(Map<Hashed, Object> map, List<Hashed> all) {
        all.forEach(key -> assertNull(map.put(key, key), "the value before put of " + key));
        for (Hashed key : all) {
            Hashed equal = new Hashed(key.number(), key.hash());
            assertSame(key, map.get(equal), "get of " + key);
            assertNull(map.get(new Hashed(-5, key.hash())), "get of an absent key of its hash code");
        }
        all.subList(0, 60).forEach(key -> assertSame(key, map.remove(key), "remove of " + key));
        assertEquals(all.size() - 60, map.size(), "size() after 60 removals");
    }

    private static List<Hashed> ofManyHashCodes() {
        List<Hashed> all = new ArrayList<>();
        for (int hash : new int[] {0, -1, 1, Integer.MAX_VALUE, 1 << 16, -1 << 16, 0x8001, 0x7fff_0000}) {
            all.add(new Hashed(1, hash));
            all.add(new Hashed(2, hash));
        }
        for (int i = 2; i < 200; i++) {
            all.add(new Hashed(i, i));
        }
        return all;
    }

    /** A key that says of itself what it equals. */
    record Asking(boolean asks) {
        @Override
        public boolean equals(@Nullable Object other) {
            return this == other || (asks && other instanceof Asking);
        }

        @Override
        public int hashCode() {
            return 7;
        }
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: the key that is asked for is the one whose equals() decides")
    default void lookUp_asymmetricKeys_askedOneDecides() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Asking stored = new Asking(false);
        Asking asked = new Asking(true);
        WeakValueMap<Asking, Asking> values = scene.newWeakValueMap();
        WeakKeyMap<Asking, Asking> keys = scene.newWeakKeyMap();
        for (Map<Asking, Asking> map : List.of(values, keys)) {
            map.put(stored, stored);
            assertSame(stored, map.get(asked), "get with a key that says it equals the stored one");
            assertNull(map.get(new Asking(false)), "get with a key that says it does not");
        }
        Reference.reachabilityFence(stored);
    }

    /** An object that may be compared by identity alone. */
    final class Untouchable {
        @Override
        public boolean equals(@Nullable Object other) {
            throw new AssertionError("equals() of a key of an identity map was called");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("hashCode() of a key of an identity map was called");
        }
    }

    @Test
    @Rule("KM-3")
    @DisplayName("KM-3: by identity nothing is asked of a key, neither equals() nor hashCode()")
    default void anyOperation_byIdentity_asksNothingOfKeys() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<Untouchable, String> map = scene.<Untouchable, String>weakKeyMap()
                .keys(Equivalence.identity())
                .build();
        WeakSet<Untouchable> set =
                scene.<Untouchable>weakSet().keys(Equivalence.identity()).build();
        List<Untouchable> keys = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Untouchable key = new Untouchable();
            keys.add(key);
            map.put(key, "put");
            set.add(key);
            assertEquals("put", map.computeIfPresent(key, (same, value) -> value), "computeIfPresent");
        }
        for (Untouchable key : keys) {
            assertEquals("put", map.get(key), "get of a key");
            assertTrue(set.contains(key), "contains of an element");
            assertNull(map.get(new Untouchable()), "get of another key");
        }
        requireRemoved(map, keys.get(0), keys.get(1));
        scene.kill(keys.get(2));
        assertEquals(2, scene.reclaim(map) + set.reclaim(), "entries reclaimed of one object in two containers");
        Reference.reachabilityFence(keys);
    }

    private static void requireRemoved(Map<Untouchable, String> map, Untouchable first, Untouchable second) {
        assertEquals("put", map.remove(first), "remove of a key");
        assertTrue(map.keySet().remove(second), "keySet().remove of a key");
        assertEquals(98, map.size(), "size() after two of 100 were removed");
    }

    @Test
    @Rule("KM-4")
    @DisplayName(
            "KM-4: each equivalence of the library compares as its name says, and gives what is equivalent one hash")
    default void equivalence_ofTheLibrary_comparesByItsName() {
        Object one = new NamedKey("a");
        Object equal = new NamedKey("a");
        int[] array = {1, 2};
        requireEquivalent(Equivalence.equality(), one, equal, new NamedKey("b"));
        requireEquivalent(Equivalence.identity(), one, one, equal);
        requireEquivalent(Equivalence.arrays(), array, array.clone(), new int[] {2, 1});
        requireEquivalent(Equivalence.arrays(), one, equal, array);
        long hashes = NamedKey.many(20).stream()
                .map(Equivalence.identity()::hash)
                .distinct()
                .count();
        assertTrue(hashes > 1, "20 objects have one identity hash");
        for (Equivalence<Object> sorting : List.of(Equivalence.equality(), Equivalence.arrays())) {
            assertEquals("text", sorting.sortKey("text"), "sortKey of what is Comparable, by " + sorting);
            assertNull(sorting.sortKey(one), "sortKey of what is not Comparable, by " + sorting);
        }
    }

    private static void requireEquivalent(Equivalence<Object> equivalence, Object one, Object same, Object other) {
        assertTrue(equivalence.equivalent(one, same), equivalence + " of what is the same by it");
        assertFalse(equivalence.equivalent(one, other), equivalence + " of what is not the same by it");
        assertEquals(equivalence.hash(one), equivalence.hash(same), "hashes by " + equivalence);
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: values compare by equals() wherever they are asked for")
    default void values_equalObjects_compareByEquals() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey key = new NamedKey("key");
        NamedKey value = new NamedKey("value");
        NamedKey equal = new NamedKey("value");
        NamedKey other = new NamedKey("other");
        for (Map<NamedKey, NamedKey> map :
                scene.<NamedKey, NamedKey>newMapsOfAllKinds().values()) {
            map.put(key, value);
            requireValuesComparedByEquals(map, key, equal, other);
            map.put(key, value);
            map.put(other, value);
            assertTrue(map.values().remove(equal), "values().remove of an equal value");
            assertEquals(1, map.size(), "entries left of two with one value after values().remove");
            assertTrue(map.values().retainAll(List.of()), "values().retainAll of nothing");
            assertTrue(map.isEmpty(), "isEmpty()");
        }
        Reference.reachabilityFence(key);
        Reference.reachabilityFence(value);
        Reference.reachabilityFence(other);
    }

    private static void requireValuesComparedByEquals(
            Map<NamedKey, NamedKey> map, NamedKey key, NamedKey equal, NamedKey other) {
        assertTrue(map.containsValue(equal) && map.values().contains(equal), "containsValue of an equal value");
        assertTrue(map.entrySet().contains(Map.entry(key, equal)), "entrySet().contains of an equal value");
        assertFalse(map.entrySet().contains(Map.entry(key, other)), "entrySet().contains of another value");
        assertFalse(map.entrySet().remove(Map.entry(key, other)), "entrySet().remove of another value");
        assertFalse(map.values().remove(other), "values().remove of another value");
        assertFalse(map.remove(key, null), "remove(key, null)");
        assertFalse(map.values().retainAll(List.of(equal)), "retainAll of an equal value");
        assertTrue(map.values().removeAll(List.of(equal)), "removeAll of an equal value");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: maps and views are equal when all they have is equal, and only then")
    default void equals_oneDifference_isNotEqual() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        WeakSet<NamedKey> set = scene.newWeakSet();
        set.add(a);
        for (Map<NamedKey, NamedKey> map :
                scene.<NamedKey, NamedKey>newMapsOfAllKinds().values()) {
            map.put(a, b);
            requireEqualOnlyToSame(map, a, b);
            assertEquals(map.keySet(), Set.of(a), "a key set of the same key");
            assertEquals(set, map.keySet(), "a set of the same element");
            assertEquals(Set.of(a).hashCode(), map.keySet().hashCode(), "hashCode() of the key set");
            assertNotEquals(map.keySet(), Set.of(), "a key set with one element less");
            assertNotEquals(map.keySet(), Set.of(a, b), "a key set with one element more");
            assertNotEquals(map.entrySet(), Set.of(Map.entry(a, a)), "an entry set with another value");
        }
        assertNotEquals(set, Set.of(b), "sets of different elements");
        assertNotEquals(set, Set.of(), "a set with one element less");
        Reference.reachabilityFence(a);
        Reference.reachabilityFence(b);
    }

    private static void requireEqualOnlyToSame(Map<NamedKey, NamedKey> map, NamedKey a, NamedKey b) {
        assertEquals(map, Map.of(a, b), "a map of the same entry");
        assertEquals(Map.of(a, b).hashCode(), map.hashCode(), "hashCode()");
        assertNotEquals(map, Map.of(a, a), "maps of different values");
        assertNotEquals(map, Map.of(b, b), "maps of different keys");
        assertNotEquals(map, Map.of(a, b, b, b), "a map with one entry more");
        assertNotEquals(map, Map.of(), "a map with one entry less");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: null in a collection that is asked about is not there, and does no harm")
    default void bulkQuestions_nullInside_isNotThere() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey a = new NamedKey("a");
        List<Object> withNull = Arrays.asList(null, a);
        WeakSet<NamedKey> set = scene.newWeakSet();
        set.add(a);
        List<Collection<NamedKey>> asked = new ArrayList<>(List.of(set));
        List<Map.Entry<NamedKey, NamedKey>> partly =
                List.of(new SimpleEntry<>(a, null), new SimpleEntry<>(null, a), new SimpleEntry<>(null, null));
        scene.<NamedKey, NamedKey>newMapsOfAllKinds().forEach((kind, map) -> {
            map.put(a, a);
            asked.add(map.keySet());
            for (Map.Entry<NamedKey, NamedKey> entry : partly) {
                assertFalse(map.entrySet().contains(entry), kind + ": entrySet().contains of " + entry);
                assertFalse(map.entrySet().remove(entry), kind + ": entrySet().remove of " + entry);
            }
            assertFalse(map.entrySet().removeAll(partly), kind + ": entrySet().removeAll of entries with null");
        });
        for (Collection<NamedKey> elements : asked) {
            assertFalse(elements.containsAll(withNull), "containsAll with null inside");
            assertFalse(elements.retainAll(withNull), "retainAll with null inside");
            assertTrue(elements.removeAll(withNull), "removeAll with null inside");
            assertTrue(elements.isEmpty(), "isEmpty()");
        }
        Reference.reachabilityFence(a);
    }

    @Test
    @Rule({"KM-3", "KM-4"})
    @DisplayName("KM-3 KM-4: bulk operations on keys and elements compare as their container does")
    default void retainAll_ownEquivalence_goesByIt() {
        NamedKey a = new NamedKey("a");
        List<NamedKey> identical = List.of(a, new NamedKey("b"));
        requireMapComparedBy(Equivalence.identity(), "KM-3", a, identical);
        requireSetComparedBy(Equivalence.identity(), "KM-3", a, identical);
        List<NamedKey> alike = List.of(new NamedKey("a, but longer"), new NamedKey("c"));
        requireMapComparedBy(InitialEquivalence.SAME_INITIAL, "KM-4", a, alike);
        requireSetComparedBy(InitialEquivalence.SAME_INITIAL, "KM-4", a, alike);
    }

    /** Asks a map with two keys for one that is equivalent to the first, and one that is equivalent to none. */
    private void requireMapComparedBy(Equivalence<Object> way, String rule, NamedKey a, List<NamedKey> asked) {
        WeakKeyMap<NamedKey, String> map = new SimulatedCollection(backend())
                .<NamedKey, String>weakKeyMap()
                .keys(way)
                .build();
        NamedKey b = new NamedKey("b");
        map.put(a, "a");
        map.put(b, "b");
        RuleViolation.unless(
                "a".equals(map.snapshot().get(asked.get(0))) && map.snapshot().get(asked.get(1)) == null,
                rule,
                "get of a snapshot by " + way + " finds otherwise than the map");
        RuleViolation.unless(
                map.keySet().retainAll(asked) && map.size() == 1 && map.containsKey(a),
                rule,
                "keySet().retainAll by " + way + " leaves " + map);
        Reference.reachabilityFence(b);
    }

    private void requireSetComparedBy(Equivalence<Object> way, String rule, NamedKey a, List<NamedKey> asked) {
        WeakSet<NamedKey> set =
                new SimulatedCollection(backend()).<NamedKey>weakSet().keys(way).build();
        NamedKey b = new NamedKey("b");
        set.addAll(List.of(a, b));
        WeakSet<NamedKey> common = set.intersection(asked);
        RuleViolation.unless(
                common.size() == 1 && common.contains(asked.get(0)) && !common.contains(asked.get(1)),
                rule,
                "the intersection by " + way + " is " + common);
        RuleViolation.unless(
                set.retainAll(asked) && set.size() == 1 && set.contains(a),
                rule,
                "retainAll by " + way + " leaves " + set);
        Reference.reachabilityFence(b);
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: a snapshot is unmodifiable through each of its views, and compares as its container does")
    default void snapshot_byIdentity_isAMapByIdentity() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey first = new NamedKey("a");
        NamedKey second = new NamedKey("a");
        WeakKeyMap<NamedKey, String> map = scene.<NamedKey, String>weakKeyMap()
                .keys(Equivalence.identity())
                .build();
        map.put(first, "1");
        map.put(second, "2");
        Map<NamedKey, String> snapshot = map.snapshot();
        assertEquals(2, snapshot.size(), "size()");
        assertEquals(List.of("1", "2"), List.of(snapshot.get(first), snapshot.get(second)), "get");
        assertTrue(snapshot.entrySet().contains(Map.entry(first, "1")), "entrySet().contains");
        assertFalse(snapshot.entrySet().contains(Map.entry(first, "2")), "entrySet().contains of another value");
        assertFalse(snapshot.entrySet().contains(new SimpleEntry<>(first, null)), "entrySet().contains of null");
        assertFalse(snapshot.entrySet().contains(new SimpleEntry<>(null, "1")), "entrySet().contains of a null key");
        assertFalse(snapshot.containsKey(null) || snapshot.containsKey(new NamedKey("a")), "containsKey");
        requireUnmodifiable(scene, snapshot);
        assertEquals(2, map.size(), "size() of the map");
        Reference.reachabilityFence(first);
        Reference.reachabilityFence(second);
    }

    private static void requireUnmodifiable(SimulatedCollection scene, Map<NamedKey, String> snapshot) {
        for (Map<?, ?> copy : List.of(snapshot, scene.weakValueMap().build().snapshot())) {
            assertThrows(UnsupportedOperationException.class, () -> put(copy), "put into a snapshot");
        }
        Iterator<NamedKey> iterator = snapshot.keySet().iterator();
        NamedKey first = iterator.next();
        assertThrows(UnsupportedOperationException.class, iterator::remove, "remove through an iterator");
        assertThrows(
                UnsupportedOperationException.class,
                () -> scene.<NamedKey>weakSet().build().snapshot().add(first));
    }

    @SuppressWarnings("unchecked") // it is refused
    private static void put(Map<?, ?> map) {
        ((Map<Object, Object>) map).put(new NamedKey("new"), "new");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: toString() of a container that contains itself ends")
    default void toString_containsItself_ends() {
        WeakKeyMap<NamedKey, Object> map = new SimulatedCollection(backend()).newWeakKeyMap();
        NamedKey key = new NamedKey("key");
        map.put(key, map);
        assertEquals("{" + key + "=(this Map)}", map.toString(), "toString()");
        Reference.reachabilityFence(key);
    }

    @Test
    @Rule("MAP-6")
    @DisplayName("MAP-6: an iterator removes the association it gave, not what looks like it by now, and then ends")
    default void iteratorRemove_keyExchangedMeanwhile_leavesTheNewer() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey old = new NamedKey("a");
        NamedKey next = new NamedKey("a");
        NamedKey another = new NamedKey("b");
        for (Map<NamedKey, NamedKey> map :
                scene.<NamedKey, NamedKey>newMapsOfAllKinds().values()) {
            map.put(old, old);
            Iterator<NamedKey> iterator = map.keySet().iterator();
            assertSame(old, iterator.next(), "the first key of an iterator");
            map.remove(old);
            map.put(next, next);
            iterator.remove();
            assertSame(next, map.get(next), "what was put under an equal key after the iterator gave the old one");
            assertThrows(NoSuchElementException.class, () -> exhaust(iterator), "next() at the end");
            map.put(another, next);
            removeBothAfterLookingAhead(map);
        }
        Reference.reachabilityFence(old);
        Reference.reachabilityFence(next);
        Reference.reachabilityFence(another);
    }

    private static void removeBothAfterLookingAhead(Map<NamedKey, NamedKey> map) {
        Iterator<NamedKey> iterator = map.values().iterator();
        Map<NamedKey, NamedKey> left = new HashMap<>(map);
        iterator.next();
        assertTrue(iterator.hasNext(), "hasNext() after the first of two");
        iterator.remove();
        iterator.next();
        iterator.remove();
        assertThrows(IllegalStateException.class, iterator::remove, "remove() twice");
        assertEquals(2, left.size(), "entries of a copy");
        assertTrue(map.isEmpty(), "after both were removed, each after looking ahead");
    }

    private static void exhaust(Iterator<?> iterator) {
        for (int i = 0; i < 10; i++) {
            iterator.next();
        }
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: removeIf leaves a value that was written after its filter saw another one")
    default void removeIf_valueChangesMeanwhile_leavesTheNewer() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey key = new NamedKey("key");
        NamedKey seen = new NamedKey("seen");
        NamedKey next = new NamedKey("next");
        scene.<NamedKey, NamedKey>newMapsOfAllKinds().forEach((kind, map) -> {
            map.put(key, seen);
            boolean changed = map.values().removeIf(value -> map.put(key, next) == seen);
            assertFalse(changed, "what removeIf of a " + kind + " says when the value it saw was overwritten");
            assertSame(next, map.get(key), "the newer value of a " + kind);
            assertFalse(map.entrySet().removeIf(entry -> map.remove(key) == next), "removeIf of what is gone");
        });
    }
}
