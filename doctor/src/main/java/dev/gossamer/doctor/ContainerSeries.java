package dev.gossamer.doctor;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * One container over the time of a recording.
 *
 * @param identity which one
 * @param samples what it was like, at least once, in order of time
 */
record ContainerSeries(ContainerIdentity identity, List<ContainerSample> samples) {
    /** The one with most living entries at its end first. */
    static final Comparator<ContainerSeries> LARGEST_FIRST = Comparator.comparing(
                    (ContainerSeries each) -> -each.last().live())
            .thenComparing(ContainerSeries::identity);

    ContainerSeries {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no sample of " + identity.name() + "; give one or more");
        }
        samples = List.copyOf(samples);
    }

    String name() {
        return identity.name();
    }

    ContainerSample first() {
        return samples.get(0);
    }

    ContainerSample last() {
        return samples.get(samples.size() - 1);
    }

    Duration length() {
        return Duration.between(first().at(), last().at());
    }

    /** How much a figure rose during the recording. */
    long rise(ToLongFunction<ContainerSample> figure) {
        return figure.applyAsLong(last()) - figure.applyAsLong(first());
    }

    /** Entries gained in a minute, or nothing where there is one sample only. */
    OptionalDouble growthPerMinute() {
        double minutes = length().toNanos() / 60e9;
        return minutes <= 0 ? OptionalDouble.empty() : OptionalDouble.of(rise(ContainerSample::live) / minutes);
    }

    /** The share of look-ups during the recording that were hits, or nothing where there were none or they were not counted. */
    OptionalDouble hitRate() {
        long lookups = rise(ContainerSample::lookups);
        return last().counted() && lookups > 0
                ? OptionalDouble.of((double) rise(ContainerSample::hits) / lookups)
                : OptionalDouble.empty();
    }
}
