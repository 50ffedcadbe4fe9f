package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.MapKind.Scene;
import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How dead entries leave a map, and who is told. */
@Timeout(600)
class MapReclaimTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-3 a late notice takes out its own entry, not the newer one under an equal key")
    void reclaim_replacedMeanwhile_keepsTheNewEntry(MapKind kind) {
        Scene scene = kind.scene().dead();
        scene.map.put(scene.key, scene.otherValue);
        scene.bury();
        assertThat(scene.map.get(scene.key)).isSameAs(scene.otherValue);
        assertThat(scene.map.size()).isOne();
        assertThat(scene.map.estimatedSize()).isOne();
    }

    @Test
    @DisplayName(
            "MAP-3 where nobody is told, the entry of an overwritten value may come from the queue, and means nothing")
    void reclaim_overwrittenAndNobodyIsTold_keepsTheNewEntry() {
        for (Reclaim how : List.of(Reclaim.SHARED, Reclaim.MANUAL, Reclaim.INLINE)) {
            WeakValueMap<Named, Named> map = WeakValueMap.<Named, Named>builder()
                    .backend(new JdkBackend())
                    .reclaim(how)
                    .build();
            Named key = new Named("key");
            Named first = new Named("first");
            Named second = new Named("second");
            map.put(key, first);
            Entry overwritten =
                    ((StoredMap<Named, Named>) map).store.table.iterator().next();
            map.put(key, second);
            assertThat(overwritten.weak()).isSameAs(first); // no call into the JVM
            overwritten.enqueue(); // as a collector does that takes it for one in use
            map.reclaim();
            assertThat(map.get(key)).isSameAs(second);
            assertThat(map.size()).isOne();
            assertThat(map.estimatedSize()).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "MAP-15 where somebody is told or counts, the entry of an overwritten value never comes from the queue")
    void put_overAValueAndSomebodyIsTold_clearsTheEntry(boolean counts) {
        WeakValueMap.Builder<Named, Named> builder =
                WeakValueMap.<Named, Named>builder().backend(new JdkBackend());
        WeakValueMap<Named, Named> map =
                (counts ? builder.recordStats() : builder.onCollected((key, ticket) -> {})).build();
        Named key = new Named("key");
        Named first = new Named("first");
        map.put(key, first);
        Entry overwritten =
                ((StoredMap<Named, Named>) map).store.table.iterator().next();
        map.put(key, new Named("second"));
        assertThat(overwritten.refersTo(null)).isTrue();
        Reference.reachabilityFence(first);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-3 notices of a whole line of predecessors leave the last entry alone")
    void reclaim_manyPredecessors_keepsTheLast(MapKind kind) {
        Scene scene = kind.scene();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Named value = new Named("v" + i);
            held.add(value);
            scene.map.put(scene.key, value);
            scene.simulation.kill(kind.mortal(scene.key, value));
        }
        scene.map.put(scene.key, scene.value);
        while (scene.simulation.collector.enqueueOne()) {
            assertThat(scene.map.reclaim()).isOne();
            assertThat(scene.map.get(scene.key)).isSameAs(scene.value);
        }
        assertThat(scene.told).hasSize(20);
        assertThat(scene.map.estimatedSize()).isOne();
        Reference.reachabilityFence(held);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-4 reclaiming asks the objects nothing, also if their hash has changed")
    void reclaim_hostileObjects_asksNothing(MapKind kind) {
        Scene scene = kind.scene();
        Hostile key = new Hostile(1);
        Hostile value = new Hostile(2);
        scene.map.put(key, value);
        key.turn();
        value.turn();
        scene.simulation.collector.clear(kind.mortal(key, value));
        assertThat(scene.bury()).isOne();
        assertThat(scene.map.estimatedSize()).isZero();
        assertThat(scene.told).hasSize(1);
    }

    @Test
    @DisplayName("MAP-4 the same with an equivalence that throws")
    void reclaim_hostileEquivalence_asksNothing() {
        Simulation simulation = new Simulation();
        Hostile key = new Hostile(1);
        WeakKeyMap<Hostile, String> map = simulation
                .<Hostile, String>weakKeyMap()
                .keys(new Equivalence<Hostile>() {
                    @Override
                    public int hash(Hostile object) {
                        return object.hashCode();
                    }

                    @Override
                    public boolean equivalent(Hostile left, Hostile right) {
                        return left.equals(right);
                    }
                })
                .build();
        map.put(key, "v");
        key.turn();
        simulation.collector.clear(key);
        assertThat(simulation.bury(map)).isOne();
        assertThat(map.estimatedSize()).isZero();
    }

    /** Behaves until it turns; then everything throws. */
    private static final class Hostile {
        private final int hash;
        private boolean turned;

        Hostile(int hash) {
            this.hash = hash;
        }

        void turn() {
            turned = true;
        }

        private <T> T answer(T answer) {
            if (turned) {
                throw new IllegalStateException("nobody may ask");
            }
            return answer;
        }

        @Override
        public int hashCode() {
            return answer(hash);
        }

        @Override
        public boolean equals(Object other) {
            return answer(this == other);
        }

        @Override
        public String toString() {
            return answer("hostile");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-10 a listener may use the container it is told about")
    void listener_usesItsContainer_findsItConsistent(MapKind kind) {
        Simulation simulation = new Simulation();
        Named key = new Named("key");
        Named value = new Named("value");
        Named next = new Named("next");
        List<Object> seen = new ArrayList<>();
        List<StoredMap<Object, Object>> itself = new ArrayList<>();
        StoredMap<Object, Object> map = kind.map(simulation, (survivor, ticket) -> {
            StoredMap<Object, Object> own = itself.get(0);
            seen.add(own.get(key));
            seen.add(own.estimatedSize());
            seen.add(own.computeIfAbsent(key, absent -> next));
            own.reclaim();
        });
        itself.add(map);
        map.put(key, value);
        simulation.kill(kind.mortal(key, value));
        assertThat(simulation.bury(map)).isOne();
        assertThat(seen).containsExactly(null, 0L, next);
        assertThat(map.get(key)).isSameAs(next);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-10 two maps whose functions use each other, with dead entries pending in both, do not deadlock")
    void computeIfAbsent_functionsUseTheOtherMap_doNotDeadlock(MapKind kind) throws Exception {
        Simulation simulation = new Simulation();
        List<StoredMap<Object, Object>> maps = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int other = 1 - i;
            maps.add(kind.inlineMap(
                    simulation, (survivor, ticket) -> maps.get(other).computeIfAbsent(ticket, k -> new Named("told"))));
        }
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Named key = new Named("dead " + i);
            Named value = new Named("v" + i);
            held.addAll(List.of(key, value));
            maps.forEach(map -> map.put(key, value, new Named("ticket")));
            simulation.kill(kind.mortal(key, value));
        }
        simulation.collector.enqueue();
        CountDownLatch both = new CountDownLatch(2);
        try (Crowd crowd = new Crowd()) {
            crowd.run(2, number -> {
                ConcurrentMap<Object, Object> mine = maps.get(number);
                ConcurrentMap<Object, Object> other = maps.get(1 - number);
                both.countDown();
                both.await();
                for (int i = 0; i < 2_000; i++) {
                    Named key = new Named("key " + number + " " + i % 50);
                    mine.computeIfAbsent(key, absent -> {
                        other.computeIfAbsent(new Named("inner " + number), also -> new Named("inner value"));
                        other.put(new Named("more"), new Named("value"));
                        return new Named("value");
                    });
                    mine.remove(key);
                }
            });
        }
        assertThat(simulation.collector.pending()).isZero();
        Reference.reachabilityFence(held);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-10 while a listener waits, every key of its container can be written")
    void listener_waits_blocksNoKey(MapKind kind) throws Exception {
        Simulation simulation = new Simulation();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        StoredMap<Object, Object> map = kind.map(simulation, (survivor, ticket) -> {
            told.countDown();
            awaitUninterrupted(goOn);
        });
        List<Named> held = Simulation.names("k", "v", "other");
        map.put(held.get(0), held.get(1));
        simulation.kill(kind.mortal(held.get(0), held.get(1)));
        simulation.collector.enqueue();
        try (Crowd crowd = new Crowd()) {
            Future<?> reclaiming = crowd.start(i -> map.reclaim());
            told.await();
            for (int i = 0; i < 2_000; i++) {
                Named key = new Named("k" + i);
                map.put(key, held.get(2));
                map.compute(key, (k, v) -> held.get(2));
                map.remove(key);
            }
            map.put(held.get(0), held.get(2));
            assertThat(map.get(held.get(0))).isSameAs(held.get(2));
            goOn.countDown();
            Crowd.await(reclaiming);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-11 a dropped container is collectable with all it holds, while the reclaimer watches it")
    void drop_watchedContainer_isCollected() {
        List<Object> held = new ArrayList<>();
        List<WeakReference<?>> dropped = new ArrayList<>();
        List<Function<Reclaim, List<Object>>> kinds = List.of(
                reclaim -> {
                    var map = WeakValueMap.<Object, Object>builder()
                            .backend(new JdkBackend())
                            .reclaim(reclaim)
                            .onCollected((key, ticket) -> held.add(key))
                            .build();
                    Object key = new Named("key");
                    map.put(key, held, "ticket");
                    return List.of(map, key, map.keySet(), map.keySet().iterator());
                },
                reclaim -> {
                    var map = WeakKeyMap.<Object, Object>builder()
                            .backend(new JdkBackend())
                            .reclaim(reclaim)
                            .build();
                    Object value = new Named("value");
                    map.put(held, value);
                    return List.of(map, value);
                },
                reclaim -> {
                    var set = WeakSet.builder()
                            .backend(new JdkBackend())
                            .reclaim(reclaim)
                            .keys(Equivalence.identity())
                            .build();
                    set.add(held);
                    return List.of(set);
                },
                reclaim -> {
                    var interner = Interner.builder()
                            .backend(new JdkBackend())
                            .reclaim(reclaim)
                            .build();
                    interner.intern(held);
                    return List.of(interner);
                });
        for (Reclaim reclaim : List.of(Reclaim.SHARED, Reclaim.INLINE, Reclaim.MANUAL, Reclaim.on(Runnable::run))) {
            kinds.forEach(kind -> dropped.addAll(weakly(kind.apply(reclaim))));
        }
        Deaths.collectUntil(
                "all that the containers held to be collected",
                () -> dropped.stream().allMatch(each -> each.refersTo(null)));
        Reference.reachabilityFence(held);
    }

    private static List<WeakReference<?>> weakly(List<Object> objects) {
        List<WeakReference<?>> references = new ArrayList<>();
        objects.forEach(each -> references.add(new WeakReference<>(each)));
        return references;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-15 the listener is told once, with the survivor and the ticket")
    void listener_collected_isToldOnce(MapKind kind) {
        Simulation simulation = new Simulation();
        List<List<Object>> told = new ArrayList<>();
        StoredMap<Object, Object> map =
                kind.map(simulation, (survivor, ticket) -> told.add(Arrays.asList(survivor, ticket)));
        List<Named> held = Simulation.names("k1", "v1", "k2", "v2", "k3", "v3");
        map.put(held.get(0), held.get(1), "ticket");
        map.put(held.get(2), held.get(3));
        map.computeIfAbsent(held.get(4), absent -> held.get(5), made -> "made");
        for (int i = 0; i < 6; i += 2) {
            simulation.kill(kind.mortal(held.get(i), held.get(i + 1)));
        }
        assertThat(map.reclaim()).isZero();
        assertThat(told).isEmpty();
        assertThat(simulation.bury(map)).isEqualTo(3);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        List.of(kind.survivor(held.get(0), held.get(1)), "ticket"),
                        Arrays.asList(kind.survivor(held.get(2), held.get(3)), null),
                        List.of(kind.survivor(held.get(4), held.get(5)), "made"));
        assertThat(simulation.bury(map)).isZero();
        assertThat(told).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-15 the listener is not told of what was removed, replaced or cleared before")
    void listener_goneBefore_isNotTold(MapKind kind) {
        List<Consumer<Scene>> ends = List.of(
                scene -> scene.map.remove(scene.key),
                scene -> scene.map.remove(scene.key, scene.value),
                scene -> scene.map.clear(),
                scene -> scene.map.keySet().clear(),
                scene -> scene.map.popEntry(),
                scene -> scene.map.keySet().removeIf(key -> true),
                scene -> scene.map.entrySet().retainAll(List.of()),
                scene -> scene.map.compute(scene.key, (key, value) -> null),
                scene -> scene.map.computeIfPresent(scene.key, (key, value) -> null),
                scene -> scene.map.merge(scene.key, scene.value, (before, value) -> null),
                scene -> {
                    var iterator = scene.map.entrySet().iterator();
                    iterator.next();
                    iterator.remove();
                });
        for (var end : ends) {
            Scene scene = kind.scene().filled();
            end.accept(scene);
            assertThat(scene.map.estimatedSize())
                    .as("end %d", ends.indexOf(end))
                    .isZero();
            scene.simulation.collector.clear(kind.mortal(scene.key, scene.value));
            scene.bury();
            assertThat(scene.told).isEmpty();
            assertThat(scene.map.stats().removals())
                    .as("end %d", ends.indexOf(end))
                    .isOne();
            assertThat(scene.map.stats().collected()).isZero();
        }
    }

    @Test
    @DisplayName(
            "MAP-15 DIAG-2 what a table takes out and then fails is not told when its value dies; what it leaves is")
    void reclaim_afterATableFailed_tellsOfWhatWasLeft() {
        for (boolean after : new boolean[] {true, false}) {
            Map<String, Consumer<WeakValueMap<Named, Named>>> endings = Map.of(
                    "remove", map -> map.remove(new Named("key")),
                    "put", map -> map.put(new Named("key"), new Named("next")));
            endings.forEach((name, ending) -> {
                FailingBackend failing = new FailingBackend(new JdkBackend());
                SimulatedCollector collector = new SimulatedCollector(failing);
                List<Named> told = new ArrayList<>();
                WeakValueMap<Named, Named> map = WeakValueMap.<Named, Named>builder()
                        .backend(collector)
                        .reclaim(Reclaim.MANUAL)
                        .recordStats()
                        .onCollected((key, ticket) -> told.add(key))
                        .build();
                Named value = new Named("value");
                map.put(new Named("key"), value);
                Error failure = new StackOverflowError("of the table");
                failing.failAt(2, after, failure);
                assertThatThrownBy(() -> ending.accept(map)).isSameAs(failure);

                collector.clear(value);
                collector.enqueue();
                map.reclaim();

                assertThat(told).as(name).isEqualTo(after ? List.of() : List.of(new Named("key")));
                assertThat(map.stats().collected()).as(name).isEqualTo(told.size());
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-15 overwriting drops the ticket of the value from before")
    void listener_overwritten_isToldOfTheLastTicketOnly(MapKind kind) {
        List<Map.Entry<String, Consumer<Scene>>> writes = List.of(
                Map.entry("put", scene -> scene.map.put(scene.key, scene.otherValue)),
                Map.entry("replace", scene -> scene.map.replace(scene.key, scene.otherValue)),
                Map.entry("replace if", scene -> scene.map.replace(scene.key, scene.value, scene.otherValue)),
                Map.entry("compute", scene -> scene.map.compute(scene.key, (k, v) -> scene.otherValue)),
                Map.entry("if present", scene -> scene.map.computeIfPresent(scene.key, (k, v) -> scene.otherValue)),
                Map.entry("merge", scene -> scene.map.merge(scene.key, scene.otherValue, (a, b) -> b)));
        for (var write : writes) {
            Scene scene = kind.scene();
            scene.map.put(scene.key, scene.value, "first");
            write.getValue().accept(scene);
            assertThat(scene.map.get(scene.key)).as(write.getKey()).isSameAs(scene.otherValue);
            scene.simulation.kill(kind.mortal(scene.key, scene.otherValue));
            scene.bury();
            assertThat(scene.told).as(write.getKey()).containsExactly(kind.survivor(scene.key, scene.otherValue));
            assertThat(scene.map.stats().replaced()).as(write.getKey()).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-15 a function that gives the value from before, or fails, keeps the ticket")
    void listener_valueKept_isToldItsTicket(MapKind kind) {
        Scene scene = kind.scene();
        scene.map.put(scene.key, scene.value, "ticket");
        scene.map.compute(scene.key, (key, value) -> value);
        scene.map.computeIfPresent(scene.key, (key, value) -> value);
        assertThat(catchFrom(() -> scene.map.compute(scene.key, (key, value) -> {
                    throw new IllegalStateException("fails");
                })))
                .isEqualTo("fails");
        assertThat(scene.map.putIfAbsent(scene.key, scene.otherValue)).isSameAs(scene.value);
        scene.simulation.kill(kind.mortal(scene.key, scene.value));
        scene.bury();
        assertThat(scene.told).containsExactly("ticket");
    }

    private static String catchFrom(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
        return "nothing";
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-15 a listener that throws does not keep the others from being told")
    void listener_throws_othersAreTold(MapKind kind) {
        Simulation simulation = new Simulation();
        List<Object> told = new ArrayList<>();
        StoredMap<Object, Object> map = kind.map(simulation, (survivor, ticket) -> {
            told.add(survivor);
            throw new AssertionError("from a listener of the test");
        });
        List<Named> held = Simulation.names("k1", "v1", "k2", "v2");
        map.put(held.get(0), held.get(1));
        map.put(held.get(2), held.get(3));
        simulation.kill(kind.mortal(held.get(0), held.get(1)), kind.mortal(held.get(2), held.get(3)));
        try (CapturedLog log = CapturedLog.of("dev.gossamer")) {
            assertThat(simulation.bury(map)).isEqualTo(2);
            assertThat(log.messages())
                    .hasSize(2)
                    .allMatch(message -> message.matches("a listener of \"Weak\\w+Map@\\p{XDigit}+\" failed"));
        }
        assertThat(told).hasSize(2);
    }
}
