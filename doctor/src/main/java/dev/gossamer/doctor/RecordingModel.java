package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a recording says about the library, without the recorder's types. Immutable.
 *
 * @param start the first moment of what was recorded
 * @param end the last one
 * @param jvm which JVM it was, in words; empty where that is not known
 * @param heap its heap
 * @param containers its containers, by name
 * @param waits who waited for whom, in order of time
 * @param failures what callbacks threw, in order of time
 * @param selfPins which entries pin themselves, in order of time
 */
record RecordingModel(
        Instant start,
        Instant end,
        String jvm,
        HeapHistory heap,
        List<ContainerSeries> containers,
        List<RecordedWait> waits,
        List<CallbackFailure> failures,
        List<RecordedSelfPins> selfPins) {

    RecordingModel {
        containers = List.copyOf(containers);
        waits = List.copyOf(waits);
        failures = List.copyOf(failures);
        selfPins = List.copyOf(selfPins);
    }

    Duration length() {
        return Duration.between(start, end);
    }

    /** What was seen last of each container whose entries were asked whether they pin themselves, by name. */
    Collection<RecordedSelfPins> latestSelfPins() {
        SortedMap<String, RecordedSelfPins> latest = new TreeMap<>();
        selfPins.forEach(sample -> latest.put(sample.container(), sample));
        return latest.values();
    }

    /** The container of a name; of several, the one that was told of longest. */
    Optional<ContainerSeries> container(String name) {
        return containers.stream()
                .filter(each -> each.name().equals(name))
                .max((a, b) -> a.length().compareTo(b.length()));
    }
}
