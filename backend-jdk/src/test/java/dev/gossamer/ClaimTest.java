package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.MapKind.Scene;
import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Marker;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that wait for each other's functions, and what can be seen of it. */
@Timeout(600)
class ClaimTest {
    private static final int CIRCLE = 1_100;
    private static final long STACK = 256 << 10;

    @Test
    @DisplayName("MAP-21 a circle of 1,100 threads is found")
    void circle_ofManyThreads_oneThrows() throws Exception {
        Scene scene = MapKind.WEAK_VALUES.scene();
        CountDownLatch inside = new CountDownLatch(CIRCLE);
        AtomicInteger circles = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < CIRCLE; i++) {
            int mine = i;
            Thread thread = new Thread(null, () -> link(scene, mine, inside, circles), "link " + i, STACK);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(circles).hasValueGreaterThan(0);
        assertThat(scene.map.put(0, scene.otherValue)).isIn(null, scene.value);
    }

    private static void link(Scene scene, int mine, CountDownLatch inside, AtomicInteger circles) {
        try {
            scene.map.computeIfAbsent(mine, key -> {
                meet(inside);
                return scene.map.computeIfAbsent((mine + 1) % CIRCLE, next -> scene.value);
            });
        } catch (IllegalStateException e) {
            circles.incrementAndGet();
        }
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
    @DisplayName(
            "MAP-21 who waits for a function parks on its claim, and stats() tell the key and the computing thread")
    void wait_forAFunction_canBeSeen(MapKind kind) throws Exception {
        Scene scene = kind.scene().filled();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        try (Crowd crowd = new Crowd()) {
            Future<?> computing = crowd.start(i -> {
                threads.add(Thread.currentThread());
                scene.map.compute(scene.key, (key, before) -> {
                    inside.countDown();
                    await(goOn);
                    return scene.otherValue;
                });
            });
            inside.await();
            assertThat(scene.map.stats().awaited()).isEmpty();
            Future<?> writer = crowd.start(i -> {
                threads.add(Thread.currentThread());
                scene.map.put(scene.key, scene.otherKey);
            });
            Deaths.await(
                    "a thread to be seen waiting",
                    () -> !scene.map.stats().awaited().isEmpty());
            assertThat(scene.map.stats().awaited()).containsExactly(new AwaitedFunction(scene.key, threads.get(0), 1));
            assertThat(LockSupport.getBlocker(threads.get(1)))
                    .hasToString("Claim of a key of class dev.gossamer.Named, whose value thread \""
                            + threads.get(0).getName() + "\" computes");
            goOn.countDown();
            Crowd.await(computing);
            Crowd.await(writer);
        }
        assertThat(scene.map.stats().awaited()).isEmpty();
        assertThat(scene.map.get(scene.key)).isSameAs(scene.otherKey);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-21 a thread dump names the blocker of who waits for a function from the first moment on")
    void wait_justBegun_namesItsBlockerInAThreadDump(MapKind kind) throws Exception {
        Scene scene = kind.scene().filled();
        Thread writer = new Thread(() -> scene.map.put(scene.key, scene.otherValue), "writer");
        writer.setDaemon(true);
        scene.map.compute(scene.key, (key, before) -> {
            writer.start();
            assertThat(firstDumpOfParked(writer).getLockName())
                    .as("the blocker in the first thread dump that shows the wait")
                    .startsWith("dev.gossamer.Claim@");
            return scene.otherValue;
        });
        writer.join();
    }

    private static ThreadInfo firstDumpOfParked(Thread thread) {
        ThreadInfo dump = null;
        while (dump == null
                || Stream.of(dump.getStackTrace())
                        .noneMatch(frame -> frame.getMethodName().startsWith("parkNanos"))) {
            dump = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId(), Integer.MAX_VALUE);
        }
        return dump;
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-7 computeIfPresent against remove and put: no call fails, and the function sees what is there")
    void computeIfPresent_againstRemoveAndPut_neverFails(MapKind kind) throws Exception {
        Scene scene = kind.scene();
        int rounds = 100_000;
        try (Crowd crowd = new Crowd()) {
            crowd.run(3, i -> {
                for (int n = 0; n < rounds; n++) {
                    switch (i) {
                        case 0 -> scene.map.computeIfPresent(scene.key, (key, value) -> Objects.requireNonNull(value));
                        case 1 -> scene.map.remove(scene.key);
                        default -> scene.map.put(scene.key, n % 2 == 0 ? scene.value : scene.otherValue);
                    }
                }
            });
        }
        scene.map.put(scene.key, scene.value);
        assertThat(scene.map.remove(scene.key)).isSameAs(scene.value);
        assertThat(scene.map.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("MAP-7 computeIfPresent whose entry is removed at the last moment finds nothing, and calls nobody")
    void computeIfPresent_removedWhileItClaims_findsNothing() {
        FailingBackend backend = new FailingBackend(new JdkBackend());
        WeakKeyMap<Named, Named> map = WeakKeyMap.<Named, Named>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .build();
        Named key = new Named("key");
        map.put(key, new Named("value"));
        backend.beforeReplacing(entry -> entry.exchangeStrong(Marker.RETIRED)); // somebody else is about to take it out

        assertThat(map.computeIfPresent(key, (same, value) -> {
                    throw new AssertionError("called with " + value);
                }))
                .isNull();
        assertThat(map).isEmpty();
        assertThat(map.estimatedSize()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-19 writing the value that is there keeps the ticket, another value drops it")
    void ticket_sameValue_isKept(MapKind kind) {
        for (Write write : Write.values()) {
            assertThat(ticketAfter(kind, write, true))
                    .as("%s, same value", write)
                    .isEqualTo(List.of("ticket"));
            assertThat(ticketAfter(kind, write, false))
                    .as("%s, other value", write)
                    .isNotEqualTo(List.of("ticket"));
        }
    }

    private static List<Object> ticketAfter(MapKind kind, Write write, boolean same) {
        Scene scene = kind.scene();
        scene.map.put(scene.key, scene.value, "ticket");
        Object next = same ? scene.value : scene.otherValue;
        write.to(scene, next);
        assertThat(scene.map.get(scene.key)).as("%s", write).isSameAs(next);
        scene.simulation.kill(kind.mortal(scene.key, next));
        scene.bury();
        return scene.told;
    }

    /** What can write a value over another. */
    private enum Write {
        PUT,
        REPLACE,
        REPLACE_IF_EQUAL,
        REPLACE_ALL,
        SET_VALUE,
        COMPUTE,
        COMPUTE_IF_PRESENT,
        MERGE;

        void to(Scene scene, Object next) {
            switch (this) {
                case PUT -> scene.map.put(scene.key, next);
                case REPLACE -> scene.map.replace(scene.key, next);
                case REPLACE_IF_EQUAL -> scene.map.replace(scene.key, scene.value, next);
                case REPLACE_ALL -> scene.map.replaceAll((key, value) -> next);
                case SET_VALUE -> scene.map.entrySet().iterator().next().setValue(next);
                case COMPUTE -> scene.map.compute(scene.key, (key, value) -> next);
                case COMPUTE_IF_PRESENT -> scene.map.computeIfPresent(scene.key, (key, value) -> next);
                case MERGE -> scene.map.merge(scene.key, scene.value, (before, value) -> next);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("VM-5 popEntry takes out by entry, also a key whose hash has changed, and polls all in one walk")
    void popEntry_untilEmpty_takesAll(MapKind kind) {
        Scene scene = kind.scene();
        List<Object> keys = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Changing key = new Changing(i);
            keys.add(key);
            scene.map.put(key, scene.value);
            key.hash = -i;
        }
        List<Object> popped = new ArrayList<>();
        for (var entry = scene.map.popEntry(); entry.isPresent(); entry = scene.map.popEntry()) {
            popped.add(entry.get().getKey());
        }
        assertThat(popped).hasSize(2_000).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(scene.map.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("MAP-7 popEntry gives nothing that another thread took, though an equal one has come in its place")
    void popEntry_takenAndReplacedMeanwhile_givesNothingThatIsGone() {
        Scene scene = MapKind.WEAK_KEYS.scene();
        Named first = new Named("equal");
        Named second = new Named("equal");
        scene.map.put(first, scene.value);

        Object popped = EntryRemoval.pop(scene.map.store, (key, value) -> {
            if (key == first) { // as another thread would
                scene.map.remove(first);
                scene.map.put(second, scene.value);
            }
            return key;
        });

        assertThat(popped).isIn(second, null).isNotSameAs(first);
        assertThat(scene.map.containsKey(second))
                .as("what is not popped is there")
                .isEqualTo(popped == null);
        Reference.reachabilityFence(second);
    }

    @Test
    @DisplayName("MAP-23 polling until empty goes on where it was, and does not begin anew for each element")
    void poll_untilEmpty_walksThroughTheTableOnce() {
        FailingBackend backend = new FailingBackend(new JdkBackend());
        WeakSet<Named> set = WeakSet.<Named>builder().backend(backend).build();
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            held.add(new Named("element " + i));
            set.add(held.get(i));
        }
        int before = backend.walks();
        int polled = 0;
        while (set.poll() != null) {
            polled++;
        }
        assertThat(polled).isEqualTo(held.size());
        assertThat(backend.walks() - before).isLessThan(200); // the place is lost in a collection
    }

    /** A key that breaks the rules. */
    private static final class Changing {
        int hash;

        Changing(int hash) {
            this.hash = hash;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @Test
    @DisplayName("MAP-8 a claim names what went wrong when its own function waits for it")
    void await_ownClaim_throws() {
        Scene scene = MapKind.WEAK_KEYS.scene();
        assertThatThrownBy(() -> scene.map.computeIfAbsent(
                        scene.key, key -> scene.map.popEntry().isPresent() ? key : scene.map.put(key, scene.value)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the function for key Named[name=key] changes that key");
    }

    @Test
    @DisplayName("MAP-8 a key that fails to say its name is named by class and identity")
    void await_ownClaimOfAKeyWithoutText_throws() {
        Object key = new WithoutText();
        WeakMap<Object, Object> map = WeakMap.create();
        assertThatThrownBy(() -> map.computeIfAbsent(key, same -> map.put(same, "value")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the function for key " + WithoutText.class.getName() + "@"
                        + Integer.toHexString(System.identityHashCode(key)) + " changes that key");
    }

    /** Says nothing of itself. */
    private static final class WithoutText {
        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }
}
