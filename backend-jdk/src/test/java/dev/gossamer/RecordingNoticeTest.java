package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import jdk.jfr.Event;
import jdk.jfr.EventType;
import jdk.jfr.Name;
import jdk.jfr.Recording;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Here and not beside the other tests of the loops, as whoever starts the recorder starts it for all. */
@DisplayName("DIAG-4 both forms of the polling loop notice a recording that begins")
class RecordingNoticeTest {
    private final PolledReferenceQueues queues = new PolledReferenceQueues(new int[1]);
    private final Queue<Object> found = new ConcurrentLinkedQueue<>();
    private final Predicate<Object> turn = this::take;
    private volatile boolean ended;

    @Name("dev.gossamer.test.Looked")
    private static final class LookedEvent extends Event {}

    private boolean take(Object each) {
        found.add(each);
        return !ended;
    }

    @AfterEach
    void end() {
        ended = true;
        queues.call();
    }

    @Test
    void plainLoop_eventRecordedFromNowOn_isNoticedUntilThatIsKnown() {
        noticesRecording(new PollingLoop(turn, queues.polled(), 1));
    }

    @Test
    void detachedLoop_eventRecordedFromNowOn_isNoticedUntilThatIsKnown() throws Exception {
        noticesRecording(MethodHandlePollingLoop.of(turn, queues.polled(), 1));
    }

    private void noticesRecording(Runnable loop) {
        EventType type = EventType.getEventType(LookedEvent.class);
        queues.awaitRecording(type, true);
        Thread thread = new Thread(loop, "polling loop");
        thread.setDaemon(true);
        thread.start();
        awaitArrival();
        assertThat(found).doesNotContain(true);
        try (Recording recording = new Recording()) {
            recording.enable(LookedEvent.class);
            recording.start();
            Deaths.await("a look that finds the event recorded", () -> found.contains(true));
            queues.awaitRecording(type, false);
            awaitArrival();
            int looks = found.size();
            awaitArrival();
            awaitArrival();
            assertThat(found).hasSize(looks + 2);
        }
    }

    /** Has the loop see something else, after a look. */
    private void awaitArrival() {
        Reference<?> arrived = new WeakReference<Object>(this, queues.arrivals());
        arrived.enqueue();
        Deaths.await("what arrived", () -> found.contains(arrived));
    }
}
