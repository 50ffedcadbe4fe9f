package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Interner;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakMultimap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.CollidingKey;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.io.Serializable;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for every container, without deaths. */
public interface MapContract extends ContractBase {

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: create() and identity() give an empty container of each kind, which compares as they say")
    default void create_eachKind_comparesAsItSays() {
        requireStandard();
        NamedKey key = new NamedKey("key");
        NamedKey equal = new NamedKey("key");
        List<Map<NamedKey, NamedKey>> byEquality =
                List.of(WeakValueMap.create(), WeakKeyMap.create(), WeakMap.create());
        byEquality.forEach(map -> {
            assertNull(map.put(key, key), "put into what create() gave");
            assertSame(key, map.get(equal), "get of an equal key");
        });
        List<Map<NamedKey, NamedKey>> byIdentity = List.of(WeakKeyMap.identity(), WeakMap.identity());
        byIdentity.forEach(map -> {
            assertNull(map.put(key, key), "put into what identity() gave");
            assertNull(map.get(equal), "get of an equal key by identity");
        });
        for (WeakSet<NamedKey> set : List.of(WeakSet.<NamedKey>create(), WeakSet.<NamedKey>identity())) {
            assertTrue(set.add(key), "add to an empty set");
            assertTrue(set.contains(key), "contains of an element");
        }
        assertSame(key, Interner.<NamedKey>create().intern(key), "intern of the first of its value");
        for (WeakMultimap<NamedKey, NamedKey> multimap :
                List.of(WeakMultimap.<NamedKey, NamedKey>weakValues(), WeakMultimap.<NamedKey, NamedKey>weakKeys())) {
            assertTrue(multimap.put(key, key), "put into an empty multimap");
        }
        Reference.reachabilityFence(List.of(key, equal));
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: keys of one hash code are kept apart")
    default void put_keysOfOneHash_keepsThemApart() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<CollidingKey, String> keys = scene.newWeakKeyMap();
        WeakValueMap<CollidingKey, NamedKey> values = scene.newWeakValueMap();
        List<CollidingKey> colliders = new ArrayList<>();
        List<NamedKey> names = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            colliders.add(new CollidingKey(i));
            names.add(new NamedKey("v" + i));
            assertNull(keys.put(colliders.get(i), "v" + i), "the value from before");
            assertNull(values.put(colliders.get(i), names.get(i)), "the value from before");
        }
        for (int i = 0; i < 50; i += 2) {
            assertEquals("v" + i, keys.remove(new CollidingKey(i)), "remove of " + new CollidingKey(i));
            assertSame(names.get(i), values.remove(colliders.get(i)), "remove of " + colliders.get(i));
        }
        for (int i = 0; i < 50; i++) {
            assertEquals(i % 2 == 0 ? null : "v" + i, keys.get(colliders.get(i)), "get of " + colliders.get(i));
            assertSame(
                    i % 2 == 0 ? null : names.get(i), values.get(new CollidingKey(i)), "get of " + new CollidingKey(i));
        }
        assertEquals(25, keys.size(), "keys.size()");
        assertEquals(25, values.size(), "values.size()");
        Reference.reachabilityFence(names);
        Reference.reachabilityFence(colliders);
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: among many comparable keys of one hash code an equal one of another class is found")
    default void get_equalKeyOfAnotherClass_isFound() {
        requireFoundByOthers(NumberedKey.Left::new, NumberedKey.Right::new);
        requireFoundByOthers(NumberedKey.Right::new, NumberedKey.Left::new); // whichever the table has first
    }

    private void requireFoundByOthers(IntFunction<NumberedKey> stored, IntFunction<NumberedKey> asked) {
        NamedKey value = new NamedKey("value");
        List<NumberedKey> keys = IntStream.range(0, 50).mapToObj(stored).toList();
        new SimulatedCollection(backend()).<NumberedKey, NamedKey>newMaps().forEach((kind, map) -> {
            keys.forEach(key -> map.put(key, value));
            for (int number = 0; number < 50; number++) {
                NumberedKey equal = asked.apply(number);
                assertSame(value, map.get(equal), "get of an equal key of another class, from a " + kind);
                assertSame(value, map.putIfAbsent(equal, value), "putIfAbsent of such a key, to a " + kind);
            }
            assertEquals(50, map.size(), "size() of a " + kind);
        });
        Reference.reachabilityFence(keys);
    }

    /** A key of one hash code that equals all of its number, and is ordered among those of its own class. */
    abstract class NumberedKey {
        final int number;

        NumberedKey(int number) {
            this.number = number;
        }

        @Override
        public final boolean equals(@Nullable Object other) {
            return other instanceof NumberedKey that && that.number == number;
        }

        @Override
        public final int hashCode() {
            return 815;
        }

        static final class Left extends NumberedKey implements Comparable<Left> {
            Left(int number) {
                super(number);
            }

            @Override
            public int compareTo(Left other) {
                return Integer.compare(number, other.number);
            }
        }

        static final class Right extends NumberedKey implements Comparable<Right> {
            Right(int number) {
                super(number);
            }

            @Override
            public int compareTo(Right other) {
                return Integer.compare(number, other.number);
            }
        }
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: a table keeps every entry while it grows")
    default void put_thousands_keepsAll() {
        WeakValueMap<Integer, NamedKey> map = new SimulatedCollection(backend()).newWeakValueMap();
        List<NamedKey> names = NamedKey.fill(map, 5_000);
        for (int i = 0; i < 5_000; i++) {
            assertSame(names.get(i), map.get(i), "value of " + i);
        }
        assertEquals(5_000, map.size(), "map.size()");
        assertEquals(5_000, map.estimatedSize(), "map.estimatedSize()");
        Reference.reachabilityFence(names);
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: views write through, and show what the map holds")
    default void views_writtenTo_changeTheMap() {
        WeakKeyMap<NamedKey, String> map = new SimulatedCollection(backend()).newWeakKeyMap();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        NamedKey c = new NamedKey("c");
        map.putAll(Map.of(a, "1", b, "2", c, "3"));
        assertTrue(map.keySet().remove(a), "keySet().remove");
        assertTrue(map.values().remove("2"), "values().remove");
        map.entrySet().forEach(entry -> entry.setValue("4"));
        assertEquals(Map.of(c, "4"), map, "the map, by equals");
        assertTrue(map.entrySet().contains(Map.entry(c, "4")), "entrySet().contains");
        assertEquals(
                Set.of("4"),
                map.values().stream().collect(Collectors.toSet()),
                "map.values().stream().collect(Collectors.toSet())");
        Iterator<NamedKey> iterator = map.keySet().iterator();
        assertSame(c, iterator.next(), "iterator.next()");
        iterator.remove();
        assertTrue(map.isEmpty(), "isEmpty() after removal through the iterator");
        assertThrows(IllegalStateException.class, iterator::remove);
        assertSame(List.of(a, b, c).get(2), c, "c");
    }

    @Test
    @Rule("MAP-12")
    @DisplayName(
            "MAP-12: a snapshot is unmodifiable, whole, and independent of the map; equals and hashCode agree with it")
    default void snapshot_mapChangesLater_staysAsItWas() {
        WeakValueMap<String, NamedKey> map = new SimulatedCollection(backend()).newWeakValueMap();
        Map<String, NamedKey> model = new LinkedHashMap<>();
        NamedKey.many(20).forEach(name -> model.put(name.text(), name));
        map.putAll(model);
        Map<String, NamedKey> snapshot = map.snapshot();
        assertEquals(model, snapshot, "snapshot()");
        assertEquals(model, map, "the map, by equals");
        assertEquals(model.hashCode(), map.hashCode(), "map.hashCode()");
        map.clear();
        assertEquals(model, snapshot, "the snapshot after clear()");
        assertThrows(UnsupportedOperationException.class, snapshot::clear);
    }

    @Test
    @Rule("MAP-13")
    @DisplayName("MAP-13: toString() survives deaths while it runs")
    default void toString_deathsWhileItRuns_survives() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Integer, Object> map = scene.newWeakValueMap();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            values.add(new Object() {
                @Override
                public String toString() {
                    values.subList(20, 40).forEach(scene::kill);
                    scene.reclaim(map);
                    return "value";
                }
            });
            map.put(i, values.get(i));
        }
        assertTrue(map.toString().contains("=value"), map.toString());
        assertEquals(20, map.size(), "map.size()");
    }

    @Test
    @Rule("MAP-14")
    @DisplayName("MAP-14: a bulk operation stops at a refused element; what came before stays")
    default void putAll_refusedElement_stopsThere() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, Object> map = scene.newWeakValueMap();
        NamedKey good = new NamedKey("good");
        Map<String, Object> source = new LinkedHashMap<>();
        source.put("a", good);
        source.put("b", 1000);
        source.put("c", good);
        assertThrows(NotWeaklyReferenceableException.class, () -> map.putAll(source));
        assertEquals(Map.of("a", good), map, "the map, by equals");
        stopAddAll(scene.newWeakSet(), good);
    }

    private static void stopAddAll(WeakSet<Object> set, NamedKey good) {
        assertThrows(
                NotWeaklyReferenceableException.class, () -> set.addAll(List.of(good, 1000, new NamedKey("late"))));
        assertEquals(Set.of(good), set, "the set, by equals");
    }

    @Test
    @Rule("MAP-16")
    @DisplayName("MAP-16: a copy has the same referents and settings, and is independent")
    default void copy_changed_leavesTheOriginal() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Object> told = new ArrayList<>();
        WeakValueMap<String, NamedKey> map = scene.<String, NamedKey>weakValueMap()
                .onCollected((key, ticket) -> told.add(key + " " + ticket))
                .build();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        map.put("a", a, "ticket");
        WeakValueMap<String, NamedKey> copy = map.copy();
        assertSame(a, copy.get("a"), "copy.get(\"a\")");
        copy.put("b", b);
        assertNull(map.get("b"), "what was put into the copy");
        map.remove("a");
        assertSame(a, copy.get("a"), "what was removed from the original");
        scene.kill(a);
        scene.reclaim(copy);
        assertEquals(List.of("a ticket"), told, "the copy has listener and ticket");
        assertSame(b, copy.get("b"), "copy.get(\"b\")");
    }

    @Test
    @Rule("MAP-17")
    @DisplayName("MAP-17: an operation among many comparable keys of one hash code compares with few of them")
    default void operations_manyKeysOfOneHash_compareFew() {
        Map<String, ConcurrentMap<CollidingKey, NamedKey>> maps =
                new SimulatedCollection(backend()).newMapsOfAllKinds();
        NamedKey value = new NamedKey("v");
        int most = 0;
        for (Map<CollidingKey, NamedKey> map : maps.values()) {
            List<CollidingKey> stored = new ArrayList<>();
            most = Math.max(most, mostComparisonsOfPuts(map, value, stored));
            most = Math.max(most, mostComparisonsOfUses(map, value));
            assertEquals(1_980, map.size(), "map.size()");
            Reference.reachabilityFence(stored);
        }
        Assumptions.assumeTrue(
                most < 200 || backend().resistsCollisions(), "the backend does not say that it resists collisions");
        assertTrue(most < 200, "an operation among 2,000 keys of one hash code compares with " + most);
        Reference.reachabilityFence(value);
    }

    private static int mostComparisonsOfPuts(
            Map<CollidingKey, NamedKey> map, NamedKey value, List<CollidingKey> stored) {
        int most = 0;
        for (int i = 0; i < 2_000; i++) {
            stored.add(new CollidingKey(i * 773 % 2_000));
            map.put(stored.get(i), value);
            most = Math.max(most, stored.get(i).comparisons());
            stored.get(i).forgetComparisons();
        }
        return most;
    }

    private static int mostComparisonsOfUses(Map<CollidingKey, NamedKey> map, NamedKey value) {
        int most = 0;
        for (int i = 0; i < 2_000; i += 100) {
            CollidingKey asked = new CollidingKey(i);
            assertSame(value, map.get(asked), "get of " + asked);
            assertSame(value, map.put(asked, value), "put of " + asked);
            assertSame(value, map.remove(asked), "remove of " + asked);
            assertNull(map.get(asked), "get of " + asked + " after its removal");
            most = Math.max(most, asked.comparisons());
        }
        return most;
    }

    @Test
    @Rule("MAP-18")
    @DisplayName("MAP-18: no container is Serializable")
    default void build_anyContainer_isNotSerializable() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Object> containers = List.of(
                scene.weakValueMap().build(),
                scene.weakKeyMap().build(),
                scene.weakMap().build(),
                WeakMultimap.builder().backend(backend()).weakKeys(),
                scene.weakSet().build(),
                scene.interner().build());
        containers.forEach(each -> assertFalse(each instanceof Serializable, each.getClass() + " is Serializable"));
    }
}
