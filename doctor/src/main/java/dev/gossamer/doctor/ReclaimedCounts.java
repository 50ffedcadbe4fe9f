package dev.gossamer.doctor;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;

/** How many dead entries each container had taken out by a time of the recording, added up from the batches it told of. */
final class ReclaimedCounts {
    private static final NavigableMap<Instant, Long> NONE = new TreeMap<>();

    private final Map<String, NavigableMap<Instant, Long>> batches = new HashMap<>();
    private final Map<String, NavigableMap<Instant, Long>> totals = new HashMap<>();

    void add(RecordedEvent batch) {
        EventFields fields = new EventFields(batch);
        batches.computeIfAbsent(fields.text("container"), name -> new TreeMap<>())
                .merge(batch.getStartTime(), fields.number("entries"), Long::sum);
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** The entries of a container that were taken out by then; asked once all batches were added. */
    long until(String container, Instant at) {
        Map.Entry<Instant, Long> total =
                totals.computeIfAbsent(container, this::addUp).floorEntry(at);
        return total == null ? 0 : total.getValue();
    }

    private NavigableMap<Instant, Long> addUp(String container) {
        NavigableMap<Instant, Long> sums = new TreeMap<>();
        long sum = 0;
        for (Map.Entry<Instant, Long> batch :
                batches.getOrDefault(container, NONE).entrySet()) {
            sum += batch.getValue();
            sums.put(batch.getKey(), sum);
        }
        return sums;
    }
}
