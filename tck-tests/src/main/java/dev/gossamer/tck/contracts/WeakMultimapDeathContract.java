package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakMultimap;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a multimap shows, takes out, tells and counts when keys and values of it die. */
public interface WeakMultimapDeathContract extends ContractBase {

    private static WeakMultimap.Builder<NamedKey, NamedKey> multimap(Backend backend) {
        return WeakMultimap.<NamedKey, NamedKey>builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    @Test
    @Rule("MM-2")
    @DisplayName("MM-2: a dead value is absent at once, and so is a key with its last; both are reclaimed")
    default void multimap_deadValues_areAbsentWithTheirKeys() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakMultimap<NamedKey, NamedKey> multimap = multimap(scene.collector).weakValues();
        NamedKey key = new NamedKey("key");
        NamedKey other = new NamedKey("other");
        NamedKey one = new NamedKey("one");
        NamedKey two = new NamedKey("two");
        multimap.put(key, one);
        multimap.put(key, two);
        multimap.put(other, two);
        scene.kill(one);
        assertEquals(Set.of(two), multimap.get(key), "get of a key of which one value has died");
        assertEquals(2, multimap.size(), "size() after one of three values died");
        scene.kill(two);
        assertFalse(multimap.containsKey(key), "containsKey of a key whose values have died");
        assertEquals(Set.of(), multimap.keys(), "keys() after all values died");
        assertEquals(Map.of(), multimap.snapshot(), "snapshot() after all values died");
        assertTrue(multimap.isEmpty(), "isEmpty() after all values died");
        NamedKey again = new NamedKey("two");
        assertTrue(multimap.put(key, again), "put of a value that equals a dead one");
        scene.collector.enqueue();
        assertEquals(3, multimap.reclaim(), "values that reclaim() took out");
        assertEquals(Map.of(key, Set.of(again)), multimap.snapshot(), "snapshot() after reclaim()");
        assertSame(again, multimap.get(key).iterator().next(), "the value that came since");
    }

    @Test
    @Rule("MM-2")
    @DisplayName("MM-2: a dead key is absent at once with all its values, and is reclaimed")
    default void multimap_deadKey_takesItsValuesAlong() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakMultimap<NamedKey, NamedKey> multimap = multimap(scene.collector).weakKeys();
        NamedKey key = new NamedKey("key");
        NamedKey other = new NamedKey("other");
        NamedKey value = new NamedKey("value");
        multimap.put(key, value);
        multimap.put(key, other);
        multimap.put(other, value);
        scene.kill(key);
        assertFalse(multimap.containsEntry(new NamedKey("key"), value), "containsEntry of a dead key");
        assertEquals(Map.of(other, Set.of(value)), multimap.snapshot(), "snapshot() after a key died");
        assertEquals(1, multimap.size(), "size() after a key died");
        scene.collector.enqueue();
        assertEquals(1, multimap.reclaim(), "keys that reclaim() took out");
        assertEquals(Set.of(other), multimap.keys(), "keys() after reclaim()");
        Reference.reachabilityFence(other);
    }

    @Test
    @Rule("MM-2")
    @DisplayName("MM-2: a stream of the values of a key gives the living, and ends, though values die while it runs")
    default void multimap_streamedWhileValuesDie_givesTheLiving() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakMultimap<NamedKey, NamedKey> multimap = multimap(scene.collector).weakValues();
        NamedKey key = new NamedKey("key");
        List<NamedKey> values = NamedKey.many(20);
        values.forEach(value -> multimap.put(key, value));
        List<NamedKey> streamed = multimap.get(key).stream()
                .peek(each -> values.forEach(scene::kill))
                .toList();
        assertTrue(streamed.size() == 1 || streamed.size() == 2, "values streamed of one that lives: " + streamed);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("MM-2")
    @DisplayName("MM-2: keys of values that died, and values of keys that died, leave the memory though nobody asks")
    default void multimap_idle_letsGoOfTheOtherSide() {
        WeakMultimap<NamedKey, NamedKey> values =
                multimap(backend()).reclaim(Reclaim.SHARED).weakValues();
        WeakMultimap<NamedKey, NamedKey> keys =
                multimap(backend()).reclaim(Reclaim.SHARED).weakKeys();
        List<WeakReference<NamedKey>> released = RealCollector.elsewhere(() -> {
            NamedKey key = new NamedKey("key");
            NamedKey value = new NamedKey("value");
            values.put(key, new NamedKey("a value that nobody holds"));
            keys.put(new NamedKey("a key that nobody holds"), value);
            return List.of(new WeakReference<>(key), new WeakReference<>(value));
        });
        RealCollector.await(
                "the key of a dead value and the value of a dead key to be released by multimaps",
                () -> released.stream().allMatch(each -> each.refersTo(null)));
        assertTrue(values.isEmpty() && keys.isEmpty(), "isEmpty()");
    }

    @Test
    @Rule("MM-4")
    @DisplayName("MM-4: what was collected is told once, and what was removed before is not")
    default void multimap_deaths_areToldOnce() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey key = new NamedKey("key");
        NamedKey other = new NamedKey("other");
        requireValueTold(scene, key, other);
        requireKeyTold(scene, key, other);
        Reference.reachabilityFence(other);
    }

    private static void requireValueTold(SimulatedCollection scene, NamedKey key, NamedKey other) {
        List<String> told = new ArrayList<>();
        WeakMultimap<NamedKey, NamedKey> values = multimap(scene.collector)
                .onCollected(new AssociationRecorder(told))
                .weakValues();
        NamedKey removed = new NamedKey("removed");
        NamedKey value = new NamedKey("value");
        List.of(value, other).forEach(each -> values.put(key, each));
        values.put(removed, value);
        values.remove(removed, value);
        scene.kill(value);
        scene.reclaim(values);
        values.reclaim();
        assertEquals(List.of("a value of key"), told, "what the listener of weak values was told");
        NamedKey last = new NamedKey("last");
        values.put(key, last);
        scene.kill(last);
        assertTrue(values.remove(key, other), "remove of the only living value of a key");
        assertFalse(values.containsKey(key), "containsKey of a key that has a dead value alone");
        scene.reclaim(values);
        assertEquals(
                2, told.size(), "deaths told, of which one waited as the last living value of its key was removed");
    }

    private static void requireKeyTold(SimulatedCollection scene, NamedKey key, NamedKey other) {
        List<String> told = new ArrayList<>();
        WeakMultimap<NamedKey, NamedKey> keys = multimap(scene.collector)
                .onCollected(new AssociationRecorder(told))
                .weakKeys();
        NamedKey removed = new NamedKey("removed");
        keys.put(key, other);
        keys.put(removed, other);
        keys.removeAll(removed);
        List.of(key, removed).forEach(scene::kill);
        scene.reclaim(keys);
        keys.reclaim();
        assertEquals(List.of("a key of [other]"), told, "what the listener of weak keys was told");
    }

    @Test
    @Rule("RC-1")
    @DisplayName("RC-1: writes to an INLINE multimap with weak values reclaim in the sets of all keys")
    default void multimap_inlineWrites_reclaimInAllSets() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<String> told = new ArrayList<>();
        WeakMultimap<NamedKey, NamedKey> multimap = multimap(scene.collector)
                .reclaim(Reclaim.INLINE)
                .onCollected(new AssociationRecorder(told))
                .weakValues();
        List<NamedKey> keys = NamedKey.many(5);
        List<NamedKey> values = NamedKey.many(6);
        NamedKey dead = new NamedKey("dead");
        keys.forEach(key -> multimap.put(key, dead));
        scene.kill(dead);
        scene.collector.enqueue();
        values.forEach(value -> multimap.put(keys.get(0), value));
        assertEquals(
                keys.stream().map(key -> "a value of " + key.text()).sorted().toList(),
                told.stream().sorted().toList(),
                "what the listener was told after " + values.size() + " writes to one of " + keys.size() + " keys");
        Reference.reachabilityFence(List.of(keys, values));
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: a multimap counts what was collected on its weak side")
    default void multimap_deaths_areCounted() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakMultimap<NamedKey, NamedKey> values =
                multimap(scene.collector).recordStats().weakValues();
        WeakMultimap<NamedKey, NamedKey> keys =
                multimap(scene.collector).recordStats().weakKeys();
        NamedKey key = new NamedKey("key");
        NamedKey value = new NamedKey("value");
        NamedKey other = new NamedKey("other");
        List.of(value, other).forEach(each -> values.put(key, each));
        List.of(value, other).forEach(each -> keys.put(key, each));
        values.put(key, key);
        scene.kill(value, other);
        assertEquals(2, values.stats().pending(), "pending of a multimap with weak values, of which two died");
        scene.reclaim(values);
        assertEquals(2, values.stats().collected(), "collected of a multimap with weak values, of which two died");
        scene.kill(key);
        scene.reclaim(keys);
        assertEquals(1, keys.stats().collected(), "collected of a multimap with weak keys, of which one died");
    }
}
