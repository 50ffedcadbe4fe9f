package dev.gossamer.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

    @Override
    public List<Finding> findings(RecordingModel model) {
        Set<String> explained = model.selfPins().stream()
                .filter(sample -> sample.pinned() > 0)
                .map(SelfPinSample::container)
                .collect(Collectors.toSet());
        return model.containers().stream()
                .filter(each -> each.first().containers() == 1 && !explained.contains(each.name()))
                .flatMap(each -> finding(each, model.heap()).stream())
                .toList();
    }

    private static Optional<Finding> finding(ContainerSeries container, HeapHistory heap) {
        long grew = container.rise(ContainerSample::live);
        if (container.length().compareTo(LONG) < 0
                || grew <= container.first().live()
                || container.rise(ContainerSample::died) > 0
                || container.rise(ContainerSample::removed) + container.rise(ContainerSample::evicted) > 0
                || !heap.hasCollectionBetween(
                        container.first().at(), container.last().at())
                || shareOfRisingParts(container.samples()) < SHARE_RISING) {
            return Optional.empty();
        }
        String seen = "`" + container.name() + "` grew from "
                + Wording.count(container.first().live()) + " to "
                + Wording.count(container.last().live(), "entry", "entries") + " in "
                + Wording.duration(container.length()) + " and lost nothing";
        String advice =
                "find who holds what is in it: a heap dump's path to the roots leads there; for a map with weak keys"
                        + " ask `gossamer-doctor pins`";
        return Optional.of(new Finding(
                Fault.STEADY_GROWTH, container.name(), seen, container.first().at(), advice));
    }

    private static double shareOfRisingParts(List<ContainerSample> samples) {
        int parts = Math.min(PARTS, samples.size() - 1);
        int rising = 0;
        for (int i = 0; i < parts; i++) {
            ContainerSample from = samples.get(i * (samples.size() - 1) / parts);
            ContainerSample to = samples.get((i + 1) * (samples.size() - 1) / parts);
            rising += to.live() > from.live() ? 1 : 0;
        }
        return (double) rising / parts;
    }
}
