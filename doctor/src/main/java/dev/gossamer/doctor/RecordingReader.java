package dev.gossamer.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Reads a file of the Flight Recorder, once from its beginning to its end; holds what it keeps of one recording. */
final class RecordingReader {
    private final Map<ContainerIdentity, List<ContainerSample>> samples = new TreeMap<>();
    private final ReclaimedCounts reclaimed = new ReclaimedCounts();
    private final List<RecordedWait> waits = new ArrayList<>();
    private final List<CallbackFailure> failures = new ArrayList<>();
    private final List<RecordedSelfPins> selfPins = new ArrayList<>();
    private final List<HeapHistory.Level> heap = new ArrayList<>();
    private long heapMaximum;
    private String jvm = "";
    private Instant start = Instant.MAX;
    private Instant end = Instant.MIN;

    private RecordingReader() {}

    /**
     * Reads a recording.
     *
     * @throws UnusableInputException if the file is not there, is no recording, or the library told nothing in it
     */
    static RecordingModel read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new UnusableInputException("no file \"" + file + "\"; name a recording of the Flight Recorder");
        }
        RecordingReader reader = new RecordingReader();
        reader.acceptAll(file);
        return reader.model(file);
    }

    private void acceptAll(Path file) {
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                accept(recording.readEvent());
            }
        } catch (IOException | RuntimeException | Error e) { // which at a damaged file, is not specified
            String why = e.getMessage() == null ? e.toString() : e.getMessage();
            throw new UnusableInputException("cannot read \"" + file + "\" as a recording: " + why
                    + "; make one with jcmd PID JFR.start and JFR.dump");
        }
    }

    private void accept(RecordedEvent event) {
        switch (event.getEventType().getName()) {
            case LibraryEvents.CONTAINER ->
                samples.computeIfAbsent(LibraryEvents.identity(event), id -> new ArrayList<>())
                        .add(LibraryEvents.sample(event));
            case LibraryEvents.RECLAIM_BATCH -> reclaimed.add(event);
            case LibraryEvents.CLAIM_WAIT -> waits.add(LibraryEvents.claimWait(event));
            case LibraryEvents.CALLBACK_FAILURE -> failures.add(LibraryEvents.callbackFailure(event));
            case LibraryEvents.SELF_PINS -> selfPins.add(LibraryEvents.selfPins(event));
            case "jdk.GCHeapSummary" -> LibraryEvents.heapLevel(event).ifPresent(heap::add);
            case "jdk.GCHeapConfiguration" -> heapMaximum = new EventFields(event).number("maxSize");
            case "jdk.JVMInformation" -> jvm = jvmOf(new EventFields(event));
            default -> {
                return;
            }
        }
        start = event.getStartTime().isBefore(start) ? event.getStartTime() : start;
        end = event.getEndTime().isAfter(end) ? event.getEndTime() : end;
    }

    private static String jvmOf(EventFields fields) {
        String release = fields.text("jvmVersion").replaceFirst("(?s).*\\(([^()]+)\\) for .*", "$1");
        return fields.text("jvmName") + " " + release + ", process " + fields.number("pid");
    }

    private RecordingModel model(Path file) {
        if (samples.isEmpty() && waits.isEmpty() && failures.isEmpty() && selfPins.isEmpty() && reclaimed.isEmpty()) {
            throw new UnusableInputException("no event of Gossamer in \"" + file
                    + "\"; record a JVM that uses the library, with the events " + LibraryEvents.PREFIX + "* on");
        }
        List<ContainerSeries> containers = new ArrayList<>();
        samples.forEach((identity, of) -> containers.add(series(identity, of)));
        waits.sort(Comparator.comparing(RecordedWait::at).thenComparing(RecordedWait::waiting));
        failures.sort(Comparator.comparing(CallbackFailure::at));
        selfPins.sort(Comparator.comparing(RecordedSelfPins::at).thenComparing(RecordedSelfPins::container));
        heap.sort(Comparator.comparing(HeapHistory.Level::at));
        return new RecordingModel(
                start, end, jvm, new HeapHistory(heapMaximum, heap), containers, waits, failures, selfPins);
    }

    private ContainerSeries series(ContainerIdentity identity, List<ContainerSample> of) {
        of.sort(Comparator.comparing(ContainerSample::at));
        return new ContainerSeries(
                identity,
                of.stream()
                        .map(each ->
                                each.counted() ? each : each.withCollected(reclaimed.until(identity.name(), each.at())))
                        .toList());
    }
}
