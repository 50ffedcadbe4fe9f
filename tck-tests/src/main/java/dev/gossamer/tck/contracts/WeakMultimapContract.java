package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerStats;
import dev.gossamer.Equivalence;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakMultimap;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a multimap promises beyond the containers that it is made of. */
public interface WeakMultimapContract extends ContractBase {

    private static WeakMultimap.Builder<NamedKey, NamedKey> multimap(Backend backend) {
        return WeakMultimap.<NamedKey, NamedKey>builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    /** A multimap of each kind, by what it is called. */
    private Map<String, WeakMultimap<NamedKey, NamedKey>> multimaps(Equivalence<Object> keys) {
        return Map.of(
                "a multimap with weak values",
                multimap(backend()).keys(keys).weakValues(),
                "a multimap with weak keys",
                multimap(backend()).keys(keys).weakKeys());
    }

    @Test
    @Rule("MM-1")
    @DisplayName("MM-1: a key has a set of values, and is there just as long as it has one")
    default void multimap_writes_keepAKeyWhileItHasAValue() {
        NamedKey key = new NamedKey("key");
        NamedKey other = new NamedKey("other");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimaps(Equivalence.equality()).forEach((kind, multimap) -> {
            assertTrue(multimap.put(key, one) && multimap.put(key, two) && multimap.put(other, one), kind + ": put");
            assertFalse(multimap.put(new NamedKey("key"), new NamedKey("one")), kind + ": put of an equal value");
            assertEquals(Map.of(key, Set.of(one, two), other, Set.of(one)), multimap.snapshot(), kind + ": snapshot()");
            assertEquals(3, multimap.size(), kind + ": size()");
            assertFalse(multimap.remove(other, two), kind + ": remove of a value of another key");
            assertTrue(multimap.remove(key, one), kind + ": remove");
            assertTrue(multimap.containsEntry(key, two), kind + ": containsEntry of the value that is left");
            assertTrue(multimap.get(key).remove(two), kind + ": remove by the view");
            assertFalse(multimap.containsKey(key), kind + ": containsKey of a key whose last value was removed");
            assertEquals(Set.of(other), multimap.keys(), kind + ": keys()");
            assertEquals(Set.of(one), multimap.removeAll(other), kind + ": removeAll");
            assertTrue(multimap.isEmpty(), kind + ": isEmpty()");
            assertTrue(multimap.get(other).add(two), kind + ": add by the view of a key without values");
            assertEquals(Map.of(other, Set.of(two)), multimap.snapshot(), kind + ": snapshot() after that");
        });
        Reference.reachabilityFence(List.of(key, other, one, two));
    }

    @Test
    @Rule("MM-1")
    @DisplayName("MM-1: the values of a key are a set as any other, whose iterator removes too")
    default void multimap_valuesOfAKey_areASet() {
        NamedKey key = new NamedKey("key");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimaps(Equivalence.equality()).forEach((kind, multimap) -> {
            multimap.put(key, one);
            multimap.put(key, two);
            Set<NamedKey> values = multimap.get(key);
            assertEquals(Set.of(one, two), new HashSet<>(values), kind + ": what the values of a key iterate over");
            assertEquals(Set.of(one, two).hashCode(), values.hashCode(), kind + ": hashCode() of the values of a key");
            Iterator<NamedKey> each = values.iterator();
            assertThrows(IllegalStateException.class, each::remove, kind + ": remove() before next()");
            NamedKey removed = each.next();
            each.remove();
            assertEquals(Set.of(removed == one ? two : one), values, kind + ": what an iterator left");
            assertTrue(each.hasNext(), kind + ": hasNext() after the first of two values");
            assertTrue(values.removeAll(List.of(one, two)), kind + ": removeAll of what is left and another");
            assertFalse(values.removeAll(List.of(one, two)), kind + ": removeAll of what is gone");
        });
        Reference.reachabilityFence(List.of(key, one, two));
    }

    @Test
    @Rule("MM-1")
    @DisplayName("MM-1: what is taken out of the values of a key, in whatever way, is taken out of the multimap")
    default void multimap_valuesOfAKey_areTakenOutInEachWay() {
        NamedKey key = new NamedKey("key");
        NamedKey other = new NamedKey("other");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimaps(Equivalence.equality()).forEach((kind, multimap) -> {
            List.of(one, two, other).forEach(value -> multimap.put(key, value));
            multimap.put(other, one);
            Set<NamedKey> values = multimap.get(key);
            assertTrue(values.equals(Set.of(one, two, other)), kind + ": equals of the values of a key and a set");
            assertFalse(values.equals(multimap.get(other)), kind + ": equals of the values of two keys");
            assertTrue(values.removeIf(one::equals), kind + ": removeIf of one value");
            assertFalse(values.removeIf(one::equals), kind + ": removeIf of a value that is gone");
            assertEquals(Set.of(two, other), values, kind + ": what removeIf left");
            assertTrue(values.retainAll(List.of(two, one)), kind + ": retainAll of one value and another");
            assertFalse(values.retainAll(List.of(two)), kind + ": retainAll of all that is there");
            assertEquals(Map.of(key, Set.of(two), other, Set.of(one)), multimap.snapshot(), kind + ": what is left");
            assertFalse(values.isEmpty(), kind + ": isEmpty() of the values of a key that has one");
            values.clear();
            assertTrue(values.isEmpty(), kind + ": isEmpty() of the values of a key after clear()");
            assertEquals(
                    Map.of(other, Set.of(one)), multimap.snapshot(), kind + ": what clear() of a key's values left");
            assertEquals(1, multimap.estimatedSize(), kind + ": estimatedSize() with one key");
            assertEquals(Map.of(other, Set.of(one)).toString(), multimap.toString(), kind + ": toString()");
            assertTrue(multimap.get(other).retainAll(List.of()), kind + ": retainAll of nothing");
            assertTrue(multimap.isEmpty(), kind + ": isEmpty() after retainAll of nothing");
            multimap.put(key, one);
            removeFirst(multimap.get(key).iterator());
            assertEquals(
                    0, multimap.estimatedSize(), kind + ": estimatedSize() after an iterator removed the last value");
        });
        Reference.reachabilityFence(List.of(key, other, one, two));
    }

    private static void removeFirst(Iterator<NamedKey> values) {
        values.next();
        values.remove();
    }

    @Test
    @Rule("MM-1")
    @DisplayName(
            "MM-1: the values of a key that were asked for once are those of now, also of a key that went and came")
    default void multimap_valuesOfAKey_areThoseOfNow() {
        NamedKey key = new NamedKey("key");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimaps(Equivalence.equality()).forEach((kind, multimap) -> {
            Set<NamedKey> values = multimap.get(key);
            assertEquals(List.of(), List.copyOf(values), kind + ": the values of a key that is not there");
            for (NamedKey value : List.of(one, two)) {
                multimap.put(key, value);
                assertEquals(List.of(value), List.copyOf(values), kind + ": the values of a key that has one");
                assertEquals(1, values.stream().count(), kind + ": a stream of the values of a key that has one");
                multimap.removeAll(key);
                assertEquals(List.of(), List.copyOf(values), kind + ": the values of a key that is gone");
            }
        });
        Reference.reachabilityFence(List.of(key, one, two));
    }

    @Test
    @Rule("MAP-12")
    @DisplayName("MAP-12: the snapshot of a multimap is a copy, which stays as it was and cannot be written to")
    default void multimap_snapshot_staysAsItWas() {
        NamedKey key = new NamedKey("key");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimaps(Equivalence.equality()).forEach((kind, multimap) -> {
            multimap.put(key, one);
            Map<NamedKey, Set<NamedKey>> snapshot = multimap.snapshot();
            multimap.put(key, two);
            multimap.remove(key, one);
            assertEquals(Map.of(key, Set.of(one)), snapshot, kind + ": a snapshot from before two writes");
            Set<NamedKey> values = snapshot.values().iterator().next();
            assertThrows(UnsupportedOperationException.class, values::clear, kind + ": clear() of its values");
            assertThrows(UnsupportedOperationException.class, snapshot::clear, kind + ": clear() of it");
        });
        Reference.reachabilityFence(List.of(key, one, two));
    }

    @Test
    @Rule("MM-1")
    @DisplayName("MM-1: what several threads add and remove adds up, and no value is in a set that was dropped")
    default void multimap_racingThreads_addUp() {
        List<NamedKey> keys = NamedKey.many(3);
        List<NamedKey> values = NamedKey.many(4);
        multimaps(Equivalence.equality()).forEach((kind, multimap) -> {
            List<Callable<Integer>> threads = new ArrayList<>();
            for (NamedKey value : values) {
                threads.add(() -> addAndRemove(multimap, keys, value));
            }
            int left =
                    RacingThreads.run(threads).stream().mapToInt(each -> each).sum();
            assertEquals(left, multimap.size(), kind + ": size() by what four threads added and removed");
            keys.forEach(multimap::removeAll);
            assertEquals(0, multimap.size(), kind + ": size() after the keys were removed");
        });
        Reference.reachabilityFence(List.of(keys, values));
    }

    /** Adds and removes a value that no other thread touches; how many keys have it at the end. */
    private static int addAndRemove(WeakMultimap<NamedKey, NamedKey> multimap, List<NamedKey> keys, NamedKey value) {
        for (int i = 0; i < KitOptions.effort(2_000); i++) {
            NamedKey key = keys.get(i % keys.size());
            assertTrue(multimap.put(key, value), "put of a value that this thread alone adds");
            assertTrue(multimap.containsEntry(key, value), "containsEntry of what was just added");
            boolean removed =
                    i % 2 == 0 ? multimap.remove(key, value) : multimap.get(key).remove(value);
            assertTrue(removed, "remove of what was just added");
        }
        return (int) keys.stream().filter(key -> multimap.put(key, value)).count();
    }

    @Test
    @Rule("MM-3")
    @DisplayName("MM-3: keys compare as the multimap was told, in views, copies and snapshots too")
    default void multimap_keysByIdentity_areFoundByIdentity() {
        NamedKey key = new NamedKey("key");
        NamedKey twin = new NamedKey("key");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimaps(Equivalence.identity()).forEach((kind, multimap) -> {
            multimap.put(key, one);
            multimap.put(twin, two);
            for (WeakMultimap<NamedKey, NamedKey> each : List.of(multimap, multimap.copy())) {
                assertEquals(2, each.keys().size(), kind + " by identity: keys().size() with two equal keys");
                assertFalse(each.containsKey(new NamedKey("key")), kind + " by identity: containsKey of an equal key");
                assertEquals(Set.of(one), each.get(key), kind + " by identity: get");
                assertEquals(Set.of(one), each.snapshot().get(key), kind + " by identity: get of a snapshot");
                assertEquals(Set.of(two), each.snapshot().get(twin), kind + " by identity: get of a snapshot");
            }
        });
        Reference.reachabilityFence(List.of(key, twin, one, two));
    }

    @Test
    @Rule("MAP-16")
    @DisplayName("MAP-16: the copy of a multimap has its values, its settings and its listener, and is independent")
    default void multimap_copied_isIndependentAndTells() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<String> told = new ArrayList<>();
        WeakMultimap.Builder<NamedKey, NamedKey> builder =
                multimap(scene.collector).recordStats().onCollected(new AssociationRecorder(told));
        NamedKey key = new NamedKey("key");
        NamedKey value = new NamedKey("value");
        NamedKey other = new NamedKey("other");
        for (WeakMultimap<NamedKey, NamedKey> original : List.of(builder.weakValues(), builder.weakKeys())) {
            original.put(other, other);
            original.put(other, value);
            original.put(key, other);
            WeakMultimap<NamedKey, NamedKey> copy = original.copy();
            assertEquals(original.snapshot(), copy.snapshot(), "the copy of a multimap");
            original.clear();
            assertEquals(3, copy.size(), "size() of a copy whose original was cleared");
            copy.remove(key, other);
            assertTrue(copy.put(key, value) && original.isEmpty(), "put to the copy alone");
            assertEquals(1, copy.stats().removals(), "removals that the copy has counted");
            told.clear();
            requireToldByCopy(scene, copy, told);
        }
        Reference.reachabilityFence(List.of(key, value, other));
    }

    private static void requireToldByCopy(
            SimulatedCollection scene, WeakMultimap<NamedKey, NamedKey> copy, List<String> told) {
        NamedKey dying = new NamedKey("dying");
        NamedKey living = new NamedKey("living");
        copy.put(dying, living);
        copy.put(living, dying);
        scene.kill(dying);
        scene.reclaim(copy);
        assertEquals(1, told.size(), "what the listener of the copy was told of one death: " + told);
        Reference.reachabilityFence(living);
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: a multimap counts questions for its associations, and each one that was removed")
    default void multimap_operations_areCounted() {
        NamedKey key = new NamedKey("key");
        List<NamedKey> values = NamedKey.many(3);
        for (WeakMultimap<NamedKey, NamedKey> multimap : List.of(
                multimap(backend()).recordStats().weakValues(),
                multimap(backend()).recordStats().weakKeys())) {
            values.forEach(value -> multimap.put(key, value));
            multimap.put(key, values.get(0));
            assertTrue(multimap.containsEntry(key, values.get(0)), "containsEntry of an association");
            assertTrue(multimap.containsKey(key), "containsKey of a key");
            assertTrue(multimap.get(key).contains(values.get(1)), "contains of the values of a key");
            assertFalse(multimap.containsEntry(key, key), "containsEntry of another value");
            assertFalse(multimap.containsKey(values.get(0)), "containsKey of another key");
            multimap.remove(key, values.get(0));
            multimap.remove(key, values.get(0));
            multimap.removeAll(key);
            multimap.put(key, key);
            multimap.clear();
            assertEquals(new ContainerStats(3, 2, 0, 4, 0, 0, 0, 0, 0), multimap.stats(), "what was counted");
        }
        Reference.reachabilityFence(values);
    }
}
