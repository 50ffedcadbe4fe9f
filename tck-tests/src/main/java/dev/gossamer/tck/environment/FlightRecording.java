package dev.gossamer.tck.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Records what the library tells the Flight Recorder; used only where there is one. */
public final class FlightRecording {
    private FlightRecording() {}

    /** Runs an action, and gives a line for each reclaimed batch and each failure that the library tells of meanwhile. */
    public static List<String> of(Runnable action) {
        try {
            Path file = Files.createTempFile("conformance", ".jfr");
            try {
                record(action, file);
                return lines(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void record(Runnable action, Path file) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable("dev.gossamer.ReclaimBatch");
            recording.enable("dev.gossamer.CallbackFailure");
            recording.start();
            action.run();
            recording.stop();
            recording.dump(file);
        }
    }

    private static List<String> lines(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            switch (event.getEventType().getName()) {
                case "dev.gossamer.ReclaimBatch" ->
                    lines.add(event.getString("container") + ": " + event.getInt("entries"));
                case "dev.gossamer.CallbackFailure" ->
                    lines.add(event.getString("source") + ": " + event.getString("message"));
                default -> {} // such as what it tells of all containers from time to time
            }
        }
        return lines;
    }
}
