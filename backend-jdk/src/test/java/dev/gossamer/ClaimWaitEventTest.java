package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("MAP-21 the event of threads that wait for a function")
class ClaimWaitEventTest {

    @Test
    void event_waitThatLasts_isToldBeforeAndAfterItIsOver() throws Exception {
        WeakValueMap<Integer, Object> map =
                WeakValueMap.<Integer, Object>builder().name("waits").build();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Object value = new Object();
        Thread computing = new Thread(
                () -> map.computeIfAbsent(1, key -> {
                    inside.countDown();
                    awaitQuietly(goOn);
                    return value;
                }),
                "computing");
        Thread waiting = new Thread(() -> map.put(1, value), "waiting");

        try (LiveRecording recording = LiveRecording.of("ClaimWait")) {
            computing.start();
            inside.await();
            waiting.start();
            RecordedEvent lasting = recording.await("news of the wait", event -> !event.getBoolean("over"));
            goOn.countDown();
            RecordedEvent over = recording.await("the end of the wait", event -> event.getBoolean("over"));

            assertThat(lasting.getString("container")).isEqualTo("waits");
            assertThat(lasting.getString("keyClass")).isEqualTo("java.lang.Integer");
            assertThat(lasting.getThread("computing").getJavaName()).isEqualTo("computing");
            assertThat(lasting.getThread().getJavaName()).isEqualTo("waiting");
            assertThat(lasting.getDuration("waited")).isGreaterThanOrEqualTo(java.time.Duration.ofSeconds(1));
            assertThat(over.getDuration("waited")).isGreaterThan(lasting.getDuration("waited"));
            assertThat(over.getDuration()).isGreaterThanOrEqualTo(lasting.getDuration());
        } finally {
            goOn.countDown();
            computing.join();
            waiting.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
