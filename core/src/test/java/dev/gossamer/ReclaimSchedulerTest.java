package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A scheduler whose thread is the test: each turn is called by hand. */
class ReclaimSchedulerTest {
    private static final int MANY = 100_000;

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final Queue<String> reported = new ConcurrentLinkedQueue<>();
    private int starts;
    private @org.jspecify.annotations.Nullable Error noThread;
    private final ReclaimScheduler scheduler = new ReclaimScheduler(
            (started, failed) -> {
                starts++;
                if (noThread != null) {
                    throw noThread;
                }
            },
            later::add);

    @BeforeEach
    void listen() {
        ErrorHandler.use((source, failure) -> reported.add(source + ": " + failure.getMessage()));
    }

    @AfterEach
    void stopListening() {
        ErrorHandler.useStandard();
    }

    private StandInRegistration watched() {
        StandInRegistration registration = new StandInRegistration(this, scheduler);
        scheduler.watch(registration);
        return registration;
    }

    private boolean beat() {
        return scheduler.turn().test(true);
    }

    private static Reference<?> enqueue(StandInRegistration registration) {
        Reference<?> reference = new WeakReference<Object>(registration, registration.queue);
        reference.enqueue();
        return reference;
    }

    @Test
    @DisplayName("RC-8: of 100,000 in which nothing has died none is visited")
    void beat_nothingDied_visitsNone() {
        for (int i = 0; i < MANY; i++) {
            watched();
        }
        for (int i = 0; i < 4; i++) {
            assertThat(beat()).isTrue();
        }
        assertThat(scheduler.queues().size()).isEqualTo(MANY);
        assertThat(scheduler.visits()).isZero();
    }

    @Test
    @DisplayName("RC-8: 100,000 emptied at once cost a few visits each, and another one's arrival is seen meanwhile")
    void check_manyIdle_areVisitedAFewTimesAndReleased() {
        List<StandInRegistration> many = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            many.add(watched());
        }
        StandInRegistration other = watched();
        many.forEach(each -> each.idle = true);
        many.forEach(scheduler::check);
        Reference<?> reference = enqueue(other);
        for (int i = 0; i < 3; i++) {
            assertThat(beat()).isTrue();
        }
        assertThat(other.arrived).containsExactly(reference);
        assertThat(beat()).isTrue();
        assertThat(scheduler.queues().size()).isOne();
        assertThat(scheduler.visits()).isEqualTo(4L * MANY);
        beat();
        assertThat(scheduler.visits()).isEqualTo(4L * MANY);
    }

    @Test
    @DisplayName("RC-2, RC-8: each of 100,000 queues is looked at in three looks, a third in each")
    void pollNext_manyQueues_allAreSeenInThreeShares() {
        Set<Object> expected = new HashSet<>();
        for (int i = 0; i < MANY; i++) {
            expected.add(enqueue(watched()));
        }
        PolledReferenceQueues queues = scheduler.queues();
        assertThat(queues.share()).isEqualTo((MANY + 2) / 3);
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < 3 * queues.share(); i++) {
            Object polled = queues.pollNext();
            if (polled != null) {
                seen.add(polled);
            }
        }
        assertThat(seen).isEqualTo(expected);
    }

    @Test
    @DisplayName("RC-8: one that was let go of is looked after again like a new one, in a slot that was given back")
    void watch_afterRelease_isPolledAgain() {
        StandInRegistration kept = watched();
        StandInRegistration again = watched();
        again.idle = true;
        scheduler.check(again);
        for (int i = 0; i < 4; i++) {
            beat();
        }
        assertThat(again.watched).isFalse();
        again.idle = false;
        scheduler.watch(again);
        Reference<?> reference = enqueue(again);
        beat();
        assertThat(again.arrived).containsExactly(reference);
        assertThat(kept.slot).isNotEqualTo(again.slot);
        assertThat(scheduler.queues().polled().used()).hasValue(3); // the one of small containers is kept
    }

    @Test
    void release_somethingArrivesAtTheLastMoment_isKept() {
        StandInRegistration registration = watched();
        registration.idle = true;
        Reference<?> late = enqueue(registration);
        assertThat(scheduler.release(registration)).isFalse();
        assertThat(registration.arrived).containsExactly(late);
        assertThat(registration.watched).isTrue();
    }

    @Test
    @DisplayName("RC-7: what one throws is reported, its queue rests until it has caught up, and the others go on")
    void turn_oneThrows_othersGoOnAndItIsVisitedAgain() {
        StandInRegistration failing = watched();
        StandInRegistration other = watched();
        failing.thrown = new OutOfMemoryError("thrown by a stand-in");
        Reference<?> first = enqueue(failing);
        Reference<?> second = enqueue(failing);
        Reference<?> others = enqueue(other);
        assertThat(beat()).isTrue();
        assertThat(beat()).isTrue();
        assertThat(other.arrived).containsExactly(others);
        assertThat(failing.arrived).hasSize(1);
        assertThat(failing.catchUps).isOne();
        assertThat(reported).containsOnly("a stand-in: thrown by a stand-in");
        failing.thrown = null;
        beat();
        beat();
        assertThat(failing.arrived).hasSize(2).doesNotHaveDuplicates().isSubsetOf(first, second);
    }

    @Test
    @DisplayName("RC-7: where no thread can be had nothing is thrown, it is said once, and tried again by itself")
    void watch_noThread_saysSoOnceAndTriesAgain() {
        noThread = new OutOfMemoryError("unable to create native thread");
        StandInRegistration registration = watched();
        assertThat(registration.watched).isTrue();
        assertThat(later).hasSize(1);
        later.remove().run();
        watched();
        assertThat(starts).isEqualTo(3);
        assertThat(reported)
                .containsExactly("starting a thread, which is tried again,: unable to create native thread");
        noThread = null;
        later.remove().run();
        assertThat(starts).isEqualTo(4);
        assertThat(later).isEmpty();
    }

    @Test
    @DisplayName("RC-3: the thread ends when nothing is registered, and the next one to register starts another")
    void turn_nothingRegistered_ends() {
        StandInRegistration registration = watched();
        registration.idle = true;
        scheduler.check(registration);
        assertThat(List.of(beat(), beat(), beat(), beat())).containsExactly(true, true, true, false);
        assertThat(starts).isOne();
        watched();
        assertThat(starts).isEqualTo(2);
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-11, RC-8: a collected owner is forgotten through the queue of arrivals, without a search")
    void turn_ownerCollected_isForgotten() throws Exception {
        for (int i = 0; i < 1_000; i++) {
            scheduler.watch(new StandInRegistration(new Object(), scheduler));
        }
        StandInRegistration kept = watched();
        Awaited.collection("the arrival of the owners", () -> {
            Object arrived = scheduler.queues().arrivals().poll();
            return (arrived == null || scheduler.turn().test(arrived))
                    && scheduler.queues().size() == 1;
        });
        assertThat(kept.watched).isTrue();
        assertThat(scheduler.visits()).isZero();
    }
}
