package dev.gossamer;

import static dev.gossamer.LiveRecording.isOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-4 the periodic event of containers")
class ContainerEventTest {

    @Test
    void event_usedContainer_tellsWhatItHoldsAndCounts() {
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .name("told")
                .recordStats()
                .hot(HotTier.recent(1))
                .build();
        List<Object> held = List.of(new Object(), new Object());
        map.put("dead", held.get(0));
        map.put("live", held.get(1));
        map.get("live");
        map.get("none");
        collector.clear(held.get(0));

        try (LiveRecording recording = LiveRecording.of("Container")) {
            RecordedEvent event = recording.await("an event of the map", isOf("told"));
            assertThat(event.getString("kind")).isEqualTo("WeakValueMap");
            assertThat(event.getString("backend")).isEqualTo(collector.name());
            assertThat(event.getInt("containers")).isEqualTo(1);
            assertThat(event.getInstant("created")).isBefore(Instant.now());
            assertThat(event.getString("createdAt")).isNull();
            assertThat(longs(event, "size", "pending", "hot", "hotLimit")).containsExactly(2L, 1L, 1L, 1L);
            assertThat(event.getBoolean("statistics")).isTrue();
            assertThat(longs(event, "hits", "misses", "loads", "replaced", "removed", "collected", "evicted"))
                    .containsExactly(1L, 1L, 0L, 0L, 0L, 0L, 0L);

            collector.enqueue();
            map.reclaim();
            RecordedEvent later = recording.await(
                    "an event that tells of the entry that was taken out",
                    each -> isOf("told").test(each) && each.getLong("collected") == 1);
            assertThat(longs(later, "size", "pending")).containsExactly(1L, 0L);
            assertThat(later.getDuration("reclaimLag")).isPositive();
        }
        Reference.reachabilityFence(held);
    }

    @Test
    void totals_ofTiersThatHoldAll_haveTheLargestLimit() {
        ContainerTotals totals = new ContainerTotals();
        for (int i = 0; i < 3; i++) {
            totals.add(WeakValueMap.builder().hot(HotTier.whileMemoryLasts()).build(), 1);
        }
        assertThat(totals.hotLimit).isEqualTo(Long.MAX_VALUE);
        totals.add(
                WeakValueMap.builder()
                        .hot(HotTier.forAtLeast(Duration.ofHours(1)))
                        .build(),
                1);
        assertThat(totals.hotLimit).isEqualTo(-1);
    }

    @Test
    void totals_ofTiers_tellWhetherAnyIsLimitedByWeight() {
        ContainerTotals totals = new ContainerTotals();
        totals.add(WeakValueMap.builder().hot(HotTier.recent(7)).build(), 1);
        assertThat(totals.hotWeighed).isFalse();
        totals.add(WeakValueMap.builder().hot(HotTier.weighing(7, value -> 1)).build(), 1);
        assertThat(totals.hotWeighed).isTrue();
        totals.clearContents();
        assertThat(totals.hotWeighed).isFalse();
    }

    @Test
    void totals_ofTiers_tellWhetherAnyGivesWay() {
        ContainerTotals totals = new ContainerTotals();
        totals.add(WeakValueMap.builder().hot(HotTier.recent(7)).build(), 1);
        assertThat(totals.hotGivesWay).isFalse();
        totals.add(WeakValueMap.builder().hot(HotTier.whileMemoryLasts()).build(), 1);
        assertThat(totals.hotGivesWay).isTrue();
        totals.clearContents();
        assertThat(totals.hotGivesWay).isFalse();
    }

    private static List<Long> longs(RecordedEvent event, String... fields) {
        return Stream.of(fields).map(event::getLong).toList();
    }

    @Test
    void event_containersOfAnyKindThatNobodyEverUsed_areToldAgainAndAgain() {
        List<WeakContainer> idle = List.of(
                WeakValueMap.builder().name("idle values").build(),
                WeakKeyMap.builder().name("idle keys").reclaim(Reclaim.MANUAL).build(),
                WeakMap.builder().name("idle both").reclaim(Reclaim.INLINE).build(),
                WeakMultimap.builder().name("idle multimap").weakValues(),
                WeakSet.builder().name("idle set").build(),
                Interner.builder().name("idle interner").build());

        try (LiveRecording recording = LiveRecording.of("Container")) {
            for (WeakContainer container : idle) {
                String name = container.name().orElseThrow();
                recording.await("two events of " + name, event -> recording.count(name) >= 2);
            }
        }
    }

    @Test
    void event_manyUnnamedContainers_areToldTogether() {
        List<WeakSet<Object>> sets = new ArrayList<>();
        Object element = new Object();
        for (int i = 0; i < 2_000; i++) {
            sets.add(WeakSet.create());
            sets.get(i).add(element);
        }

        try (LiveRecording recording = LiveRecording.of("Container")) {
            RecordedEvent event = recording.await(
                    "the sum of all of them",
                    each -> isOf("unnamed WeakSet").test(each) && each.getInt("containers") >= sets.size());
            assertThat(event.getString("kind")).isEqualTo("WeakSet");
            assertThat(event.getLong("size")).isGreaterThanOrEqualTo(sets.size());
            assertThat(event.getBoolean("statistics")).isFalse();
            assertThat(recording.count("unnamed WeakSet")).isLessThan(100);
        }
        Reference.reachabilityFence(element);
    }

    @Test
    void event_listeners_areToldLikeOtherContainers() {
        WeakListeners<Runnable> listeners = WeakListeners.named("told listeners");
        listeners.add(this, () -> {});

        try (LiveRecording recording = LiveRecording.of("Container")) {
            RecordedEvent event = recording.await("an event of the list", isOf("told listeners"));
            assertThat(event.getString("kind")).isEqualTo("WeakListeners");
            assertThat(event.getString("backend")).isEqualTo("java.util");
            assertThat(event.getLong("size")).isEqualTo(1);
            listeners.add(this, () -> {});
            recording.await(
                    "an event that tells of the second",
                    each -> isOf("told listeners").test(each) && each.getLong("size") == 2);
        }
    }

    @Test
    void event_listenerThatBlocks_tellsHowManyCallsWait() throws Exception {
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        CountDownLatch goOn = new CountDownLatch(1);
        WeakValueMap<Integer, Object> map = WeakValueMap.<Integer, Object>builder()
                .backend(collector)
                .name("slow listener")
                .onCollected((key, ticket) -> await(goOn))
                .build();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            values.add(new Object());
            map.put(i, values.get(i));
        }
        try (LiveRecording recording = LiveRecording.of("Container")) {
            values.forEach(collector::clear);
            collector.enqueue();
            recording.await(
                    "an event with calls that wait",
                    each -> isOf("slow listener").test(each) && each.getLong("queue") >= 10);
            goOn.countDown();
            recording.await(
                    "an event after the last call",
                    each -> isOf("slow listener").test(each)
                            && each.getLong("size") == 0
                            && each.getLong("queue") == 0);
        } finally {
            goOn.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("collector")
    void event_droppedContainer_isCollectedWhileItIsRecorded() {
        try (LiveRecording recording = LiveRecording.of("Container")) {
            Deaths.Victim victim = new Deaths.Victim();
            victim.object = WeakSet.builder().name("dropped while recorded").build();
            recording.await("an event of the container", isOf("dropped while recorded"));
            Deaths.awaitClearing(victim.drop());
        }
    }
}
