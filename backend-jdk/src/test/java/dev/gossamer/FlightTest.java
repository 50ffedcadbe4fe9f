package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.SimulatedCollector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("DIAG-3 events of the Flight Recorder")
class FlightTest {
    @TempDir
    Path directory;

    private List<RecordedEvent> record(Runnable work) throws IOException {
        Path file = directory.resolve("events.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("dev.gossamer.ReclaimBatch");
            recording.enable("dev.gossamer.CallbackFailure");
            recording.enable("dev.gossamer.HotEviction");
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file);
    }

    private static RecordedEvent only(List<RecordedEvent> events, String name, String container) {
        List<RecordedEvent> named = events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .filter(event ->
                        container == null || event.getString("container").equals(container))
                .toList();
        assertThat(named).as(name).hasSize(1);
        return named.get(0);
    }

    private static void useEverything() {
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        WeakValueMap<Integer, Object> map = WeakValueMap.<Integer, Object>builder()
                .name("flight")
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .hot(HotTier.recent(1))
                .onCollected((key, ticket) -> {
                    throw new IllegalStateException("listener of " + key);
                })
                .build();
        Object first = new Object();
        Object second = new Object();
        map.put(1, first);
        map.put(2, second);
        collector.clear(first);
        collector.enqueue();
        map.reclaim();
        assertThat(map).hasSize(1);
    }

    @Test
    void recording_reclaimDemotionAndFailure_areRead() throws IOException {
        List<RecordedEvent> events = record(FlightTest::useEverything);

        RecordedEvent batch = only(events, "dev.gossamer.ReclaimBatch", "flight");
        assertThat(batch.getInt("entries")).isEqualTo(1);
        assertThat(batch.getDuration("lag")).isPositive();
        assertThat(only(events, "dev.gossamer.HotEviction", "flight").getInt("entries"))
                .isEqualTo(1);
        RecordedEvent failure = only(events, "dev.gossamer.CallbackFailure", null);
        assertThat(failure.getString("source")).isEqualTo("a listener of \"flight\"");
        assertThat(failure.getString("container")).isEqualTo("flight");
        assertThat(failure.getClass("failure").getName()).isEqualTo("java.lang.IllegalStateException");
        assertThat(failure.getString("message")).isEqualTo("listener of 1");
    }

    @Test
    @DisplayName("DIAG-4 a recording does not grow with the number of evictions")
    void recording_manyEvictions_areToldAtMostOnceASecond() throws IOException {
        int puts = 20_000;
        long began = System.nanoTime();
        List<RecordedEvent> events = record(() -> {
            WeakValueMap<Integer, Object> map = WeakValueMap.<Integer, Object>builder()
                    .name("crowd")
                    .backend("jdk")
                    .hot(HotTier.recent(1))
                    .build();
            for (int i = 0; i < puts; i++) {
                map.put(i, new Object());
            }
        });
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began);

        List<RecordedEvent> told = events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.gossamer.HotEviction"))
                .filter(event -> event.getString("container").equals("crowd"))
                .toList();
        assertThat(told).isNotEmpty();
        assertThat((long) told.size()).isLessThanOrEqualTo(seconds + 1);
    }

    @Test
    void due_evictionsOfOneSecond_areTakenTogether() {
        EvictionTally tally = new EvictionTally();
        long second = TimeUnit.SECONDS.toNanos(1);
        long start = Long.MAX_VALUE - second / 2; // the clock may pass the greatest number

        tally.count();
        assertThat(tally.due(start)).isEqualTo(1);
        tally.count();
        tally.count();
        assertThat(tally.due(start + second - 1)).isZero();
        tally.count();
        assertThat(tally.due(start + second)).isEqualTo(3);
        assertThat(tally.due(start + 2 * second)).isZero();
    }

    @Test
    void recording_containerWithoutName_saysItsKind() throws IOException {
        List<RecordedEvent> events = record(() -> {
            SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
            WeakSet<Object> set =
                    WeakSet.builder().backend(collector).reclaim(Reclaim.MANUAL).build();
            Object dead = new Object();
            set.add(dead);
            collector.clear(dead);
            collector.enqueue();
            set.reclaim();
        });

        assertThat(events)
                .anySatisfy(event -> assertThat(event.getString("container")).matches("WeakSet@[0-9a-f]+"));
    }

    /** Run in a JVM that has no module but {@code java.base}. */
    public static final class Alone {
        public static void main(String[] arguments) {
            try {
                useEverything();
                Class.forName("jdk.jfr.Event");
            } catch (ClassNotFoundException absent) {
                System.out.println("works without " + absent.getMessage());
            }
        }
    }

    @Test
    void use_withoutTheModule_works() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        "java.base",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Alone.class.getName())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(output).contains("works without jdk.jfr.Event");
        assertThat(process.exitValue()).isZero();
    }
}
