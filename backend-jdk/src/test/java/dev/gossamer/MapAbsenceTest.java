package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.MapKind.Scene;
import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.SimulatedCollector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What all maps show of dead and living entries. */
class MapAbsenceTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-2 a dead entry is absent for every reading operation at once")
    void reads_deadEntry_findNothing(MapKind kind) {
        Scene scene = kind.scene().dead();
        StoredMap<Object, Object> map = scene.map;
        assertThat(map.get(scene.key)).isNull();
        assertThat(map.getOrDefault(scene.key, "default")).isEqualTo("default");
        assertThat(map.containsKey(scene.key)).isFalse();
        assertThat(map.containsValue(scene.value)).isFalse();
        assertThat(map.size()).isZero();
        assertThat(map.isEmpty()).isTrue();
        map.forEach((key, value) -> {
            throw new AssertionError(key + "=" + value);
        });
        assertThat(map.equals(Map.of())).isTrue();
        assertThat(map.hashCode()).isZero();
        assertThat(map.toString()).isEqualTo("{}");
        assertThat(map.snapshot()).isEmpty();
        assertThat(MapKind.copyOf(map).estimatedSize()).isZero();
        assertThat(map.popEntry()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-2 a dead entry is absent in views, their iterators, streams and arrays")
    void views_deadEntry_showNothing(MapKind kind) {
        Scene scene = kind.scene().dead();
        StoredMap<Object, Object> map = scene.map;
        for (Collection<?> view : List.of(map.keySet(), map.values(), map.entrySet())) {
            assertThat(view.iterator().hasNext()).isFalse();
            assertThat(view.size()).isZero();
            assertThat(view.isEmpty()).isTrue();
            assertThat(view.stream().count()).isZero();
            assertThat(view.parallelStream().count()).isZero();
            assertThat(view.toArray()).isEmpty();
            assertThat(view.toString()).isEqualTo("[]");
            assertThat(view.removeIf(each -> true)).isFalse();
            assertThat(view.retainAll(List.of())).isFalse();
        }
        assertThat(map.keySet().contains(scene.key)).isFalse();
        assertThat(map.keySet().remove(scene.key)).isFalse();
        assertThat(map.values().contains(scene.value)).isFalse();
        assertThat(map.values().remove(scene.value)).isFalse();
        assertThat(map.entrySet().contains(Map.entry(scene.key, scene.value))).isFalse();
        assertThat(map.entrySet().remove(Map.entry(scene.key, scene.value))).isFalse();
        assertThat(map.keySet().equals(Set.of())).isTrue();
        assertThat(map.entrySet().equals(Set.of())).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-2 conditional writes meet no dead entry")
    void conditionalWrites_deadEntry_changeNothing(MapKind kind) {
        Scene scene = kind.scene().dead();
        StoredMap<Object, Object> map = scene.map;
        assertThat(map.remove(scene.key)).isNull();
        assertThat(map.remove(scene.key, scene.value)).isFalse();
        assertThat(map.replace(scene.key, scene.otherValue)).isNull();
        assertThat(map.replace(scene.key, scene.value, scene.otherValue)).isFalse();
        assertThat(map.computeIfPresent(scene.key, (key, value) -> {
                    throw new AssertionError(value);
                }))
                .isNull();
        map.replaceAll((key, value) -> {
            throw new AssertionError(value);
        });
        assertThat(map.isEmpty()).isTrue();
        scene.bury();
        assertThat(map.estimatedSize()).isZero();
        assertThat(scene.told).containsExactly(kind.survivor(scene.key, scene.value));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-2 writes find the key of a dead entry free")
    void writes_deadEntry_findTheKeyFree(MapKind kind) {
        List<Write> writes = List.of(
                scene -> assertThat(scene.map.put(scene.key, scene.otherValue)).isNull(),
                scene -> assertThat(scene.map.put(scene.key, scene.otherValue, "ticket"))
                        .isNull(),
                scene -> assertThat(scene.map.putIfAbsent(scene.key, scene.otherValue))
                        .isNull(),
                scene -> scene.map.putAll(Map.of(scene.key, scene.otherValue)),
                scene -> assertThat(scene.map.computeIfAbsent(scene.key, key -> scene.otherValue))
                        .isSameAs(scene.otherValue),
                scene -> assertThat(scene.map.compute(scene.key, (key, before) -> {
                            assertThat(before).isNull();
                            return scene.otherValue;
                        }))
                        .isSameAs(scene.otherValue),
                scene -> assertThat(scene.map.merge(scene.key, scene.otherValue, (before, value) -> {
                            throw new AssertionError(before);
                        }))
                        .isSameAs(scene.otherValue));
        for (Write write : writes) {
            Scene scene = kind.scene().dead();
            write.to(scene);
            assertThat(scene.map.get(scene.key)).isSameAs(scene.otherValue);
            assertThat(scene.map.size()).isOne();
            scene.bury();
            assertThat(scene.map.get(scene.key)).isSameAs(scene.otherValue);
            assertThat(scene.map.estimatedSize()).isOne();
            assertThat(scene.told).containsExactly(kind.survivor(scene.key, scene.value));
        }
    }

    /** Something written to a scene. */
    private interface Write {
        void to(Scene scene);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-2 equals, hashCode and toString go by what is alive")
    void equals_someDead_comparesTheLiving(MapKind kind) {
        Scene scene = kind.scene().dead();
        scene.map.put(scene.otherKey, scene.otherValue);
        Map<Object, Object> living = Map.of(scene.otherKey, scene.otherValue);
        assertThat(scene.map.equals(living)).isTrue();
        assertThat(living.equals(scene.map)).isTrue();
        assertThat(scene.map.hashCode()).isEqualTo(living.hashCode());
        assertThat(scene.map.toString()).isEqualTo("{Named[name=other key]=Named[name=other value]}");
        assertThat(scene.map.keySet()).isEqualTo(living.keySet());
        assertThat(scene.map.entrySet()).isEqualTo(living.entrySet());
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-5 size counts the living, estimatedSize the stored, and isEmpty agrees with the iterator")
    void size_someDead_countsTheLiving(MapKind kind) {
        Scene scene = kind.scene();
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Named key = new Named("k" + i);
            Named value = new Named("v" + i);
            held.addAll(List.of(key, value));
            scene.map.put(key, value);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(scene.map.size()).isEqualTo(100 - i);
            assertThat(scene.map.estimatedSize()).isEqualTo(100);
            assertThat(scene.map.isEmpty()).isFalse();
            scene.simulation.kill(kind.mortal(held.get(2 * i), held.get(2 * i + 1)));
        }
        assertThat(scene.map.size()).isZero();
        assertThat(scene.map.isEmpty()).isTrue();
        assertThat(scene.map.keySet().iterator().hasNext()).isFalse();
        assertThat(scene.map.stats().pending()).isEqualTo(100);
        assertThat(scene.bury()).isEqualTo(100);
        assertThat(scene.map.estimatedSize()).isZero();
        assertThat(scene.map.stats().pending()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-5 estimatedSize is never negative, however an entry goes")
    void estimatedSize_removedAndReclaimed_isNotNegative(MapKind kind) {
        Scene scene = kind.scene().dead();
        scene.map.remove(scene.key);
        scene.map.clear();
        scene.bury();
        scene.map.clear();
        assertThat(scene.map.estimatedSize()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-12 snapshot is a strong unmodifiable copy")
    void snapshot_laterDeath_keepsWhatWas(MapKind kind) {
        Scene scene = kind.scene().filled();
        Map<Object, Object> snapshot = scene.map.snapshot();
        scene.simulation.kill(kind.mortal(scene.key, scene.value));
        assertThat(scene.map.isEmpty()).isTrue();
        assertThat(snapshot).containsExactly(Map.entry(scene.key, scene.value));
        assertThat(snapshot.get(scene.key)).isSameAs(scene.value);
        assertThat(snapshot.containsKey(new Named("none"))).isFalse();
        assertThatThrownBy(() -> snapshot.put(scene.key, scene.value))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.remove(scene.key)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(snapshot::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> snapshot.entrySet().iterator().next().setValue("v"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-12 equals compares copies: deaths meanwhile make no difference")
    void equals_deathMeanwhile_comparesCopies(MapKind kind) {
        Scene scene = kind.scene();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            scene.map.put(new Killer(scene, held, "k" + i), new Killer(scene, held, "v" + i));
        }
        Map<Object, Object> same = new HashMap<>(scene.map.snapshot());
        assertThat(scene.map.equals(same)).isTrue();
        assertThat(scene.map.isEmpty()).isTrue();
        assertThat(scene.map.equals(same)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-13 toString survives deaths while it runs")
    void toString_deathMeanwhile_survives(MapKind kind) {
        Scene scene = kind.scene();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Object key = new Killer(scene, held, "k" + i);
            Object value = new Killer(scene, held, "v" + i);
            scene.map.put(key, value);
        }
        assertThat(scene.map.toString()).matches("\\{k\\d=v\\d(, k\\d=v\\d)?\\}");
        assertThat(scene.map.isEmpty()).isTrue();
        assertThat(scene.map.toString()).isEqualTo("{}");
    }

    /** Has all of its kind die when compared or asked for its text. */
    private static final class Killer {
        private final Scene scene;
        private final List<Object> all;
        private final String name;

        Killer(Scene scene, List<Object> all, String name) {
            this.scene = scene;
            this.all = all;
            this.name = name;
            all.add(this);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }

        @Override
        public boolean equals(Object other) {
            all.forEach(scene.simulation.collector::clear);
            return other instanceof Killer killer && killer.name.equals(name);
        }

        @Override
        public String toString() {
            all.forEach(scene.simulation.collector::clear);
            return name;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-13 toString of a map in itself ends")
    void toString_mapInItself_ends(MapKind kind) {
        Scene scene = kind.scene();
        scene.map.put(scene.key, scene.map);
        assertThat(scene.map.toString()).isEqualTo("{Named[name=key]=(this Map)}");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-14 putAll stops at a refused element and keeps what came before")
    @SuppressWarnings("NullAway")
    void putAll_refusedElement_stopsThere(MapKind kind) {
        for (Object refused : Arrays.asList(1, null)) {
            Scene scene = kind.scene();
            Map<Object, Object> elements = new LinkedHashMap<>();
            elements.put(scene.key, scene.value);
            elements.put(kind == MapKind.WEAK_VALUES ? "k" : refused, kind == MapKind.WEAK_VALUES ? refused : "v");
            elements.put(scene.otherKey, scene.otherValue);
            assertThatThrownBy(() -> scene.map.putAll(elements))
                    .isInstanceOfAny(NotWeaklyReferenceableException.class, NullPointerException.class);
            assertThat(scene.map.snapshot()).isEqualTo(Map.of(scene.key, scene.value));
            assertThat(scene.map.estimatedSize()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-14 replaceAll stops where the function throws and keeps what came before")
    void replaceAll_throwingFunction_stopsThere(MapKind kind) {
        Scene scene = kind.scene().filled();
        scene.map.put(scene.otherKey, scene.otherValue);
        Named next = new Named("next");
        List<Object> replaced = new ArrayList<>();
        assertThatThrownBy(() -> scene.map.replaceAll((key, value) -> {
                    if (!replaced.isEmpty()) {
                        throw new IllegalStateException("at " + key);
                    }
                    replaced.add(key);
                    return next;
                }))
                .isInstanceOf(IllegalStateException.class);
        Map<Object, Object> expected = new HashMap<>(Map.of(scene.key, scene.value, scene.otherKey, scene.otherValue));
        expected.put(replaced.get(0), next);
        assertThat(scene.map.snapshot()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-16 a copy shares referents, tickets and settings, and is independent")
    void copy_changesOnEitherSide_areIndependent(MapKind kind) {
        Scene scene = kind.scene();
        scene.map.put(scene.key, scene.value, "ticket");
        scene.map.put(scene.otherKey, scene.otherValue);
        StoredMap<Object, Object> copy = MapKind.copyOf(scene.map);
        assertThat(copy.snapshot()).isEqualTo(scene.map.snapshot());
        assertThat(copy.get(scene.key)).isSameAs(scene.value);
        assertThat(copy.keySet().stream().collect(Collectors.toSet())).contains(scene.key, scene.otherKey);

        scene.map.remove(scene.otherKey);
        assertThat(copy.get(scene.otherKey)).isSameAs(scene.otherValue);
        copy.put(scene.otherKey, scene.value);
        assertThat(scene.map.get(scene.otherKey)).isNull();
        copy.remove(scene.otherKey);

        scene.simulation.kill(kind.mortal(scene.key, scene.value));
        scene.simulation.collector.enqueue();
        assertThat(copy.isEmpty()).isTrue();
        assertThat(copy.reclaim()).isOne();
        assertThat(scene.told).containsExactly("ticket");
        assertThat(scene.map.reclaim()).isOne();
        assertThat(scene.told).containsExactly("ticket", "ticket");
        assertThat(copy.stats().collected()).isOne();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-16 MAP-19 a copy that is made while a value is written over has the ticket of the value it has")
    void copy_writtenOverMeanwhile_hasValueAndTicketOfOneMoment(MapKind kind) {
        FailingBackend walked = new FailingBackend(new JdkBackend());
        SimulatedCollector collector = new SimulatedCollector(walked);
        List<Object> told = new ArrayList<>();
        StoredMap<Object, Object> map =
                kind.map(new Simulation(collector), (survivor, ticket) -> told.add(String.valueOf(ticket)));
        Named key = new Named("key");
        Named next = new Named("next");
        map.put(key, new Named("value"), "ticket");
        walked.onMeeting(met -> {
            walked.onMeeting(other -> {});
            map.put(key, next, "next ticket");
        });

        StoredMap<Object, Object> copy = MapKind.copyOf(map);

        assertThat(copy.get(key)).isSameAs(next);
        collector.clear(kind.mortal(key, next));
        collector.enqueue();
        assertThat(copy.reclaim()).isOne();
        assertThat(told).containsExactly("next ticket");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-18 maps and their views are not Serializable")
    void types_ofMaps_areNotSerializable(MapKind kind) {
        StoredMap<Object, Object> map = kind.scene().filled().map;
        assertThat(List.of(
                        map,
                        map.keySet(),
                        map.values(),
                        map.entrySet(),
                        map.keySet().iterator(),
                        new Simulation().weakSet().build(),
                        new Simulation().interner().build()))
                .noneMatch(Serializable.class::isInstance);
    }
}
