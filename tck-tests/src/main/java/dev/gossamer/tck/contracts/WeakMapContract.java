package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Equivalence;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a map with two weak sides promises. */
public interface WeakMapContract extends ContractBase {

    /** A map of which the test is the collector, and what its listener was told. */
    final class Pairs {
        final SimulatedCollection scene;
        final List<String> told = new ArrayList<>();
        final WeakMap<NamedKey, NamedKey> map;
        final NamedKey key = new NamedKey("key");
        final NamedKey value = new NamedKey("value");
        final NamedKey other = new NamedKey("other");

        Pairs(WeakMapContract contract) {
            scene = new SimulatedCollection(contract.backend());
            map = WeakMap.<NamedKey, NamedKey>builder()
                    .backend(scene.collector)
                    .reclaim(Reclaim.MANUAL)
                    .recordStats()
                    .onCollected(new Listener(told))
                    .build();
            map.put(key, value);
        }

        void requireEmpty(String when) {
            assertNull(map.get(new NamedKey("key")), "get " + when);
            assertEquals(0, map.size(), "size() " + when);
            assertTrue(map.isEmpty(), "isEmpty() " + when);
            assertEquals(Map.of(), map.snapshot(), "snapshot() " + when);
            assertEquals("{}", map.toString(), "toString() " + when);
            assertEquals(false, map.containsValue(value), "containsValue " + when);
            assertEquals(false, map.entrySet().iterator().hasNext(), "hasNext() " + when);
        }
    }

    /**
     * Writes down what it is told.
     *
     * @param told where to
     */
    record Listener(List<String> told) implements WeakMap.PairListener<NamedKey, NamedKey> {
        @Override
        public void keyCollected(NamedKey survivor) {
            told.add("the key of " + name(survivor));
        }

        @Override
        public void valueCollected(NamedKey survivor) {
            told.add("the value of " + name(survivor));
        }

        /** Tells of nobody too: what a listener throws would be reported elsewhere. */
        private static String name(@Nullable NamedKey survivor) {
            return survivor == null ? "nobody" : survivor.text();
        }
    }

    @Test
    @Rule("WM-1")
    @DisplayName("WM-1: a map with two weak sides does as any other map, whatever is written, removed and computed")
    default void weakMap_anyOperations_doAsAHashMap() {
        WeakMap<NamedKey, NamedKey> map = new Pairs(this).map;
        map.clear();
        Map<NamedKey, NamedKey> expected = new HashMap<>();
        List<NamedKey> names = NamedKey.many(12);
        Random random = new Random(7);
        for (int i = 0; i < 3_000; i++) {
            NamedKey key = new NamedKey(names.get(random.nextInt(12)).text());
            NamedKey stored = names.get(names.indexOf(key));
            NamedKey value = names.get(random.nextInt(12));
            int operation = random.nextInt(11);
            String what = "operation " + operation + " on " + key.text() + " with " + value.text();
            assertSame(use(expected, operation, stored, value), use(map, operation, stored, value), what);
            assertSame(expected.get(key), map.get(key), "get after " + what);
            assertEquals(expected.size(), map.size(), "size() after " + what);
        }
        assertEquals(expected, map, "the map after all operations");
        assertEquals(expected.hashCode(), map.hashCode(), "hashCode()");
        assertEquals(expected.keySet(), map.keySet(), "keySet()");
        setAndRemoveFirst(map, names.get(3));
        Reference.reachabilityFence(names);
    }

    private static void setAndRemoveFirst(WeakMap<NamedKey, NamedKey> map, NamedKey next) {
        Iterator<Map.Entry<NamedKey, NamedKey>> entries = map.entrySet().iterator();
        Map.Entry<NamedKey, NamedKey> first = entries.next();
        assertSame(first.getValue(), first.setValue(next), "setValue");
        assertSame(next, map.get(first.getKey()), "get after setValue");
        entries.remove();
        assertNull(map.get(first.getKey()), "get after removal by an iterator");
    }

    private static @Nullable Object use(Map<NamedKey, NamedKey> map, int operation, NamedKey key, NamedKey value) {
        return switch (operation) {
            case 0, 1 -> map.put(key, value);
            case 2 -> map.putIfAbsent(key, value);
            case 3 -> map.remove(key);
            case 4 -> map.remove(key, value);
            case 5 -> map.replace(key, value);
            case 6 -> map.replace(key, value, key);
            case 7 -> map.computeIfAbsent(key, absent -> value);
            case 8 -> map.computeIfPresent(key, (same, seen) -> seen == value ? null : value);
            case 9 -> map.merge(key, value, (seen, given) -> seen == key ? null : seen);
            default -> map.compute(key, (same, seen) -> seen == null ? value : seen);
        };
    }

    @Test
    @Rule("WM-1")
    @DisplayName("WM-1: an association lives and dies with the key that was stored first, and compares as it was told")
    default void weakMap_equalKeys_keepTheFirst() {
        Pairs pairs = new Pairs(this);
        NamedKey equal = new NamedKey("key");
        assertSame(pairs.value, pairs.map.put(equal, pairs.other), "put with an equal key");
        assertSame(pairs.key, pairs.map.keySet().iterator().next(), "the key that is stored");
        pairs.scene.kill(equal);
        assertSame(pairs.other, pairs.map.get(equal), "get after the death of a key that was not stored");
        pairs.scene.kill(pairs.key);
        assertNull(pairs.map.get(equal), "get after the death of the key that was stored");
        compareByIdentity(pairs, equal);
    }

    private static void compareByIdentity(Pairs pairs, NamedKey key) {
        WeakMap<NamedKey, NamedKey> identical = WeakMap.<NamedKey, NamedKey>builder()
                .backend(pairs.scene.collector)
                .keys(Equivalence.identity())
                .build();
        identical.put(key, pairs.value);
        assertNull(identical.get(new NamedKey("key")), "get of an equal key by identity");
        assertSame(pairs.value, identical.copy().snapshot().get(key), "get of a snapshot of a copy by identity");
    }

    @Test
    @Rule({"WM-2", "WM-3"})
    @DisplayName("WM-2 WM-3: an association with a dead side is absent at once, leaves, and the other side is told")
    default void weakMap_oneSideDies_isAbsentAndToldOnce() {
        for (boolean keyDies : new boolean[] {true, false}) {
            Pairs pairs = new Pairs(this);
            String when = "after the " + (keyDies ? "key" : "value") + " died";
            pairs.scene.kill(keyDies ? pairs.key : pairs.value);
            pairs.requireEmpty(when);
            assertEquals(1, pairs.scene.reclaim(pairs.map), "associations that reclaim() took out " + when);
            assertEquals(0, pairs.map.estimatedSize(), "estimatedSize() after reclaim(), " + when);
            assertEquals(
                    List.of(keyDies ? "the key of value" : "the value of key"), pairs.told, "what was told " + when);
            assertEquals(1, pairs.map.stats().collected(), "deaths counted " + when);
            pairs.scene.kill(pairs.key, pairs.value);
            pairs.scene.reclaim(pairs.map);
            assertEquals(1, pairs.told.size(), "how often somebody was told of one association");
        }
    }

    @Test
    @Rule("WM-3")
    @DisplayName("WM-3: where both sides died, and of what was removed or replaced before, nobody is told")
    default void weakMap_bothDieOrOneWasRemoved_tellsNobody() {
        for (int order = 0; order < 2; order++) {
            Pairs pairs = new Pairs(this);
            pairs.scene.kill(order == 0 ? pairs.key : pairs.value);
            pairs.scene.kill(order == 0 ? pairs.value : pairs.key);
            pairs.scene.reclaim(pairs.map);
            assertEquals(List.of(), pairs.told, "what was told where both sides died");
            assertEquals(0, pairs.map.estimatedSize(), "estimatedSize() where both sides died");
        }
        removeAndReplace(new Pairs(this));
    }

    private static void removeAndReplace(Pairs pairs) {
        pairs.map.put(pairs.other, pairs.value);
        pairs.map.put(pairs.other, pairs.key);
        pairs.map.remove(pairs.key);
        pairs.scene.kill(pairs.value);
        pairs.scene.reclaim(pairs.map);
        assertEquals(List.of(), pairs.told, "what was told of associations that were removed and replaced");
        assertSame(pairs.key, pairs.map.get(pairs.other), "the association that replaced another");
    }

    @Test
    @Rule("WM-2")
    @DisplayName("WM-2: a late notice of a death leaves the association that came since")
    default void weakMap_noticeComesLate_leavesTheNewer() {
        for (boolean keyDies : new boolean[] {true, false}) {
            Pairs pairs = new Pairs(this);
            pairs.scene.kill(keyDies ? pairs.key : pairs.value);
            NamedKey again = new NamedKey("key");
            assertNull(pairs.map.put(again, pairs.other), "put over an association with a dead side");
            pairs.scene.reclaim(pairs.map);
            assertSame(pairs.other, pairs.map.get(again), "the association that came after a death");
            assertEquals(1, pairs.map.estimatedSize(), "estimatedSize()");
        }
        computeWhileTheKeyDies(new Pairs(this));
    }

    private static void computeWhileTheKeyDies(Pairs pairs) {
        pairs.map.compute(new NamedKey("key"), (same, seen) -> {
            pairs.scene.kill(pairs.key);
            pairs.scene.reclaim(pairs.map);
            return pairs.other;
        });
        pairs.scene.reclaim(pairs.map);
        pairs.requireEmpty("after the key died while a function ran for it");
    }

    /** Refers to its key. */
    record Holder(NamedKey key) {}

    @Test
    @Tag(COLLECTOR)
    @Rule("WM-2")
    @DisplayName("WM-2: values that refer to their keys keep nothing alive, also if nobody touches the map")
    default void weakMap_valuesReferToKeys_leaveTheMemory() {
        WeakMap<NamedKey, Holder> map =
                WeakMap.<NamedKey, Holder>builder().backend(backend()).build();
        Holder held = new Holder(new NamedKey("held"));
        map.put(held.key(), held);
        WeakReference<NamedKey> dropped = RealCollector.elsewhere(() -> {
            NamedKey key = new NamedKey("dropped");
            map.put(key, new Holder(key));
            return new WeakReference<>(key);
        });
        RealCollector.await(
                "a value that refers to its key to leave a WeakMap",
                () -> dropped.refersTo(null) && map.estimatedSize() == 1);
        assertSame(held, map.get(held.key()), "the value that is held");
    }
}
