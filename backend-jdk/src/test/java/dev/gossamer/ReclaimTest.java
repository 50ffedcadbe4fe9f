package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who reclaims, when, and on which thread. */
class ReclaimTest {
    private final Simulation simulation = new Simulation();
    private final List<Object> told = Collections.synchronizedList(new ArrayList<>());

    private WeakKeyMap<Named, Object> map(Reclaim reclaim) {
        return simulation
                .<Named, Object>weakKeyMap()
                .reclaim(reclaim)
                .onCollected((value, ticket) -> told.add(value))
                .build();
    }

    private List<Named> fill(WeakKeyMap<Named, Object> map, int size) {
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Named each = new Named("k" + i);
            held.add(each);
            map.put(each, i);
        }
        return held;
    }

    @Test
    @DisplayName("RC-1 MANUAL reclaims in reclaim() alone, in the calling thread, and counts")
    void manual_reclaim_doesIt() {
        Set<Thread> threads = new HashSet<>();
        WeakKeyMap<Named, Object> manual = simulation
                .<Named, Object>weakKeyMap()
                .onCollected((value, ticket) -> threads.add(Thread.currentThread()))
                .build();
        List<Named> held = fill(manual, 10);
        simulation.kill(held.subList(0, 7).toArray());
        simulation.collector.enqueue();
        manual.put(held.get(8), "again");
        manual.remove(held.get(9));
        assertThat(manual.estimatedSize()).isEqualTo(9);
        assertThat(manual.reclaim()).isEqualTo(7);
        assertThat(manual.reclaim()).isZero();
        assertThat(manual.estimatedSize()).isEqualTo(2);
        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    @DisplayName("RC-1 INLINE reclaims a little with each write, in the writing thread; reads do not")
    void inline_write_reclaims() {
        WeakKeyMap<Named, Object> inline = map(Reclaim.INLINE);
        List<Named> held = fill(inline, 4);
        simulation.kill(held.get(0), held.get(1));
        simulation.collector.enqueue();
        assertThat(inline.get(held.get(2))).isEqualTo(2);
        assertThat(inline.size()).isEqualTo(2);
        assertThat(inline.estimatedSize()).isEqualTo(4);
        inline.put(held.get(2), "again");
        assertThat(inline.estimatedSize()).isEqualTo(2);
        assertThat(told).hasSize(2);
    }

    @Test
    @DisplayName("RC-1 on(executor) has the executor reclaim")
    void on_executor_reclaims() {
        AtomicInteger executed = new AtomicInteger();
        WeakKeyMap<Named, Object> handedOver = map(Reclaim.on(work -> {
            executed.incrementAndGet();
            work.run();
        }));
        List<Named> held = fill(handedOver, 10);
        simulation.kill(held.subList(0, 9).toArray());
        simulation.collector.enqueue();
        Deaths.await("the executor to reclaim", () -> told.size() == 9);
        assertThat(handedOver.estimatedSize()).isOne();
        assertThat(executed).hasValueGreaterThan(0);
    }

    @Test
    @DisplayName("RC-1 work that the executor rejects is done all the same, and the rejection reported")
    void on_rejectingExecutor_isReclaimedAllTheSame() {
        try (CapturedLog log = CapturedLog.of("dev.gossamer")) {
            WeakKeyMap<Named, Object> handedOver = map(Reclaim.on(work -> {
                throw new RejectedExecutionException("closed for the test");
            }));
            List<Named> held = fill(handedOver, 2);
            simulation.kill(held.get(0));
            simulation.collector.enqueue();
            Deaths.await("the entry to be reclaimed", () -> told.size() == 1);
            assertThat(handedOver.estimatedSize()).isOne();
            assertThat(log.thrown()).containsExactly("closed for the test");
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("RC-2 SHARED: within a second of being enqueued an entry is gone and its listener told, untouched")
    void shared_idleContainer_isReclaimedWithinASecond(MapKind kind) {
        long quickest = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) { // the machine may be busy in one of them
            StoredMap<Object, Object> map =
                    kind.map(simulation, Reclaim.SHARED, (survivor, ticket) -> told.add(survivor));
            List<Named> held = Simulation.names("k1", "v1", "k2", "v2");
            map.put(held.get(0), held.get(1));
            map.put(held.get(2), held.get(3));
            simulation.kill(kind.mortal(held.get(0), held.get(1)));
            long enqueued = System.nanoTime();
            simulation.collector.enqueue();
            int before = round;
            Deaths.await("the listener of an idle map to be told", () -> told.size() > before);
            quickest = Math.min(quickest, System.nanoTime() - enqueued);
            assertThat(map.estimatedSize()).isOne();
            assertThat(told).hasSize(round + 1);
        }
        assertThat(Duration.ofNanos(quickest)).isLessThan(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("collector")
    @DisplayName("RC-2 SHARED with the real collector: a hundred deaths, a hundred notices, no touch")
    void shared_realCollector_tellsOfEachDeath(MapKind kind) {
        Set<Object> survivors = Collections.synchronizedSet(new HashSet<>());
        AtomicInteger notices = new AtomicInteger();
        StoredMap<Object, Object> map =
                kind.map(new Simulation(new JdkBackend()), Reclaim.SHARED, (survivor, ticket) -> {
                    survivors.add(survivor);
                    notices.incrementAndGet();
                });
        Named heldKey = new Named("held key");
        Named heldValue = new Named("held value");
        map.put(heldKey, heldValue);
        fillWithDropped(kind, map);
        Deaths.collectUntil("a hundred notices", () -> notices.get() >= 100);
        assertThat(notices).hasValue(100);
        assertThat(survivors).hasSize(100);
        assertThat(map.estimatedSize()).isOne();
        assertThat(map.get(heldKey)).isSameAs(heldValue);
    }

    private static void fillWithDropped(MapKind kind, StoredMap<Object, Object> map) {
        for (int i = 0; i < 100; i++) {
            map.put(new Named("k" + i), new Named("v" + i));
        }
    }

    @Test
    @DisplayName("RC-5 no operation pays for a mass death")
    void inline_massDeath_isPaidInSmallParts() {
        WeakKeyMap<Named, Object> inline = map(Reclaim.INLINE);
        List<Named> held = fill(inline, 3_000);
        simulation.kill(held.subList(1, 3_000).toArray());
        simulation.collector.enqueue();
        int writes = 0;
        for (long left = 2_999; left > 0; writes++) {
            inline.put(held.get(0), writes);
            long now = inline.estimatedSize() - 1;
            assertThat(left - now).isBetween(1L, 64L);
            left = now;
        }
        assertThat(told).hasSize(2_999);
    }

    @Test
    @DisplayName("RC-6 INLINE never touches another container")
    void inline_write_leavesOthersAlone() {
        WeakKeyMap<Named, Object> first = map(Reclaim.INLINE);
        WeakKeyMap<Named, Object> second = map(Reclaim.INLINE);
        Named dying = new Named("dying");
        first.put(dying, 1);
        second.put(dying, 2);
        simulation.kill(dying);
        simulation.collector.enqueue();
        Named held = new Named("held");
        first.put(held, 1);
        assertThat(told).containsExactly(1);
        assertThat(first.estimatedSize()).isOne();
        assertThat(second.estimatedSize()).isOne();
        assertThat(second.reclaim()).isOne();
        assertThat(told).containsExactly(1, 2);
    }

    private static Set<Thread> reclaimers() {
        return threads("gossamer-reclaimer");
    }

    private static Set<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().matches(name))
                .collect(Collectors.toSet());
    }

    /** The thread that came since, when it is there. */
    private static Thread awaitReclaimerBeside(Set<Thread> others) {
        Set<Thread> fresh = new HashSet<>();
        Deaths.await("a reclaiming thread", () -> {
            fresh.addAll(reclaimers());
            fresh.removeAll(others);
            return !fresh.isEmpty();
        });
        assertThat(fresh).hasSize(1);
        return fresh.iterator().next();
    }

    @Test
    @DisplayName(
            "RC-3 one daemon thread for all containers, which ends when nothing needs it and starts again by itself")
    void thread_ofManyContainers_isOneAndEnds() throws Exception {
        Set<Thread> before = reclaimers();
        Redeployment.run(EmptiedApplication.class, (Callable<Boolean> change) -> {
            Thread thread = awaitReclaimerBeside(before);
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getContextClassLoader()).isNull();
            try {
                while (change.call()) {
                    assertThat(thread.isAlive()).isTrue();
                }
                long emptied = System.nanoTime();
                Deaths.await("the thread to end", () -> !thread.isAlive());
                assertThat(Duration.ofNanos(System.nanoTime() - emptied)).isLessThan(Duration.ofSeconds(10));
                change.call();
                Thread next = awaitReclaimerBeside(before);
                assertThat(next).isNotSameAs(thread);
                change.call();
                Deaths.await("the next thread to end", () -> !next.isAlive());
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    @DisplayName("RC-3 no container that is empty or reclaims without the thread starts it")
    void thread_notNeeded_isNotStarted() throws Exception {
        Deaths.await(
                "no thread to be about to start",
                () -> threads("gossamer-reclaimer-starter").isEmpty());
        Set<Thread> before = reclaimers();
        Redeployment.run(
                ThriftyApplication.class, (Boolean used) -> assertThat(used).isTrue());
        Set<Thread> since = threads("gossamer-reclaimer(-starter)?"); // whoever starts it is there at once
        since.removeAll(before);
        assertThat(since).isEmpty();
    }

    @Test
    @Tag("collector")
    @DisplayName("RC-4 the library's class loader is collectable after every feature was used")
    void loader_everyFeatureUsed_isCollected() throws Exception {
        Set<Thread> before = reclaimers();
        List<WeakReference<Thread>> thread = new ArrayList<>();
        WeakReference<ClassLoader> loader = Redeployment.run(DroppedApplication.class, (AtomicInteger notices) -> {
            thread.add(new WeakReference<>(awaitReclaimerBeside(before)));
            Deaths.collectUntil("four notices each of the ninety that are not hot", () -> notices.get() >= 360);
            Thread reclaimer = thread.get(0).get();
            assertThat(reclaimer != null && reclaimer.isAlive()).isTrue();
        });
        Deaths.collectUntil("the class loader to be collected", () -> loader.refersTo(null));
        Deaths.await("the reclaiming thread to end", () -> {
            Thread reclaimer = thread.get(0).get();
            return reclaimer == null || !reclaimer.isAlive();
        });
    }
}
