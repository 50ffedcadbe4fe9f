package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the three views of a map show and change, while dead entries are stored still. */
public interface ViewsContract extends ContractBase {
    /** The views, each with what makes its element of a key. */
    enum View {
        KEYS(Map::keySet, (key, value) -> key),
        VALUES(Map::values, (key, value) -> value),
        ENTRIES(Map::entrySet, Map::entry);

        private final Function<Map<NamedKey, NamedKey>, Collection<?>> of;
        private final BiFunction<NamedKey, NamedKey, Object> element;

        View(Function<Map<NamedKey, NamedKey>, Collection<?>> of, BiFunction<NamedKey, NamedKey, Object> element) {
            this.of = of;
            this.element = element;
        }

        Collection<?> of(Map<NamedKey, NamedKey> map) {
            return of.apply(map);
        }

        Object element(NamedKey name) {
            return element.apply(name, name);
        }
    }

    /** Maps of each kind with ten live entries of a name to itself, and five dead ones that are not reclaimed. */
    private Map<String, ConcurrentMap<NamedKey, NamedKey>> filled(List<NamedKey> live) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Map<String, ConcurrentMap<NamedKey, NamedKey>> maps = scene.newMapsOfAllKinds();
        for (int i = 0; i < 15; i++) {
            NamedKey name = new NamedKey((i < 10 ? "live" : "dead") + i);
            maps.values().forEach(map -> map.put(name, name));
            if (i < 10) {
                live.add(name);
            } else {
                scene.kill(name);
            }
        }
        return maps;
    }

    private void onEach(BiFunction<View, Map<NamedKey, NamedKey>, Collection<NamedKey>> change) {
        for (View view : View.values()) {
            List<NamedKey> live = new ArrayList<>();
            filled(live).forEach((kind, map) -> {
                Collection<NamedKey> expected = change.apply(view, map);
                Map<NamedKey, NamedKey> left = new LinkedHashMap<>();
                expected.forEach(name -> left.put(name, name));
                assertEquals(left, map, "the " + kind + " after a change through the view " + view);
                assertEquals(left.size(), view.of(map).size(), "size() of the view " + view + " of a " + kind);
            });
        }
    }

    private static List<NamedKey> live(Map<NamedKey, NamedKey> map) {
        return new ArrayList<>(map.keySet());
    }

    private static List<Object> elements(View view, Collection<NamedKey> names) {
        List<Object> elements = new ArrayList<>();
        names.forEach(name -> elements.add(view.element(name)));
        return elements;
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: remove, removeAll, retainAll, removeIf and clear of each view take out just those entries")
    default void views_removals_takeOutJustThose() {
        onEach(ViewsContract::removeOne);
        onEach(ViewsContract::removeFour);
        onEach(ViewsContract::retainFour);
        onEach(ViewsContract::removeThree);
        onEach((view, map) -> {
            view.of(map).clear();
            return List.of();
        });
    }

    private static List<NamedKey> removeOne(View view, Map<NamedKey, NamedKey> map) {
        List<NamedKey> names = live(map);
        assertEquals(true, view.of(map).remove(view.element(names.get(3))), view + " remove of what is there");
        assertEquals(false, view.of(map).remove(view.element(names.get(3))), view + " remove of what is gone");
        assertEquals(false, view.of(map).remove(new Object()), view + " remove of a foreign object");
        names.remove(3);
        return names;
    }

    private static List<NamedKey> removeFour(View view, Map<NamedKey, NamedKey> map) {
        List<NamedKey> names = live(map);
        assertEquals(true, view.of(map).removeAll(elements(view, names.subList(0, 4))), view + " removeAll");
        assertEquals(false, view.of(map).removeAll(List.of()), view + " removeAll of nothing");
        return names.subList(4, 10);
    }

    private static List<NamedKey> retainFour(View view, Map<NamedKey, NamedKey> map) {
        List<NamedKey> names = live(map);
        assertEquals(true, view.of(map).retainAll(elements(view, names.subList(0, 4))), view + " retainAll");
        return names.subList(0, 4);
    }

    private static List<NamedKey> removeThree(View view, Map<NamedKey, NamedKey> map) {
        List<NamedKey> names = live(map);
        List<Object> gone = elements(view, names.subList(2, 5));
        assertEquals(true, view.of(map).removeIf(gone::contains), view + " removeIf");
        assertEquals(false, view.of(map).removeIf(gone::contains), view + " removeIf again");
        names.subList(2, 5).clear();
        return names;
    }

    @Test
    @Rule("MAP-1")
    @DisplayName("MAP-1: iterators of each view take out the element they gave last")
    default void views_iteratorRemove_takesOutTheLast() {
        onEach((view, map) -> {
            List<NamedKey> names = live(map);
            Iterator<?> iterator = view.of(map).iterator();
            Object gone = null;
            for (int i = 0; i <= 4; i++) {
                gone = iterator.next();
            }
            iterator.remove();
            Object removed = gone;
            assertThrows(IllegalStateException.class, iterator::remove, view + " remove twice");
            names.removeIf(name -> view.element(name).equals(removed));
            assertEquals(9, names.size(), view + " gave an element of the map");
            return names;
        });
    }

    @Test
    @Rule({"MAP-1", "MAP-2"})
    @DisplayName("MAP-1 MAP-2: each view contains, lists and streams the living, and takes in nothing")
    default void views_questions_areOfTheLiving() {
        onEach((view, map) -> {
            List<NamedKey> names = live(map);
            List<Object> elements = elements(view, names);
            Collection<?> seen = view.of(map);
            assertEquals(10, names.size(), "keys of the living");
            assertEquals(true, seen.containsAll(elements), view + " containsAll");
            assertEquals(false, seen.contains(view.element(new NamedKey("dead12"))), view + " contains what died");
            assertEquals(false, seen.contains(new Object()), view + " contains a foreign object");
            assertEquals(false, seen.isEmpty(), view + " isEmpty()");
            assertArrayEquals(elements.toArray(), seen.toArray(), view + " toArray()");
            assertEquals(elements, List.copyOf(seen.stream().toList()), view + " stream()");
            return names;
        });
    }

    @Test
    @Rule("MAP-1")
    @DisplayName(
            "MAP-1: an array that is too large is ended by null, one that fits is used, and no view takes in an element")
    @SuppressWarnings("unchecked") // a view of anything takes in nothing
    default void views_arraysAndAdd_keepTheContract() {
        onEach((view, map) -> {
            Collection<Object> seen = (Collection<Object>) view.of(map);
            Object[] roomy = new Object[12];
            roomy[10] = "left over";
            assertEquals(roomy, seen.toArray(roomy), view + " uses the array");
            assertNull(roomy[10], view + " ends the array by null");
            assertEquals(10, seen.toArray(new Object[0]).length, view + " makes an array");
            Object any = seen.iterator().next();
            assertThrows(UnsupportedOperationException.class, () -> seen.add(any), view + " add");
            return live(map);
        });
    }

    @Test
    @Rule("MAP-1")
    @DisplayName(
            "MAP-1: spliterators say what is true of them: concurrent, without null, distinct where it is a set, not sized")
    default void views_spliterators_sayWhatIsTrue() {
        onEach((view, map) -> {
            Spliterator<?> spliterator = view.of(map).spliterator();
            assertEquals(true, spliterator.hasCharacteristics(Spliterator.CONCURRENT), view + " CONCURRENT");
            assertEquals(true, spliterator.hasCharacteristics(Spliterator.NONNULL), view + " NONNULL");
            assertEquals(false, spliterator.hasCharacteristics(Spliterator.SIZED), view + " SIZED");
            assertEquals(view != View.VALUES, spliterator.hasCharacteristics(Spliterator.DISTINCT), view + " DISTINCT");
            List<Object> seen = new ArrayList<>();
            spliterator.forEachRemaining(seen::add);
            assertEquals(elements(view, live(map)), seen, view + " forEachRemaining");
            assertEquals(
                    Set.copyOf(seen), Set.copyOf(view.of(map).parallelStream().toList()), view + " parallelStream()");
            return live(map);
        });
    }

    @Test
    @Rule("MAP-2")
    @DisplayName("MAP-2: a stream of a view gives the living, and ends, though elements die while it runs")
    default void views_streamedWhileElementsDie_giveTheLiving() {
        for (String kind :
                new SimulatedCollection(backend()).newMapsOfAllKinds().keySet()) {
            for (View view : View.values()) {
                SimulatedCollection scene = new SimulatedCollection(backend());
                Map<NamedKey, NamedKey> map = Objects.requireNonNull(
                        scene.<NamedKey, NamedKey>newMapsOfAllKinds().get(kind));
                List<NamedKey> names = NamedKey.many(20);
                names.forEach(name -> map.put(name, name));
                Object[] streamed = view.of(map).stream()
                        .peek(each -> names.forEach(scene::kill))
                        .toArray();
                assertTrue(
                        streamed.length == 1 || streamed.length == 2, // it may have looked ahead
                        "a stream of the view " + view + " of a " + kind + " whose elements die when it gives the"
                                + " first one gives " + List.of(streamed));
            }
        }
    }

    @Test
    @Rule("MAP-1")
    @DisplayName(
            "MAP-1: setValue() of an entry writes through and gives the value from before; containsValue finds the living")
    default void entries_setValue_writesThrough() {
        List<NamedKey> live = new ArrayList<>();
        filled(live).forEach((kind, map) -> {
            NamedKey next = live.get(0);
            for (Map.Entry<NamedKey, NamedKey> entry : map.entrySet()) {
                NamedKey before = entry.getValue();
                assertEquals(before, entry.setValue(next), kind + " setValue of " + entry.getKey());
                assertEquals(next, entry.getValue(), kind + " getValue after setValue of " + entry.getKey());
                assertEquals(next, map.get(entry.getKey()), kind + " get after setValue of " + entry.getKey());
            }
            assertEquals(10, map.size(), "size() of a " + kind);
            assertEquals(true, map.containsValue(next), kind + " containsValue of what is there");
            assertEquals(false, map.containsValue(live.get(1)), kind + " containsValue of what was overwritten");
            assertEquals(false, map.containsValue(new NamedKey("dead12")), kind + " containsValue of what died");
        });
    }
}
