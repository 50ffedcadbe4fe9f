package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Recordings made by hand: one sample and one collection a second. */
final class Models {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    static final long HEAP = 100_000_000;

    private final List<ContainerSeries> containers = new ArrayList<>();
    private final List<RecordedWait> waits = new ArrayList<>();
    private final List<CallbackFailure> failures = new ArrayList<>();
    private final List<RecordedSelfPins> selfPins = new ArrayList<>();
    private HeapHistory heap = heap(20, second -> 10_000_000L);

    static Instant second(long number) {
        return START.plusSeconds(number);
    }

    /** A figure at each second. */
    @FunctionalInterface
    interface Figure {
        long at(int second);
    }

    static HeapHistory heap(int seconds, Figure used) {
        List<HeapHistory.Level> levels = new ArrayList<>();
        for (int i = 1; i <= seconds; i++) {
            levels.add(new HeapHistory.Level(second(i).minusMillis(500), used.at(i)));
        }
        return new HeapHistory(HEAP, levels);
    }

    Models heapUsed(int seconds, Figure used) {
        heap = heap(seconds, used);
        return this;
    }

    Models withoutCollections() {
        heap = new HeapHistory(HEAP, List.of());
        return this;
    }

    /** Adds a container with a sample for each second. */
    Models container(String name, String kind, int seconds, SampleAt sample) {
        List<ContainerSample> samples = new ArrayList<>();
        for (int i = 0; i <= seconds; i++) {
            samples.add(sample.at(i).at(second(i)).sample());
        }
        containers.add(new ContainerSeries(new ContainerIdentity(name, kind, "jdk", START, Optional.empty()), samples));
        return this;
    }

    /** What a container is like at a second. */
    @FunctionalInterface
    interface SampleAt {
        Sample at(int second);
    }

    Models wait(RecordedWait wait) {
        waits.add(wait);
        return this;
    }

    Models failure(CallbackFailure failure) {
        failures.add(failure);
        return this;
    }

    Models selfPins(String container, int pinned) {
        selfPins.add(new RecordedSelfPins(
                second(5),
                container,
                100,
                pinned,
                "shop.Request",
                "shop.Span",
                "Span.context -> Request",
                true,
                Optional.empty()));
        return this;
    }

    RecordingModel model() {
        return new RecordingModel(START, second(20), "a JVM", heap, containers, waits, failures, selfPins);
    }

    List<Finding> findings(FindingRule rule) {
        return rule.findings(model());
    }

    static RecordedWait waited(String thread, Duration waited, boolean over) {
        return new RecordedWait(second(15), "reports", "shop.ReportId", thread, "loader", waited, over);
    }

    /** A sample to be filled in. */
    static final class Sample {
        private final long size;
        private Instant at = START;
        private long pending;
        private long hot;
        private long hotLimit;
        private boolean hotWeighed;
        private boolean hotGivesWay;
        private long hits;
        private long misses;
        private long removed;
        private long collected;

        private Sample(long size) {
            this.size = size;
        }

        static Sample of(long size) {
            return new Sample(size);
        }

        private Sample at(Instant moment) {
            at = moment;
            return this;
        }

        Sample pending(long entries) {
            pending = entries;
            return this;
        }

        Sample hot(long values, long limit) {
            hot = values;
            hotLimit = limit;
            return this;
        }

        Sample weighed() {
            hotWeighed = true;
            return this;
        }

        Sample givingWay() {
            hotGivesWay = true;
            return this;
        }

        Sample lookups(long found, long missed) {
            hits = found;
            misses = missed;
            return this;
        }

        Sample removed(long entries) {
            removed = entries;
            return this;
        }

        Sample collected(long entries) {
            collected = entries;
            return this;
        }

        private ContainerSample sample() {
            return new ContainerSample(
                    at,
                    1,
                    size,
                    pending,
                    hot,
                    hotLimit,
                    hotWeighed,
                    hotGivesWay,
                    true,
                    hits,
                    misses,
                    misses,
                    0,
                    removed,
                    collected,
                    0,
                    Duration.ofMillis(2),
                    0);
        }
    }
}
