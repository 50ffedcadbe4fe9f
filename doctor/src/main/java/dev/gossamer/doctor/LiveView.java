package dev.gossamer.doctor;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import jdk.jfr.consumer.RecordedEvent;

/** The containers of a running JVM, as they were told last. Thread-safe. */
final class LiveView {
    private static final Duration MOST_UNTOLD = Duration.ofSeconds(15); // each is told of every five seconds at least

    private final Map<ContainerIdentity, ContainerSeries> containers = new ConcurrentSkipListMap<>();

    /** Takes in an event, and remembers the one before it, for what changed in between. */
    void accept(RecordedEvent event) {
        accept(LibraryEvents.identity(event), LibraryEvents.sample(event));
    }

    void accept(ContainerIdentity identity, ContainerSample sample) {
        containers.merge(
                identity,
                new ContainerSeries(identity, List.of(sample)),
                (before, now) -> new ContainerSeries(identity, List.of(before.last(), now.last())));
    }

    boolean isEmpty() {
        return containers.isEmpty();
    }

    /**
     * Whether all containers were told of: one of them was told of again, and the library tells of each before it begins anew. The
     * events of one round can come in two parts, a second apart.
     */
    boolean isWhole() {
        return containers.values().stream()
                .anyMatch(container -> container.samples().size() > 1);
    }

    /** Those that are still told of. While the other JVM stands still, that is all of them. */
    Collection<ContainerSeries> containers() {
        containers.values().stream()
                .map(container -> container.first().at())
                .max(Comparator.naturalOrder())
                .map(latestButOne -> latestButOne.minus(MOST_UNTOLD))
                .ifPresent(told -> containers
                        .values()
                        .removeIf(container -> container.last().at().isBefore(told)));
        return List.copyOf(containers.values());
    }
}
