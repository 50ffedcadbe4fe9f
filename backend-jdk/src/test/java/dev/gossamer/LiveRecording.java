package dev.gossamer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.awaitility.Awaitility;

/** Records events of the library in this JVM, and awaits them. */
final class LiveRecording implements AutoCloseable {
    private final RecordingStream stream = new RecordingStream();
    private final List<RecordedEvent> events = new CopyOnWriteArrayList<>();

    private LiveRecording() {}

    /** Records one event of the library from now on, as it is by default. */
    static LiveRecording of(String name) {
        LiveRecording recording = new LiveRecording();
        recording.stream.enable("dev.gossamer." + name);
        recording.stream.setReuse(false);
        recording.stream.onEvent("dev.gossamer." + name, recording.events::add);
        recording.stream.startAsync();
        return recording;
    }

    /** The first such event that comes. */
    RecordedEvent await(String what, Predicate<RecordedEvent> condition) {
        Awaitility.await(what)
                .atMost(Duration.ofSeconds(300))
                .until(() -> all().stream().anyMatch(condition));
        return all().stream().filter(condition).findFirst().orElseThrow();
    }

    List<RecordedEvent> all() {
        return List.copyOf(events);
    }

    /** How many events of a container there were. */
    long count(String container) {
        return all().stream().filter(isOf(container)).count();
    }

    static Predicate<RecordedEvent> isOf(String container) {
        return event -> container.equals(event.getString("container"));
    }

    @Override
    public void close() {
        stream.close();
    }
}
