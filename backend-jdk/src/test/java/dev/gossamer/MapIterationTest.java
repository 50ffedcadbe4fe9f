package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.MapKind.Scene;
import dev.gossamer.spi.Entry;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What iterators give, and what they hold. */
class MapIterationTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-22 the spliterators of the views know their estimate, and promise no size")
    void spliterator_ofAnyView_knowsItsEstimate(MapKind kind) {
        Scene scene = kind.scene();
        List<Named> held = fill(scene, 10);
        for (Collection<?> view : List.of(scene.map.keySet(), scene.map.values(), scene.map.entrySet())) {
            assertThat(view.spliterator().estimateSize()).isEqualTo(10);
            assertThat(view.spliterator().hasCharacteristics(Spliterator.SIZED)).isFalse();
        }
        Reference.reachabilityFence(held);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 what dies ahead of an iterator is not given, what it looked ahead to is")
    void next_deathsAhead_areSkipped(MapKind kind) {
        Scene scene = kind.scene();
        List<Named> held = fill(scene, 10);
        Iterator<Map.Entry<Object, Object>> entries = scene.map.entrySet().iterator();
        assertThat(entries.hasNext()).isTrue();
        held.forEach(scene.simulation.collector::clear);
        Map.Entry<Object, Object> first = entries.next();
        assertThat(held).contains((Named) first.getKey(), (Named) first.getValue());
        assertThat(entries.hasNext()).isFalse();
        assertThatExceptionOfType(NoSuchElementException.class)
                .isThrownBy(entries::next)
                .withMessage("no entry is left; ask hasNext() first");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 no element is null, dead or repeated while the map changes under the iterator")
    void next_writesMeanwhile_givesEachOnce(MapKind kind) {
        Scene scene = kind.scene();
        List<Named> held = fill(scene, 200);
        Set<Object> seen = new HashSet<>();
        int step = 0;
        for (Map.Entry<Object, Object> entry : scene.map.entrySet()) {
            assertThat(entry.getKey()).isNotNull();
            assertThat(entry.getValue()).isNotNull();
            assertThat(seen.add(entry.getKey()))
                    .as("first sight of %s", entry.getKey())
                    .isTrue();
            Named key = new Named("more " + step);
            Named value = new Named("value");
            held.addAll(List.of(key, value));
            scene.map.put(key, value);
            scene.map.put(entry.getKey(), value);
            scene.map.remove(held.get(2 * (399 - step) / 4 * 2 % 400));
            step++;
        }
        assertThat(step).isGreaterThan(50);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 an element replaced after it was found is given with its new value, not left out")
    void next_replacedMeanwhile_isGiven(MapKind kind) {
        Scene scene = kind.scene().filled();
        Iterator<Object> values = scene.map.values().iterator();
        scene.map.put(scene.key, scene.otherValue);
        assertThat(values.next()).isIn(scene.value, scene.otherValue);
        assertThat(values.hasNext()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-1 a view says that it removed nothing, where its filter has removed the element itself")
    void removeIf_filterRemoves_saysNo(MapKind kind) {
        Scene scene = kind.scene();
        for (Collection<?> view : List.of(scene.map.keySet(), scene.map.values(), scene.map.entrySet())) {
            scene.map.put(scene.key, scene.value);
            assertThat(view.removeIf(met -> scene.map.remove(scene.key) != null))
                    .isFalse();
            scene.map.put(scene.key, scene.value);
            assertThat(view.removeIf(met -> true)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 a key that was removed is not given with the value of an equal one that came since")
    void valueNow_equalKeyPutMeanwhile_isAbsent(MapKind kind) {
        Scene scene = kind.scene().filled();
        Entry met = scene.map.store.table.iterator().next();
        Named equal = new Named("key");
        assertThat(scene.map.store.valueNow(met, scene.key)).isSameAs(scene.value);
        scene.map.put(scene.key, scene.otherValue);
        assertThat(scene.map.store.valueNow(met, scene.key)).isSameAs(scene.otherValue);
        scene.map.remove(scene.key);
        scene.map.put(equal, scene.value);
        boolean byIdentity = scene.map.get(scene.key) == null;
        assertThat(scene.map.store.valueNow(met, scene.key)).isNull();
        assertThat(byIdentity).isEqualTo(kind == MapKind.WEAK_KEYS_BY_IDENTITY);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 an element that a function is computing is given with its value from before")
    void next_claimedMeanwhile_isGivenAsBefore(MapKind kind) {
        Scene scene = kind.scene().filled();
        scene.map.compute(scene.key, (key, value) -> {
            assertThat(new ArrayList<>(scene.map.values())).containsExactly(scene.value);
            assertThat(scene.map.size()).isOne();
            assertThat(scene.map.get(scene.key)).isSameAs(scene.value);
            return scene.otherValue;
        });
        scene.map.computeIfAbsent(scene.otherKey, key -> {
            assertThat(scene.map.size()).isOne();
            assertThat(scene.map.containsKey(key)).isFalse();
            return scene.value;
        });
        assertThat(scene.map.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 remove takes out the current element once")
    void remove_currentElement_takesItOut(MapKind kind) {
        Scene scene = kind.scene().filled();
        Iterator<Object> keys = scene.map.keySet().iterator();
        assertThatThrownBy(keys::remove)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing to remove: call next() before each remove()");
        keys.next();
        keys.remove();
        assertThat(scene.map.isEmpty()).isTrue();
        assertThatThrownBy(keys::remove)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("nothing to remove: call next() before each remove()");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-6 setValue of an entry writes through")
    void setValue_ofEntry_writesThrough(MapKind kind) {
        Scene scene = kind.scene().filled();
        Map.Entry<Object, Object> entry = scene.map.entrySet().iterator().next();
        assertThat(entry.setValue(scene.otherValue)).isSameAs(scene.value);
        assertThat(entry.getValue()).isSameAs(scene.otherValue);
        assertThat(scene.map.get(scene.key)).isSameAs(scene.otherValue);
    }

    private static List<Named> fill(Scene scene, int size) {
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Named key = new Named("k" + i);
            Named value = new Named("v" + i);
            held.addAll(List.of(key, value));
            scene.map.put(key, value);
        }
        return held;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("collector")
    @DisplayName("MAP-6 an iterator pins at most the current and the prefetched element, an abandoned one nothing")
    void iterator_standing_pinsTwoAtMost(MapKind kind) {
        StoredMap<Object, Object> map = kind.realMap();
        List<WeakReference<?>> refs = new ArrayList<>();
        AtomicReference<Iterator<?>> iterator = new AtomicReference<>(standingAmong(kind, map, refs));
        Deaths.collectUntil("all but two elements to be collected", () -> living(refs) <= 2);
        assertThat(living(refs)).isPositive();
        assertThat(iterator.getAndSet(null).hasNext()).isTrue();
        Deaths.collectUntil("all elements to be collected", () -> living(refs) == 0);
    }

    /** An iterator that stands on one element of many and has looked ahead to the next; nothing else holds them. */
    private static Iterator<?> standingAmong(MapKind kind, StoredMap<Object, Object> map, List<WeakReference<?>> refs) {
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Object key = new Named("k" + i);
            Object value = new Named("v" + i);
            held.addAll(List.of(key, value));
            refs.add(new WeakReference<>(kind.mortal(key, value)));
            map.put(key, value);
        }
        Iterator<?> iterator = standing(map.entrySet());
        Reference.reachabilityFence(held);
        return iterator;
    }

    private static Iterator<?> standing(Iterable<?> elements) {
        Iterator<?> iterator = elements.iterator();
        iterator.next();
        assertThat(iterator.hasNext()).isTrue();
        return iterator;
    }

    @ParameterizedTest
    @EnumSource
    @Tag("collector")
    @DisplayName("MAP-6 an iterator at its end holds nothing of an entry that it passed over because it is dead")
    void iterator_atItsEnd_holdsNothing(MapKind kind) {
        Simulation simulation = new Simulation();
        StoredMap<Object, Object> map = kind.map(simulation, (survivor, ticket) -> {});
        List<WeakReference<?>> refs = new ArrayList<>();
        Iterator<?> iterator = pastADeadEntry(kind, simulation, map, refs);
        assertThat(simulation.bury(map)).isOne();
        Deaths.collectUntil("what survived the death to be collected", () -> living(refs) == 0);
        assertThat(iterator.hasNext()).isFalse();
    }

    private static Iterator<?> pastADeadEntry(
            MapKind kind, Simulation simulation, StoredMap<Object, Object> map, List<WeakReference<?>> refs) {
        Object key = new Named("key");
        Object value = new Named("value");
        refs.add(new WeakReference<>(kind.survivor(key, value)));
        map.put(key, value);
        simulation.kill(kind.mortal(key, value));
        Iterator<?> iterator = map.keySet().iterator();
        assertThat(iterator.hasNext()).isFalse();
        return iterator;
    }

    private static long living(List<WeakReference<?>> refs) {
        return refs.stream().filter(each -> !each.refersTo(null)).count();
    }
}
