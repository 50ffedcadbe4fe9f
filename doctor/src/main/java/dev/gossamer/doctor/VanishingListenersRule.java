package dev.gossamer.doctor;

import java.util.List;
import java.util.Set;

/**
 * Sets to which something is added now and then, and which no element of ever outlives a collection: what listeners do that
 * nobody else holds. A set that hundreds a minute are added to has short-lived elements by design, and is left alone.
 */
final class VanishingListenersRule implements FindingRule {
    private static final Set<String> KINDS = Set.of("WeakSet", "WeakListeners");
    private static final double MOST_DEATHS_PER_SECOND = 10;
    private static final String ADVICE =
            "keep each listener in a field of its owner, or add it to `WeakListeners` together with the owner:"
                    + " a lambda that nobody else holds is gone at the next collection";

    @Override
    public List<Finding> findings(RecordingModel model) {
        return model.containers().stream()
                .filter(each ->
                        KINDS.contains(each.identity().kind()) && each.first().containers() == 1)
                .filter(each -> losesAllItsElements(each, model.heap()))
                .map(VanishingListenersRule::finding)
                .toList();
    }

    private static boolean losesAllItsElements(ContainerSeries container, HeapHistory heap) {
        long died = container.rise(ContainerSample::died);
        double seconds = Math.max(1, container.length().toNanos() / 1e9);
        return died > 0
                && died / seconds <= MOST_DEATHS_PER_SECOND
                && container.rise(ContainerSample::removed) <= 0
                && heap.hasCollectionBetween(
                        container.first().at(), container.last().at())
                && !anyOutlivedACollection(container.samples(), heap);
    }

    private static Finding finding(ContainerSeries container) {
        long died = container.rise(ContainerSample::died);
        String seen = "all " + Wording.count(died, "element", "elements") + " of `" + container.name()
                + "` that met a collection died in it; none was removed";
        return Finding.fromTheStart(Fault.VANISHING_LISTENERS, container, seen, ADVICE);
    }

    /** Whether, over some collection, less died than was there before. */
    private static boolean anyOutlivedACollection(List<ContainerSample> samples, HeapHistory heap) {
        for (int i = 1; i < samples.size(); i++) {
            ContainerSample before = samples.get(i - 1);
            ContainerSample after = samples.get(i);
            if (before.live() > after.died() - before.died() && heap.hasCollectionBetween(before.at(), after.at())) {
                return true;
            }
        }
        return false;
    }
}
