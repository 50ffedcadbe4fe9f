package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.PolledReferenceQueues.Polled;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both forms of the loop of the reclaiming thread do the same. */
@DisplayName("RC-2, RC-7: the polling loop")
class PollingLoopTest {
    /** The two forms. */
    enum Form {
        PLAIN {
            @Override
            Runnable loop(Predicate<Object> turn, Polled polled) {
                return new PollingLoop(turn, polled, 1);
            }
        },

        DETACHED {
            @Override
            Runnable loop(Predicate<Object> turn, Polled polled) throws ReflectiveOperationException {
                return MethodHandlePollingLoop.of(turn, polled, 1);
            }
        };

        abstract Runnable loop(Predicate<Object> turn, Polled polled) throws ReflectiveOperationException;
    }

    private static final String END = "end";

    private final PolledReferenceQueues queues = new PolledReferenceQueues(new int[1]);
    private final ReclaimScheduler scheduler = new ReclaimScheduler((started, failed) -> {}, task -> {});
    private final Queue<Object> found = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> slots = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    private Predicate<Object> turn = this::take;
    private volatile boolean ended;

    private boolean take(Object each) {
        slots.add(queues.polled().at().get());
        found.add(each);
        if (each.equals(END)) {
            throw new IllegalStateException("not an end");
        }
        return !ended;
    }

    private Thread start(Form form) throws ReflectiveOperationException {
        Thread thread = new Thread(form.loop(turn, queues.polled()), "polling loop");
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return thread;
    }

    @AfterEach
    void end() {
        ended = true;
        queues.call();
        for (Thread thread : threads) {
            Awaited.condition("the end of " + thread, () -> !thread.isAlive());
        }
    }

    private StandInRegistration added() {
        StandInRegistration registration = new StandInRegistration(this, scheduler);
        queues.add(registration);
        return registration;
    }

    private static Reference<?> enqueuedIn(ReferenceQueue<Object> queue) {
        Reference<?> reference = new WeakReference<Object>(queue, queue);
        reference.enqueue();
        return reference;
    }

    private void awaitFound(Object... expected) {
        Awaited.condition(() -> found + " is not " + List.of(expected), () -> found.size() >= expected.length);
        assertThat(found).containsExactly(expected);
    }

    @ParameterizedTest
    @EnumSource
    void loop_referenceInAQueue_isGivenOnceWithItsSlot(Form form) throws Exception {
        added();
        StandInRegistration second = added();
        Reference<?> reference = enqueuedIn(second.queue);
        start(form);
        awaitFound(reference);
        assertThat(slots).containsExactly(second.slot);
        Reference<?> arrived = enqueuedIn(queues.arrivals());
        awaitFound(reference, arrived);
    }

    @ParameterizedTest
    @EnumSource
    void loop_called_givesTrueOnce(Form form) throws Exception {
        added();
        queues.call();
        queues.call();
        start(form);
        awaitFound(true);
        Reference<?> arrived = enqueuedIn(queues.arrivals());
        awaitFound(true, arrived);
    }

    @ParameterizedTest
    @EnumSource
    void loop_calledForLater_givesTrueAfterThatManyLooks(Form form) throws Exception {
        queues.callIn(5);
        queues.callIn(2);
        queues.callIn(7);
        assertThat(queues.polled().looksLeft()).hasValue(2);
        start(form);
        awaitFound(true);
        assertThat(queues.polled().looksLeft().get()).isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void loop_turnThrowsOrIsInterrupted_goesOn(Form form) throws Exception {
        turn = each -> {
            found.add(each);
            if (found.size() == 1) {
                throw new StackOverflowError("thrown by a turn");
            }
            return !ended;
        };
        Thread thread = start(form);
        Reference<?> first = enqueuedIn(queues.arrivals());
        awaitFound(first);
        thread.interrupt();
        Reference<?> second = enqueuedIn(queues.arrivals());
        awaitFound(first, second);
    }

    @ParameterizedTest
    @EnumSource
    void loop_mutedQueue_isNotPolled(Form form) throws Exception {
        StandInRegistration muted = added();
        queues.mute(muted, true);
        Reference<?> reference = enqueuedIn(muted.queue);
        queues.callIn(5);
        start(form);
        awaitFound(true); // after five looks
        queues.mute(muted, false);
        awaitFound(true, reference);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("collector")
    @SuppressWarnings("NullAway") // the turn is not used again
    void loop_turnCollected_ends(Form form) throws Exception {
        Thread thread = start(form);
        turn = null;
        Awaited.collection("the end of a loop whose turn was collected", () -> !thread.isAlive());
        assertThat(found).isEmpty();
    }
}
