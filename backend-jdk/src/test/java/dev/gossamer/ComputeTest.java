package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.MapKind.Scene;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations that run functions of the user. */
@Timeout(600)
class ComputeTest {

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 of eight threads one runs the function, and all get its value")
    void computeIfAbsent_eightThreads_oneWinner(MapKind kind) throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int round = 0; round < 200; round++) {
                Scene scene = round % 2 == 0 ? kind.scene() : kind.scene().dead();
                AtomicInteger runs = new AtomicInteger();
                List<Object> results = Collections.synchronizedList(new ArrayList<>());
                crowd.run(
                        8,
                        i -> results.add(scene.map.computeIfAbsent(scene.key, key -> {
                            runs.incrementAndGet();
                            return new Named("from " + i);
                        })));
                assertThat(runs).hasValue(1);
                assertThat(results).hasSize(8).allMatch(each -> each == results.get(0));
                assertThat(scene.map.get(scene.key)).isSameAs(results.get(0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 of eight threads that put if absent, one wins and the others get its value")
    void putIfAbsent_eightThreads_oneWinner(MapKind kind) throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int round = 0; round < 200; round++) {
                Scene scene = round % 2 == 0 ? kind.scene() : kind.scene().dead();
                List<Object> values = Collections.synchronizedList(new ArrayList<>());
                List<Object> seen = Collections.synchronizedList(new ArrayList<>());
                crowd.run(8, i -> {
                    Named value = new Named("from " + i);
                    Object before = scene.map.putIfAbsent(scene.key, value);
                    values.add(value);
                    seen.add(before == null ? value : before);
                });
                assertThat(seen).allMatch(each -> each == seen.get(0));
                assertThat(scene.map.get(scene.key)).isSameAs(seen.get(0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 no update is lost: compute and merge are atomic")
    void computeAndMerge_eightThreads_loseNothing(MapKind kind) throws Exception {
        Scene scene = kind.scene();
        List<Object> held = Collections.synchronizedList(new ArrayList<>());
        int each = 2_000;
        try (Crowd crowd = new Crowd()) {
            crowd.run(8, i -> {
                for (int n = 0; n < each; n++) {
                    if ((n & 1) == 0) {
                        scene.map.compute(scene.key, (key, before) -> Count.next(before, held));
                    } else {
                        scene.map.merge(scene.key, Count.next(null, held), (before, one) -> Count.next(before, held));
                    }
                }
            });
        }
        assertThat(scene.map.get(scene.key)).isEqualTo(new Count(8 * each));
    }

    /** A number with an identity. */
    private record Count(int value) {
        static Count next(Object before, List<Object> held) {
            Count next = new Count(before == null ? 1 : ((Count) before).value + 1);
            held.add(next);
            return next;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 replace with an expected value is atomic")
    void replace_eightThreads_losesNothing(MapKind kind) throws Exception {
        Scene scene = kind.scene();
        List<Object> held = Collections.synchronizedList(new ArrayList<>());
        scene.map.put(scene.key, Count.next(null, held));
        try (Crowd crowd = new Crowd()) {
            crowd.run(8, i -> {
                for (int n = 0; n < 500; n++) {
                    Object before;
                    do {
                        before = scene.map.get(scene.key);
                    } while (!scene.map.replace(scene.key, before, Count.next(before, held)));
                }
            });
        }
        assertThat(scene.map.get(scene.key)).isEqualTo(new Count(4_001));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 a function that gives null leaves an absent key absent, and takes out a present one")
    void compute_nullResult_leavesTheKeyAbsent(MapKind kind) {
        Scene scene = kind.scene();
        assertThat(scene.map.computeIfAbsent(scene.key, key -> null)).isNull();
        assertThat(scene.map.compute(scene.key, (key, value) -> null)).isNull();
        assertThat(scene.map.estimatedSize()).isZero();
        assertThat(scene.map.stats().loads()).isZero();
        scene.filled();
        assertThat(scene.map.computeIfPresent(scene.key, (key, value) -> null)).isNull();
        assertThat(scene.map.containsKey(scene.key)).isFalse();
        scene.filled();
        assertThat(scene.map.merge(scene.key, scene.value, (before, value) -> null))
                .isNull();
        assertThat(scene.map.estimatedSize()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 a function that throws, an Error too, leaves the key as it was")
    void compute_throwing_leavesTheKeyAsItWas(MapKind kind) {
        List<Supplier<Throwable>> failures = List.of(
                () -> new IllegalArgumentException("x"),
                () -> new StackOverflowError("x"),
                () -> new OutOfMemoryError("x"));
        for (Supplier<Throwable> failure : failures) {
            Scene scene = kind.scene();
            assertThatThrownBy(() -> scene.map.computeIfAbsent(scene.key, key -> fail(failure)))
                    .hasMessage("x");
            assertThatThrownBy(() -> scene.map.compute(scene.key, (key, value) -> fail(failure)))
                    .hasMessage("x");
            assertThatThrownBy(() -> scene.map.computeIfAbsent(scene.key, key -> scene.value, value -> fail(failure)))
                    .hasMessage("x");
            assertThat(scene.map.containsKey(scene.key)).isFalse();
            assertThat(scene.map.estimatedSize()).isZero();
            scene.filled();
            assertThatThrownBy(() -> scene.map.compute(scene.key, (key, value) -> fail(failure)))
                    .hasMessage("x");
            assertThatThrownBy(() -> scene.map.computeIfPresent(scene.key, (key, value) -> fail(failure)))
                    .hasMessage("x");
            assertThatThrownBy(() -> scene.map.merge(scene.key, scene.value, (a, b) -> fail(failure)))
                    .hasMessage("x");
            assertThat(scene.map.get(scene.key)).isSameAs(scene.value);
            assertThat(scene.map.keySet().iterator().next()).isSameAs(scene.key);
            assertThat(scene.map.remove(scene.key)).isSameAs(scene.value);
        }
    }

    private static Object fail(Supplier<Throwable> failure) {
        throw ComputeTest.<RuntimeException>sneak(failure.get());
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // throws anything
    private static <T extends Throwable> T sneak(Throwable failure) throws T {
        throw (T) failure;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 a restored entry still dies with its object, and is reclaimed")
    void compute_throwing_leavesAnEntryThatDies(MapKind kind) {
        Scene scene = kind.scene().filled();
        assertThatThrownBy(() -> scene.map.compute(scene.key, (key, value) -> fail(IllegalStateException::new)))
                .isInstanceOf(IllegalStateException.class);
        scene.simulation.kill(kind.mortal(scene.key, scene.value));
        assertThat(scene.map.get(scene.key)).isNull();
        assertThat(scene.bury()).isOne();
        assertThat(scene.told).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-8 every change of a key from its own function throws, naming the key, and harms nothing")
    void recursion_sameKey_throwsNamingTheKey(MapKind kind) {
        List<Consumer<Scene>> recursions = List.of(
                scene -> scene.map.put(scene.key, scene.otherValue),
                scene -> scene.map.put(scene.key, scene.otherValue, "ticket"),
                scene -> scene.map.putIfAbsent(scene.key, scene.otherValue),
                scene -> scene.map.remove(scene.key),
                scene -> scene.map.remove(scene.key, scene.value),
                scene -> scene.map.replace(scene.key, scene.otherValue),
                scene -> scene.map.compute(scene.key, (key, value) -> scene.otherValue),
                scene -> scene.map.computeIfPresent(scene.key, (key, value) -> scene.otherValue),
                scene -> scene.map.merge(scene.key, scene.otherValue, (a, b) -> b),
                scene -> scene.map.clear());
        for (Consumer<Scene> recursion : recursions) {
            Scene scene = kind.scene().filled();
            assertThatThrownBy(() -> scene.map.compute(scene.key, (key, value) -> {
                        recursion.accept(scene);
                        return scene.otherValue;
                    }))
                    .as("recursion %d", recursions.indexOf(recursion))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the function for key Named[name=key] changes that key;"
                            + " return the value from the function instead");
            assertThat(scene.map.get(scene.key)).isSameAs(scene.value);
            assertThat(scene.map.remove(scene.key)).isSameAs(scene.value);
            assertThat(scene.map.estimatedSize()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-8 computeIfAbsent within computeIfAbsent of the same key throws, also through another key")
    void recursion_absentKey_throws(MapKind kind) {
        Scene scene = kind.scene();
        assertThatThrownBy(() -> scene.map.computeIfAbsent(
                        scene.key,
                        key -> scene.map.computeIfAbsent(
                                scene.otherKey, other -> scene.map.computeIfAbsent(scene.key, again -> scene.value))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the function for key Named[name=key] changes that key");
        assertThat(scene.map.isEmpty()).isTrue();
        assertThat(scene.map.estimatedSize()).isZero();
        assertThat(scene.map.computeIfAbsent(scene.key, key -> scene.value)).isSameAs(scene.value);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-8 functions may use other keys of their map")
    void recursion_otherKeys_works(MapKind kind) {
        Scene scene = kind.scene();
        List<Named> keys = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            keys.add(new Named("k" + i));
        }
        assertThat(deep(scene, keys, 0)).isSameAs(scene.value);
        assertThat(scene.map.size()).isEqualTo(200);
    }

    private static Object deep(Scene scene, List<Named> keys, int i) {
        return i == keys.size() ? scene.value : scene.map.computeIfAbsent(keys.get(i), key -> deep(scene, keys, i + 1));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-8 functions of two threads that wait for each other: one throws, naming the keys, none hangs")
    void circle_ofTwoThreads_oneThrows(MapKind kind) throws Exception {
        Scene scene = kind.scene();
        List<Named> keys = List.of(scene.key, scene.otherKey);
        List<String> messages = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch inside = new CountDownLatch(2);
        try (Crowd crowd = new Crowd()) {
            crowd.run(2, i -> {
                try {
                    scene.map.computeIfAbsent(keys.get(i), key -> {
                        meet(inside);
                        return scene.map.computeIfAbsent(keys.get(1 - i), other -> scene.value);
                    });
                } catch (IllegalStateException e) {
                    messages.add(e.getMessage());
                }
            });
        }
        assertThat(messages)
                .isNotEmpty()
                .allMatch(each -> each.matches("the function for key Named\\[name=(other )?key\\] waits for key"
                        + " Named\\[name=(other )?key\\], whose function waits for this one;"
                        + " let functions use other keys in one order"));
        for (Named key : keys) {
            Named value = new Named("after");
            Object present = scene.map.computeIfAbsent(key, absent -> value);
            assertThat(present).isIn(scene.value, value);
        }
        assertThat(scene.map.size()).isEqualTo(2);
    }

    private static void meet(CountDownLatch latch) {
        latch.countDown();
        await(latch);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-8 a circle over two maps and three threads ends too")
    void circle_ofThreeThreadsOverTwoMaps_oneThrows(MapKind kind) throws Exception {
        Scene first = kind.scene();
        Scene second = kind.scene();
        List<Map<Object, Object>> maps = List.of(first.map, second.map, first.map);
        List<Named> keys = Simulation.names("a", "b", "c");
        CountDownLatch inside = new CountDownLatch(3);
        AtomicInteger circles = new AtomicInteger();
        try (Crowd crowd = new Crowd()) {
            crowd.run(3, i -> {
                int next = (i + 1) % 3;
                try {
                    maps.get(i).computeIfAbsent(keys.get(i), key -> {
                        meet(inside);
                        maps.get(next).computeIfAbsent(keys.get(next), other -> first.value);
                        return first.value;
                    });
                } catch (IllegalStateException e) {
                    circles.incrementAndGet();
                }
            });
        }
        assertThat(circles).hasValueGreaterThan(0);
        for (int i = 0; i < 3; i++) {
            maps.get(i).put(keys.get(i), first.otherValue);
            assertThat(maps.get(i)).containsEntry(keys.get(i), first.otherValue);
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-8 waiting in one order is no circle, however often")
    void waiting_inOneOrder_neverThrows(MapKind kind) throws Exception {
        Scene scene = kind.scene();
        List<Named> keys = Simulation.names("a", "b", "c", "d");
        try (Crowd crowd = new Crowd()) {
            crowd.run(6, i -> {
                for (int n = 0; n < 3_000; n++) {
                    int from = (n + i) % 3;
                    scene.map.compute(keys.get(from), (key, before) -> {
                        scene.map.compute(keys.get(from + 1), (inner, also) -> scene.value);
                        return scene.value;
                    });
                }
            });
        }
        assertThat(scene.map.size()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 while a function runs, readers see the value from before and other keys can be written")
    void compute_running_blocksItsKeyOnly(MapKind kind) throws Exception {
        Scene scene = kind.scene().filled();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Crowd crowd = new Crowd()) {
            Future<?> computing = crowd.start(i -> scene.map.compute(scene.key, (key, before) -> {
                inside.countDown();
                await(goOn);
                return scene.otherValue;
            }));
            inside.await();
            assertThat(scene.map.get(scene.key)).isSameAs(scene.value);
            assertThat(scene.map.computeIfAbsent(scene.key, key -> scene.otherKey))
                    .isSameAs(scene.value);
            assertThat(scene.map.containsKey(scene.key)).isTrue();
            for (int i = 0; i < 2_000; i++) {
                scene.map.put(new Named("k" + i), scene.otherValue);
            }
            Future<?> writer = crowd.start(i -> scene.map.put(scene.key, scene.otherKey));
            awaitWaiting(scene);
            goOn.countDown();
            Crowd.await(computing);
            Crowd.await(writer);
        }
        assertThat(scene.map.get(scene.key)).isSameAs(scene.otherKey);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 an interrupt does not end the wait for a function, and is not lost")
    void wait_interrupted_goesOnAndKeepsTheInterrupt(MapKind kind) throws Exception {
        Scene scene = kind.scene();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Crowd crowd = new Crowd()) {
            Future<?> computing = crowd.start(i -> scene.map.compute(scene.key, (key, before) -> {
                inside.countDown();
                await(goOn);
                return scene.value;
            }));
            inside.await();
            Future<?> writer = crowd.start(i -> {
                Thread.currentThread().interrupt();
                assertThat(scene.map.putIfAbsent(scene.key, scene.otherValue)).isSameAs(scene.value);
                assertThat(Thread.interrupted()).isTrue();
            });
            awaitWaiting(scene);
            goOn.countDown();
            Crowd.await(computing);
            Crowd.await(writer);
        }
    }

    private static void awaitWaiting(Scene scene) {
        Deaths.await(
                "a thread to wait for the function of another",
                () -> !scene.map.stats().awaited().isEmpty());
    }
}
