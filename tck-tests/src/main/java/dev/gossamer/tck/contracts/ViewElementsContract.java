package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Equivalence;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What views and iterators take for one of their elements, and what they leave alone. */
public interface ViewElementsContract extends ContractBase {

    /** Has something done to a map of each kind, with the names a to e as keys and as their own values. */
    private void onEach(Consumer<Sample> action) {
        new SimulatedCollection(backend())
                .<NamedKey, NamedKey>newMapsOfAllKinds()
                .forEach((kind, map) -> onSample(kind, map, action));
    }

    private static void onSample(String kind, ConcurrentMap<NamedKey, NamedKey> map, Consumer<Sample> action) {
        List<NamedKey> names = new ArrayList<>();
        for (String text : List.of("a", "b", "c", "d", "e")) {
            NamedKey name = new NamedKey(text);
            names.add(name);
            map.put(name, name);
        }
        action.accept(new Sample("a " + kind, map, names));
        Reference.reachabilityFence(names);
    }

    /**
     * A map with five names.
     *
     * @param kind what kind of map it is
     * @param map the map
     * @param names its keys, which are their own values
     */
    record Sample(String kind, ConcurrentMap<NamedKey, NamedKey> map, List<NamedKey> names) {

        NamedKey name(int index) {
            return names.get(index);
        }

        Map.Entry<NamedKey, NamedKey> entry(int key, int value) {
            return Map.entry(name(key), name(value));
        }

        Map<String, Collection<?>> views() {
            Map<String, Collection<?>> views = new LinkedHashMap<>();
            views.put("the key set of " + kind, map.keySet());
            views.put("the values of " + kind, map.values());
            views.put("the entry set of " + kind, map.entrySet());
            return views;
        }

        void requireUnchanged(String what) {
            Map<NamedKey, NamedKey> expected = new LinkedHashMap<>();
            names.forEach(name -> expected.put(name, name));
            assertEquals(expected, map, kind + " after " + what);
        }
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: an entry of another value is no element of the entry set, and nor is anything but an entry")
    default void entrySet_entryOfAnotherValue_isNoElement() {
        onEach(sample -> {
            Set<Map.Entry<NamedKey, NamedKey>> entries = sample.map().entrySet();
            Map.Entry<NamedKey, NamedKey> wrong = sample.entry(0, 1);
            Map.Entry<NamedKey, NamedKey> absent = Map.entry(new NamedKey("x"), sample.name(0));
            assertEquals(true, entries.contains(sample.entry(0, 0)), sample.kind() + ": contains a=a");
            assertEquals(
                    true, entries.containsAll(List.of(sample.entry(0, 0))), sample.kind() + ": containsAll of a=a");
            requireNoElement(wrong, sample);
            requireNoElement(absent, sample);
            sample.requireUnchanged("questions about entries of other values");
            assertEquals(true, entries.retainAll(List.of(wrong, sample.entry(2, 2))), sample.kind() + ": retainAll");
            assertEquals(Map.of(sample.name(2), sample.name(2)), sample.map(), sample.kind() + " after retainAll");
        });
    }

    private static void requireNoElement(Map.Entry<NamedKey, NamedKey> other, Sample sample) {
        Set<Map.Entry<NamedKey, NamedKey>> entries = sample.map().entrySet();
        assertEquals(false, entries.contains(other), sample.kind() + ": contains " + other);
        assertEquals(false, entries.remove(other), sample.kind() + ": remove of " + other);
        assertEquals(false, entries.removeAll(List.of(other)), sample.kind() + ": removeAll of " + other);
        assertEquals(
                false,
                entries.containsAll(List.of(sample.entry(1, 1), other)),
                sample.kind() + ": containsAll of b=b and " + other);
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: views compare by equals, take what holds null or strangers, and say whether they changed")
    default void views_bulkOperations_sayWhetherTheyChanged() {
        onEach(sample -> {
            sample.views().forEach(ViewElementsContract::requireUnchangedByStrangers);
            sample.requireUnchanged("removals of strangers");
            NamedKey equal = new NamedKey("b");
            assertEquals(true, sample.map().containsValue(equal), sample.kind() + ": containsValue of an equal value");
            assertEquals(
                    true, sample.map().values().remove(equal), sample.kind() + ": values().remove of an equal one");
            assertEquals(4, sample.map().size(), sample.kind() + ": size() after one value was removed");
            List<Object> gone = Arrays.asList(null, sample.name(3), "stranger");
            assertEquals(true, sample.map().keySet().removeAll(gone), sample.kind() + ": keySet().removeAll");
            assertEquals(3, sample.map().size(), sample.kind() + ": size() after one key was removed");
        });
    }

    private static void requireUnchangedByStrangers(String view, Collection<?> elements) {
        List<Object> strangers = Arrays.asList(null, "stranger", new NamedKey("x"), Map.entry("k", "v"));
        assertEquals(false, elements.removeAll(strangers), view + ": removeAll of strangers and null");
        assertEquals(false, elements.removeAll(Set.of()), view + ": removeAll of nothing");
        assertEquals(false, elements.retainAll(new HashSet<>(elements)), view + ": retainAll of all there is");
        assertEquals(
                false,
                elements.containsAll(List.of(elements.iterator().next(), "stranger")),
                view + ": containsAll of one and a stranger");
        assertEquals(true, elements.containsAll(List.copyOf(elements)), view + ": containsAll of all there is");
        assertEquals(false, elements.removeIf(each -> false), view + ": removeIf of nothing");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: of one value under several keys, values().remove takes out one, removeAll takes out all")
    default void values_oneUnderSeveralKeys_removeTakesOutOne() {
        onEach(sample -> {
            NamedKey shared = sample.name(0);
            sample.map().replaceAll((key, value) -> shared);
            assertEquals(true, sample.map().values().remove(shared), sample.kind() + ": values().remove");
            assertEquals(4, sample.map().size(), sample.kind() + ": size() after values().remove");
            assertEquals(
                    true, sample.map().values().removeAll(List.of(shared)), sample.kind() + ": values().removeAll");
            assertEquals(true, sample.map().isEmpty(), sample.kind() + ": isEmpty() after values().removeAll");
        });
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: removeIf leaves what was given another value since the filter saw it, but takes out keys")
    default void removeIf_valueChangedMeanwhile_leavesIt() {
        onEach(sample -> {
            NamedKey next = new NamedKey("next");
            assertEquals(
                    false,
                    sample.map().entrySet().removeIf(entry -> sample.map().put(entry.getKey(), next) != null),
                    sample.kind() + ": entrySet().removeIf of entries that the filter overwrites");
            assertEquals(
                    false,
                    sample.map().values().removeIf(value -> {
                        sample.map().replaceAll((key, seen) -> sample.name(0));
                        return value == next;
                    }),
                    sample.kind() + ": values().removeIf of values that the filter overwrites");
            assertEquals(5, sample.map().size(), sample.kind() + ": size() after both");
            assertEquals(
                    true,
                    sample.map().keySet().removeIf(key -> sample.map().put(key, sample.name(1)) != null),
                    sample.kind() + ": keySet().removeIf of keys whose values the filter overwrites");
            assertEquals(true, sample.map().isEmpty(), sample.kind() + ": isEmpty() after keySet().removeIf");
            requireRemovalSaid(sample);
        });
    }

    private static void requireRemovalSaid(Sample sample) {
        sample.names().forEach(name -> sample.map().put(name, name));
        int[] seen = new int[1];
        boolean changed = sample.map().values().removeIf(value -> {
            if (++seen[0] > 1) {
                sample.map().clear();
            }
            return true;
        });
        assertEquals(
                true, changed, sample.kind() + ": removeIf that removed one value before its filter cleared the map");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: iterators give each element once however often they are asked, and remove the one given last")
    default void iterators_anyCalls_keepTheContract() {
        onEach(sample -> sample.views().forEach((view, elements) -> {
            requireEachMetOnce(view, elements);
            requireFirstRemoved(view, elements);
            sample.names().forEach(name -> sample.map().put(name, name));
        }));
    }

    @SuppressWarnings("IdentityBinaryExpression") // that is what is counted or asked
    private static void requireEachMetOnce(String view, Collection<?> elements) {
        Iterator<?> iterator = elements.iterator();
        assertThrows(IllegalStateException.class, iterator::remove, view + ": remove before next");
        List<Object> met = new ArrayList<>();
        while (iterator.hasNext()) {
            assertTrue(iterator.hasNext(), view + ": hasNext asked again");
            met.add(iterator.next());
        }
        assertEquals(5, met.size(), view + ": elements met");
        assertThrows(NoSuchElementException.class, iterator::next, view + ": next at the end");
        assertEquals(new HashSet<>(met), new HashSet<>(elements), view + ": elements met twice");
    }

    private static void requireFirstRemoved(String view, Collection<?> elements) {
        Iterator<?> removing = elements.iterator();
        Object gone = removing.next();
        assertTrue(removing.hasNext(), view + ": hasNext before remove");
        removing.remove();
        assertEquals(false, elements.contains(gone), view + ": contains what was removed after hasNext");
        assertEquals(4, elements.size(), view + ": size() after one was removed");
        List<Object> rest = new ArrayList<>();
        removing.forEachRemaining(rest::add);
        assertEquals(4, rest.size(), view + ": elements met after remove");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: views are equal to other sets, hash and print as such; a map that holds itself can be printed")
    default void views_equalsHashCodeToString_areThoseOfSets() {
        onEach(sample -> {
            requireAsSets(sample);
            sample.views().forEach((view, elements) -> {
                assertEquals(List.copyOf(elements).toString(), elements.toString(), view + ": toString()");
                assertEquals(false, elements.equals("a string"), view + ": equals of a string");
            });
        });
        printMapsThatHoldThemselves();
    }

    private void printMapsThatHoldThemselves() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<Object, Object> holder = scene.newWeakKeyMap();
        NamedKey key = new NamedKey("key");
        holder.put(key, holder);
        assertEquals("{" + key + "=(this Map)}", holder.toString(), "toString() of a WeakKeyMap that holds itself");
        WeakValueMap<Object, Object> keyed =
                scene.weakValueMap().keys(Equivalence.identity()).build();
        keyed.put(keyed, key);
        assertEquals("{(this Map)=" + key + "}", keyed.toString(), "toString() of a WeakValueMap that is its own key");
    }

    private static void requireAsSets(Sample sample) {
        Set<NamedKey> keys = new HashSet<>(sample.names());
        Set<Map.Entry<NamedKey, NamedKey>> entries = new HashSet<>();
        sample.names().forEach(name -> entries.add(Map.entry(name, name)));
        assertEquals(keys, sample.map().keySet(), sample.kind() + ": the key set equals a set");
        assertTrue(sample.map().keySet().equals(keys), sample.kind() + ": a set equals the key set");
        assertEquals(entries, sample.map().entrySet(), sample.kind() + ": the entry set equals a set");
        assertTrue(sample.map().entrySet().equals(entries), sample.kind() + ": a set equals the entry set");
        assertEquals(keys.hashCode(), sample.map().keySet().hashCode(), sample.kind() + ": hash of the key set");
        assertEquals(entries.hashCode(), sample.map().entrySet().hashCode(), sample.kind() + ": of the entry set");
        keys.remove(sample.name(0));
        assertEquals(false, sample.map().keySet().equals(keys), sample.kind() + ": equals of less keys");
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: an iterator removes the entry it gave last, also when that was given another value")
    default void iteratorRemove_afterSetValue_removesTheEntry() {
        onEach(sample -> {
            Iterator<Map.Entry<NamedKey, NamedKey>> entries =
                    sample.map().entrySet().iterator();
            Map.Entry<NamedKey, NamedKey> first = entries.next();
            NamedKey key = first.getKey();
            NamedKey next = new NamedKey("next");
            assertSame(key, first.setValue(next), sample.kind() + ": setValue");
            assertSame(next, sample.map().get(key), sample.kind() + ": get after setValue");
            entries.remove();
            assertEquals(false, sample.map().containsKey(key), sample.kind() + ": containsKey after remove()");
            assertEquals(4, sample.map().size(), sample.kind() + ": size() after remove()");
            Reference.reachabilityFence(next);
        });
    }

    @Test
    @Rule("ID-1")
    @DisplayName("ID-1: an entry that is given null for a value refuses it and keeps the one it has")
    @SuppressWarnings("NullAway") // that is what is refused
    default void setValue_null_isRefused() {
        onEach(sample -> {
            Map.Entry<NamedKey, NamedKey> entry =
                    sample.map().entrySet().iterator().next();
            assertThrows(NullPointerException.class, () -> entry.setValue(null), sample.kind() + ": setValue(null)");
            assertSame(entry.getKey(), entry.getValue(), sample.kind() + ": getValue() after setValue(null)");
            sample.requireUnchanged("setValue(null)");
        });
    }

    @Test
    @Rule("KM-3")
    @DisplayName("KM-3: views of a map by identity, and a set by identity, compare by identity too")
    default void views_ofAnIdentityMap_compareByIdentity() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<NamedKey, NamedKey> map = scene.<NamedKey, NamedKey>weakKeyMap()
                .keys(Equivalence.identity())
                .build();
        WeakMap<NamedKey, NamedKey> pairs =
                scene.<NamedKey, NamedKey>weakMap().keys(Equivalence.identity()).build();
        WeakSet<NamedKey> set =
                scene.<NamedKey>weakSet().keys(Equivalence.identity()).build();
        NamedKey stored = new NamedKey("a");
        NamedKey twin = new NamedKey("a");
        for (NamedKey each : List.of(stored, twin)) {
            map.put(each, each);
            pairs.put(each, each);
            set.add(each);
        }
        requireComparedByIdentity("the key set of a WeakKeyMap by identity", map.keySet(), twin);
        requireComparedByIdentity("the key set of a WeakMap by identity", pairs.keySet(), twin);
        requireComparedByIdentity("a WeakSet by identity", set, twin);
        requireEntriesComparedByIdentity("WeakKeyMap", map, stored, twin);
        requireEntriesComparedByIdentity("WeakMap", pairs, stored, twin);
        Reference.reachabilityFence(stored);
    }

    private static void requireEntriesComparedByIdentity(
            String kind, Map<NamedKey, NamedKey> map, NamedKey stored, NamedKey twin) {
        map.put(stored, twin);
        map.put(twin, twin);
        List<Map.Entry<NamedKey, NamedKey>> one = List.of(Map.entry(twin, twin));
        assertEquals(true, map.entrySet().retainAll(one), kind + ": entrySet().retainAll of one of two equal ones");
        assertEquals(1, map.size(), kind + ": size() after entrySet().retainAll");
        assertSame(twin, map.keySet().iterator().next(), kind + ": what entrySet().retainAll retained");
        assertEquals(true, map.entrySet().removeAll(one), kind + ": entrySet().removeAll of what is left");
    }

    private static void requireComparedByIdentity(String what, Set<NamedKey> keys, NamedKey twin) {
        List<NamedKey> equal = List.of(new NamedKey("a"));
        assertEquals(2, keys.size(), what + ": size() with two equal elements");
        assertEquals(false, keys.contains(equal.get(0)), what + ": contains an equal one");
        assertEquals(false, keys.containsAll(equal), what + ": containsAll of an equal one");
        assertEquals(false, keys.remove(equal.get(0)), what + ": remove of an equal one");
        assertEquals(false, keys.removeAll(equal), what + ": removeAll of an equal one");
        assertEquals(true, keys.retainAll(List.of(twin, equal.get(0))), what + ": retainAll of one and an equal one");
        assertEquals(1, keys.size(), what + ": size() after retainAll");
        assertSame(twin, keys.iterator().next(), what + ": what retainAll retained");
    }
}
