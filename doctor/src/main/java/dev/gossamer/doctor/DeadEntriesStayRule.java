package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A container most of which was dead for ten seconds or longer: nobody takes its dead entries out. */
final class DeadEntriesStayRule implements FindingRule {
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final long ENOUGH = 100;
    private static final String ADVICE =
            "with `Reclaim.MANUAL` call `reclaim()`, with `Reclaim.on(executor)` see whether the executor is"
                    + " stuck, with `Reclaim.INLINE` remember that only writes reclaim";

    @Override
    public List<Finding> findings(RecordingModel model) {
        return model.containers().stream()
                .flatMap(each -> finding(each).stream())
                .toList();
    }

    private static Optional<Finding> finding(ContainerSeries container) {
        ContainerSample last = container.last();
        Instant since = mostlyDeadSince(container.samples());
        Duration lasted = Duration.between(since, last.at());
        if (lasted.compareTo(LONG) < 0) {
            return Optional.empty();
        }
        String seen = Wording.count(last.pending()) + " of " + Wording.count(last.size(), "entry", "entries") + " of `"
                + container.name() + "` are dead, and most of it was for " + Wording.duration(lasted);
        return Optional.of(new Finding(Fault.DEAD_ENTRIES_STAY, container.name(), seen, since, ADVICE));
    }

    /** When the last samples began of which each is mostly dead; the last moment if the last one is not. */
    private static Instant mostlyDeadSince(List<ContainerSample> samples) {
        int at = samples.size() - 1;
        Instant since = samples.get(at).at();
        while (at >= 0 && isMostlyDead(samples.get(at))) {
            since = samples.get(at--).at();
        }
        return since;
    }

    private static boolean isMostlyDead(ContainerSample sample) {
        return sample.pending() >= ENOUGH && sample.pending() > sample.size() / 2;
    }
}
