package dev.gossamer.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A container that doubled within ten minutes or more and lost nothing meanwhile, though the collector ran. One whose entries
 * are known to pin themselves is left to the rule that says so.
 */
final class SteadyGrowthRule implements FindingRule {
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final double SHARE_RISING = 0.9;
    private static final int PARTS = 10;
    private static final String ADVICE =
            "find who holds what is in it: a heap dump's path to the roots leads there; for a map with weak keys"
                    + " ask `gossamer-doctor pins`";

    @Override
    public List<Finding> findings(RecordingModel model) {
        Set<String> explained = model.selfPins().stream()
                .filter(sample -> sample.pinned() > 0)
                .map(RecordedSelfPins::container)
                .collect(Collectors.toSet());
        return model.containers().stream()
                .filter(each -> each.first().containers() == 1 && !explained.contains(each.name()))
                .filter(each -> doubled(each) && lostNothing(each, model.heap()) && roseThroughout(each.samples()))
                .map(SteadyGrowthRule::finding)
                .toList();
    }

    private static boolean doubled(ContainerSeries container) {
        return container.length().compareTo(LONG) >= 0
                && container.rise(ContainerSample::live) > container.first().live();
    }

    /** Whether nothing left it, though the collector ran. */
    private static boolean lostNothing(ContainerSeries container, HeapHistory heap) {
        return container.rise(ContainerSample::died) <= 0
                && container.rise(ContainerSample::removed) + container.rise(ContainerSample::evicted) <= 0
                && heap.hasCollectionBetween(
                        container.first().at(), container.last().at());
    }

    private static Finding finding(ContainerSeries container) {
        String seen = "`" + container.name() + "` grew from "
                + Wording.count(container.first().live()) + " to "
                + Wording.count(container.last().live(), "entry", "entries") + " in "
                + Wording.duration(container.length()) + " and lost nothing";
        return Finding.fromTheStart(Fault.STEADY_GROWTH, container, seen, ADVICE);
    }

    /** Whether it rose in most parts of its time, and not at once. */
    private static boolean roseThroughout(List<ContainerSample> samples) {
        int parts = Math.min(PARTS, samples.size() - 1);
        int rising = 0;
        for (int i = 0; i < parts; i++) {
            ContainerSample from = samples.get(i * (samples.size() - 1) / parts);
            ContainerSample to = samples.get((i + 1) * (samples.size() - 1) / parts);
            rising += to.live() > from.live() ? 1 : 0;
        }
        return (double) rising / parts >= SHARE_RISING;
    }
}
