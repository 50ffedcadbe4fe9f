package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that user code throws ends reclaiming, in that container or in another one, and nothing is told twice. */
class ReclaimFailureTest {
    private final Simulation simulation = new Simulation();
    private final List<Object> told = Collections.synchronizedList(new ArrayList<>());
    private final Queue<String> reported = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void listen() {
        ErrorHandler.use((source, failure) -> reported.add(source));
    }

    @AfterEach
    void stopListening() {
        ErrorHandler.useStandard();
    }

    private WeakKeyMap<Named, Object> sessions(Reclaim reclaim) {
        return simulation
                .<Named, Object>weakKeyMap()
                .name("sessions")
                .reclaim(reclaim)
                .onCollected((value, ticket) -> told.add(value))
                .build();
    }

    private void putAndKill(WeakKeyMap<Named, Object> map, int from, int to) {
        List<Named> dying = new ArrayList<>();
        for (int i = from; i < to; i++) {
            dying.add(new Named("k" + i));
            map.put(dying.get(i - from), i);
        }
        simulation.kill(dying.toArray());
        simulation.collector.enqueue();
    }

    private void awaitTold(int count) {
        Deaths.await(count + " to be told", () -> told.size() >= count);
        assertThat(told).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName(
            "RC-7 an executor that throws an Error loses nothing, is reported by the container's name, and harms no other")
    void on_executorThrowsError_allAreTold() {
        WeakKeyMap<Named, Object> map = sessions(Reclaim.on(work -> {
            throw new LinkageError("thrown by the executor");
        }));
        putAndKill(map, 0, 300);
        awaitTold(300);
        putAndKill(map, 300, 310);
        awaitTold(310);
        WeakKeyMap<Named, Object> other = sessions(Reclaim.SHARED);
        putAndKill(other, 310, 320);
        awaitTold(320);
        Reference.reachabilityFence(other); // a container that was dropped tells nobody
        assertThat(reported).isNotEmpty().containsOnly("the executor of Reclaim.on of \"sessions\"");
    }

    @Test
    @DisplayName("RC-7 an executor that throws after it ran the work has it done once")
    void on_executorRunsAndThrows_eachIsToldOnce() {
        WeakKeyMap<Named, Object> map = sessions(Reclaim.on(work -> {
            work.run();
            throw new IllegalStateException("thrown by the executor");
        }));
        putAndKill(map, 0, 50);
        awaitTold(50);
        assertThat(map.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("RC-7 what an executor drops is handed over again")
    void on_executorDropsSilently_isHandedOverAgain() {
        AtomicInteger handed = new AtomicInteger();
        WeakKeyMap<Named, Object> map = sessions(Reclaim.on(work -> {
            if (handed.incrementAndGet() > 1) {
                work.run();
            }
        }));
        putAndKill(map, 0, 50);
        awaitTold(50);
    }

    @Test
    @DisplayName("RC-7 reclaim() does what an executor never runs")
    void reclaim_executorNeverRuns_doesIt() {
        AtomicBoolean handed = new AtomicBoolean();
        Executor dropping = work -> handed.set(true);
        WeakKeyMap<Named, Object> map = sessions(Reclaim.on(dropping));
        putAndKill(map, 0, 50);
        Deaths.await("the executor to be asked", handed::get);
        assertThat(map.reclaim()).isEqualTo(50);
        assertThat(told).hasSize(50).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("RC-7 a ticker that throws keeps nobody from being told")
    void reclaim_tickerThrows_allAreTold() {
        AtomicBoolean broken = new AtomicBoolean();
        WeakValueMap<Object, Named> map = simulation
                .<Object, Named>weakValueMap()
                .name("sessions")
                .hot(HotTier.recent(1).and(HotTier.forAtLeast(Duration.ofMinutes(1))))
                .ticker(() -> {
                    if (broken.get()) {
                        throw new IllegalStateException("thrown by the ticker");
                    }
                    return System.nanoTime();
                })
                .onCollected((key, ticket) -> told.add(key))
                .build();
        Named dying = new Named("v");
        map.put("k", dying);
        map.put("held by the tier", new Named("w"));
        simulation.kill(dying);
        simulation.collector.enqueue();
        broken.set(true);
        assertThat(map.reclaim()).isOne();
        assertThat(told).containsExactly("k");
        assertThat(reported).containsExactly("the upkeep of \"sessions\"");
    }

    @Test
    @DisplayName("RC-7 a ticker that throws on the reclaiming thread is reported, harms no other, and is asked again")
    void shared_tickerThrowsOnTheThread_othersAreToldAndExpiryGoesOn() {
        AtomicBoolean broken = new AtomicBoolean();
        AtomicLong time = new AtomicLong();
        WeakValueMap<Object, Named> map = WeakValueMap.<Object, Named>builder()
                .backend(new JdkBackend())
                .name("sessions")
                .hot(HotTier.forAtLeast(Duration.ofMinutes(1)))
                .ticker(() -> {
                    if (broken.get()) {
                        throw new LinkageError("thrown by the ticker");
                    }
                    return time.get();
                })
                .build();
        map.put("k", new Named("held by the tier"));
        broken.set(true);
        Deaths.await("a report", () -> reported.contains("the expiry of \"sessions\""));
        WeakKeyMap<Named, Object> other = sessions(Reclaim.SHARED);
        putAndKill(other, 0, 20);
        awaitTold(20);
        Reference.reachabilityFence(other);
        assertThat(reported).containsOnly("the expiry of \"sessions\"");
        time.addAndGet(Duration.ofHours(1).toNanos());
        broken.set(false);
        Deaths.await("the tier to let go", () -> map.stats().hot() == 0);
    }

    @Test
    @DisplayName(
            "RC-10 a listener that writes to its own container does not recurse, and one write pays for a few only")
    void inline_listenerWritesToItsContainer_doesNotRecurse() {
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        Named held = new Named("held");
        List<WeakKeyMap<Named, Object>> self = new ArrayList<>();
        WeakKeyMap<Named, Object> map = simulation
                .<Named, Object>weakKeyMap()
                .reclaim(Reclaim.INLINE)
                .onCollected((value, ticket) -> {
                    deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                    self.get(0).put(held, value);
                    self.get(0).reclaim();
                    told.add(value);
                    depth.decrementAndGet();
                })
                .build();
        self.add(map);
        putAndKill(map, 0, 5_000);
        map.put(held, "now");
        assertThat(told).hasSizeBetween(1, 64);
        assertThat(deepest).hasValue(1);
        while (map.estimatedSize() > 1) {
            map.put(held, "again");
        }
        assertThat(told).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("RC-8 a container that was empty for long and let go of is reclaimed again when it is refilled")
    void shared_refilledAfterRelease_isReclaimedAgain() {
        WeakKeyMap<Named, Object> map = sessions(Reclaim.SHARED);
        putAndKill(map, 0, 1);
        awaitTold(1);
        int before = ReclaimScheduler.shared().queues().size();
        Deaths.await("the release of the empty container", () -> !store(map).isWatched());
        assertThat(ReclaimScheduler.shared().queues().size()).isLessThanOrEqualTo(before);
        putAndKill(map, 1, 2);
        awaitTold(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RC-7 a table that counts one entry too few is looked after for as long as it has entries")
    void shared_countHasDrifted_isReclaimedAllTheSame(boolean listening) {
        FailingBackend failing = new FailingBackend(simulation.collector);
        WeakKeyMap<Named, Object> map = builder(listening).backend(failing).build();
        WeakKeyMap<Named, Object> other = builder(listening).build();
        Named dying = new Named("dying");
        map.put(dying, "value");
        failing.miscountBy(-1);

        putAndRemove(map);
        putAndRemove(other);
        Deaths.await(
                "the release of the other one, which is empty",
                () -> !store(other).isWatched());

        assertThat(store(map).isWatched()).isTrue();
        simulation.kill(dying);
        simulation.collector.enqueue();
        Deaths.await("the entry to go", () -> !store(map).table.iterator().hasNext());
        awaitTold(listening ? 1 : 0);
    }

    private WeakKeyMap.Builder<Named, Object> builder(boolean listening) {
        WeakKeyMap.Builder<Named, Object> builder =
                simulation.<Named, Object>weakKeyMap().reclaim(Reclaim.SHARED);
        return listening ? builder.onCollected((value, ticket) -> told.add(value)) : builder;
    }

    private static void putAndRemove(WeakKeyMap<Named, Object> map) {
        Named key = new Named("removed");
        map.put(key, "value");
        map.remove(key);
    }

    private static Store<?, ?> store(WeakKeyMap<?, ?> map) {
        return ((StoredMap<?, ?>) map).store;
    }

    @Test
    @DisplayName("RC-7 an error at any step of reclaiming loses no entry, and has none told twice")
    void reclaim_anyStepFails_eachIsToldOnce() {
        boolean reached = true;
        for (int step = 1; reached; step++) {
            reached = reclaimFailsAt(step, false) | reclaimFailsAt(step, true);
        }
    }

    private boolean reclaimFailsAt(int step, boolean after) {
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        FailingBackend failing = new FailingBackend(collector);
        told.clear();
        WeakKeyMap<Named, Object> map = WeakKeyMap.<Named, Object>builder()
                .backend(failing)
                .reclaim(Reclaim.MANUAL)
                .recordStats()
                .onCollected((value, ticket) -> told.add(value))
                .build();
        Named[] dying = {new Named("a"), new Named("b"), new Named("c")};
        for (Named each : dying) {
            map.put(each, each.name());
        }
        List.of(dying).forEach(collector::clear);
        collector.enqueue();
        failing.failAt(step, after, new StackOverflowError("at step " + step));
        try {
            map.reclaim();
        } catch (StackOverflowError expected) {
            assertThat(told).hasSizeLessThan(dying.length);
        }
        boolean reached = !failing.disarm();
        map.reclaim();
        assertThat(told).as("step %s", step).containsExactlyInAnyOrder("a", "b", "c");
        assertThat(map.estimatedSize()).isZero();
        assertThat(map.stats().collected()).isEqualTo(3);
        return reached;
    }
}
