package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Small containers, whose entries have one queue for all. */
class SharedQueueTest {
    private static final int FEW = 8;

    private final Simulation simulation = new Simulation();

    private WeakKeyMap<Named, Object> map() {
        return simulation.<Named, Object>weakKeyMap().reclaim(Reclaim.SHARED).build();
    }

    private static List<Named> fill(WeakKeyMap<Named, Object> map, int count) {
        List<Named> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(new Named("k" + i));
            map.put(keys.get(i), i);
        }
        return keys;
    }

    private void die(List<Named> keys) {
        simulation.kill(keys.toArray());
        simulation.collector.enqueue();
    }

    private static Store<?, ?> store(WeakKeyMap<?, ?> map) {
        return ((StoredMap<?, ?>) map).store;
    }

    private static int sharing(WeakKeyMap<?, ?> map) {
        int count = 0;
        for (Entry entry : store(map).table) {
            count += entry instanceof SharedQueueEntry ? 1 : 0;
        }
        return count;
    }

    @Test
    @DisplayName("RC-2 the first entries share a queue, the later ones do not, and all are reclaimed untouched")
    void put_moreThanAFew_allAreReclaimed() {
        WeakKeyMap<Named, Object> map = map();
        List<Named> keys = fill(map, FEW + 3);

        assertThat(sharing(map)).isEqualTo(FEW);
        die(keys.subList(0, FEW + 2));
        Deaths.await("the dead to go", () -> map.estimatedSize() == 1);
        assertThat(map).containsOnlyKeys(keys.get(FEW + 2));
        assertThat(store(map).isWatched()).isTrue();
    }

    @Test
    @DisplayName("RC-8 a small container that was empty for long is reclaimed again when it is refilled")
    void put_afterRelease_isReclaimedAgain() {
        WeakKeyMap<Named, Object> map = map();
        for (int round = 0; round < 3; round++) {
            List<Named> keys = fill(map, 2);
            assertThat(sharing(map)).isEqualTo(2);
            assertThat(store(map).isWatched()).isTrue();
            die(keys);
            Deaths.await("the dead to go", () -> map.estimatedSize() == 0);
            Deaths.await("the release of the empty container", () -> !store(map).isWatched());
        }
    }

    @Test
    @DisplayName("RC-8 of many small containers those that are emptied are let go of, and the others are not")
    void remove_ofMany_releasesTheEmpty() {
        int before = ReclaimScheduler.shared().smallContainers().size();
        List<WeakKeyMap<Named, Object>> maps = new ArrayList<>();
        List<Named> keys = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            maps.add(map());
            keys.addAll(fill(maps.get(i), 1));
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(1));
        order.subList(0, 600).forEach(i -> maps.get(i).remove(keys.get(i)));
        order.subList(0, 600)
                .forEach(i ->
                        Deaths.await("the release", () -> !store(maps.get(i)).isWatched()));

        List<Named> left = new ArrayList<>();
        for (int i : order.subList(600, 1_000)) {
            assertThat(store(maps.get(i)).isWatched()).isTrue();
            left.add(keys.get(i));
        }
        die(left);
        for (int i : order.subList(600, 1_000)) {
            Deaths.await("the release", () -> !store(maps.get(i)).isWatched());
            assertThat(maps.get(i).estimatedSize()).isZero();
        }
        assertThat(ReclaimScheduler.shared().smallContainers().size()).isLessThanOrEqualTo(before);
    }

    @Test
    @DisplayName("RC-1 reclaim() takes out what is enqueued, also of others, and counts its own")
    void reclaim_threadIsBusy_countsItsOwn() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WeakKeyMap<Named, Object> holdingUp = simulation
                .<Named, Object>weakKeyMap()
                .reclaim(Reclaim.on(work -> {
                    busy.countDown();
                    await(goOn);
                    work.run();
                }))
                .build();
        try {
            die(fill(holdingUp, 1));
            await(busy);
            WeakKeyMap<Named, Object> map = map();
            WeakKeyMap<Named, Object> other = map();
            die(fill(map, 3));
            die(fill(other, 2));

            assertThat(map.estimatedSize()).isEqualTo(3);
            assertThat(map.reclaim()).isEqualTo(3);
            assertThat(map.estimatedSize()).isZero();
            assertThat(other.estimatedSize()).isZero();
            assertThat(other.reclaim()).isZero();

            List<Named> keys = fill(map, FEW + 4);
            die(keys);
            assertThat(map.reclaim()).isEqualTo(FEW + 4);
        } finally {
            goOn.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("RC-7 what cannot be taken out now is reported by the container's name, and taken out later")
    void reclaim_fails_isDoneLater() {
        Queue<String> reported = new ConcurrentLinkedQueue<>();
        FailingBackend failing = new FailingBackend(simulation.collector);
        WeakKeyMap<Named, Object> map = WeakKeyMap.<Named, Object>builder()
                .backend(failing)
                .name("sessions")
                .build();
        List<Named> keys = fill(map, 3);
        ErrorHandler.use((source, failure) -> reported.add(source));
        try {
            failing.failAll(new StackOverflowError("at each step"));
            die(keys);
            Deaths.await("a report", () -> !reported.isEmpty());
        } finally {
            failing.disarm();
            ErrorHandler.useStandard();
        }
        Deaths.await("the dead to go", () -> map.estimatedSize() == 0);
        assertThat(reported).containsOnly("reclaiming in \"sessions\"");
        Deaths.await("the release", () -> !store(map).isWatched());
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-11 a small container that is dropped is forgotten")
    void container_dropped_isForgotten() {
        int before = ReclaimScheduler.shared().smallContainers().size();
        List<Object> held = new ArrayList<>();
        makeAndDrop(held);
        Deaths.collectUntil(
                "the dropped ones to be forgotten",
                () -> ReclaimScheduler.shared().smallContainers().size() <= before);
        assertThat(held).hasSize(100);
    }

    private static void makeAndDrop(List<Object> held) {
        int before = ReclaimScheduler.shared().smallContainers().size();
        List<WeakKeyMap<Object, Object>> maps = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            held.add(new Object());
            maps.add(WeakKeyMap.builder().backend(new JdkBackend()).build());
            maps.get(i).put(held.get(i), i);
        }
        assertThat(ReclaimScheduler.shared().smallContainers().size()).isGreaterThan(before);
    }
}
