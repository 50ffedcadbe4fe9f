package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of events in a file. */
class RecordingReaderTest {
    @TempDir
    private Path directory;

    private RecordingModel recorded(Runnable events) throws Exception {
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.GCHeapConfiguration");
            recording.start();
            events.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingReader.read(file);
    }

    @Test
    void read_samplesOfContainers_becomeASeriesForEach() throws Exception {
        RecordingModel model = recorded(() -> {
            EventsByHand.container("sessions", 1);
            EventsByHand.container("documents", 7);
            EventsByHand.container("sessions", 3);
        });

        assertThat(model.containers()).extracting(ContainerSeries::name).containsExactly("documents", "sessions");
        ContainerSeries sessions = model.container("sessions").orElseThrow();
        assertThat(sessions.samples()).extracting(ContainerSample::size).containsExactly(1L, 3L);
        assertThat(sessions.identity().created()).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(sessions.last().reclaimLag()).isEqualTo(Duration.ofMillis(2));
        assertThat(model.heap().maximum()).isPositive();
    }

    @Test
    void read_nameThatTheRecorderLost_isShownAsSuch() throws Exception {
        RecordingModel model = recorded(() -> EventsByHand.container(null, 1));

        assertThat(model.containers()).extracting(ContainerSeries::name).containsExactly("(name not recorded)");
    }

    @Test
    void read_unnamedContainersOfTwoLines_areASeriesForEachLine() throws Exception {
        RecordingModel model = recorded(() -> {
            EventsByHand.container("unnamed WeakSet", "shop.Carts.open:31", 1);
            EventsByHand.container("unnamed WeakSet", "shop.Carts.close:7", 7);
            EventsByHand.container("unnamed WeakSet", "shop.Carts.open:31", 3);
        });

        assertThat(model.containers())
                .extracting(each -> each.identity().madeBy() + " " + each.last().size())
                .containsExactly(" by Carts.close:7 7", " by Carts.open:31 3");
        assertThat(LiveTable.lines(model.containers()))
                .anyMatch(line -> line.contains("WeakValueMap by Carts.open:31"));
        assertThat(LiveJson.containers(model.containers())).contains("\"createdAt\":\"shop.Carts.open:31\"");
    }

    @Test
    void table_nameOfSeveralLines_isOneRow() throws Exception {
        RecordingModel model = recorded(() -> EventsByHand.container("a\nb\u001b[2J", 1));

        assertThat(LiveTable.lines(model.containers()))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("a b [2J    WeakValueMap"));
    }

    @Test
    void read_containerWithoutCounters_countsItsBatches() throws Exception {
        RecordingModel model = recorded(() -> {
            EventsByHand.container("sessions", 10);
            EventsByHand.batch("sessions", 3);
            EventsByHand.batch("other", 100);
            EventsByHand.batch("sessions", 4);
            EventsByHand.container("sessions", 3);
        });

        assertThat(model.container("sessions").orElseThrow().rise(ContainerSample::collected))
                .isEqualTo(7);
    }

    @Test
    void read_waitsFailuresAndPins_areKept() throws Exception {
        RecordingModel model = recorded(() -> {
            EventsByHand.wait("reports", new Thread("loader"), 3_000_000_000L);
            EventsByHand.failure("a listener", IllegalStateException.class, "no");
            EventsByHand.pins("metadata", 98, "Span.context -> Request");
        });

        RecordedWait wait = model.waits().get(0);
        assertThat(wait.waiting()).isEqualTo(Thread.currentThread().getName());
        assertThat(wait.waited()).isEqualTo(Duration.ofSeconds(3));
        assertThat(wait.over()).isFalse();
        CallbackFailure failure = model.failures().get(0);
        assertThat(failure.container()).isEqualTo(Optional.empty());
        assertThat(failure.failure()).isEqualTo("java.lang.IllegalStateException");
        assertThat(model.selfPins().get(0).path()).isEqualTo("Span.context -> Request");
    }
}
