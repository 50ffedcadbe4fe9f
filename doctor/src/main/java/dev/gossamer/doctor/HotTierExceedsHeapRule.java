package dev.gossamer.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A hot tier that is filling up, and with it the heap, so that the heap will be full before the tier is. What one value takes
 * is estimated from how the heap after collections rises with the number of values; where other things grow meanwhile,
 * that is too much. A tier that is limited by weight is not judged: what share of its limit it has used is not recorded. Nor is
 * one that gives way when memory becomes short.
 */
final class HotTierExceedsHeapRule implements FindingRule {
    private static final int ENOUGH_COLLECTIONS = 4;
    private static final double GOOD_FIT = 0.8;
    private static final double SHARE_OF_HEAP = 0.05;

    @Override
    public List<Finding> findings(RecordingModel model) {
        if (model.heap().maximum() <= 0) {
            return List.of();
        }
        return model.containers().stream()
                .filter(each -> each.last().hotLimit() > 0 && !each.last().hotWeighed())
                .filter(each -> each.first().containers() == 1 && !each.last().hotGivesWay())
                .flatMap(each -> finding(each, model.heap()).stream())
                .toList();
    }

    private static Optional<Finding> finding(ContainerSeries container, HeapHistory heap) {
        List<LinearFit.Point> points = heapByHotValues(container, heap);
        LinearFit fit = LinearFit.of(points);
        if (points.size() < ENOUGH_COLLECTIONS
                || fit.correlation() < GOOD_FIT
                || !isFilling(container)
                || !outgrows(heap, container, fit)) {
            return Optional.empty();
        }
        return Optional.of(Finding.fromTheStart(
                Fault.HOT_TIER_EXCEEDS_HEAP, container, seen(container, heap, fit), advice(heap, fit)));
    }

    private static boolean isFilling(ContainerSeries container) {
        return container.rise(ContainerSample::hot) > 0
                && container.last().hot() < container.last().hotLimit();
    }

    /** Whether the heap rose with the tier by what counts, and so that the full tier would not fit. */
    private static boolean outgrows(HeapHistory heap, ContainerSeries container, LinearFit fit) {
        return fit.slope() * container.rise(ContainerSample::hot) >= SHARE_OF_HEAP * heap.maximum()
                && fit.at(container.last().hotLimit()) > heap.maximum();
    }

    private static String seen(ContainerSeries container, HeapHistory heap, LinearFit fit) {
        long limit = container.last().hotLimit();
        return "the hot tier of `" + container.name() + "` holds "
                + Wording.count(container.last().hot())
                + " of " + Wording.count(limit, "value", "values") + " and is growing, with some "
                + Wording.bytes(fit.slope()) + " of heap for each: full, it takes about "
                + Wording.bytes(fit.slope() * limit) + ", and the heap has " + Wording.bytes(heap.maximum());
    }

    private static String advice(HeapHistory heap, LinearFit fit) {
        long fitting = Math.max(1, (long) ((heap.maximum() / 2.0) / fit.slope()));
        return "lower the limit, to `HotTier.recent("
                + Wording.count(leadingDigit(fitting)).replace(',', '_')
                + ")` for half of this heap, weigh the values with `HotTier.weighing`, or let the tier give way with"
                + " `underPressure(0.75)`";
    }

    private static List<LinearFit.Point> heapByHotValues(ContainerSeries container, HeapHistory heap) {
        List<LinearFit.Point> points = new ArrayList<>();
        List<ContainerSample> samples = container.samples();
        int next = 0;
        for (HeapHistory.Level level : heap.afterCollections()) {
            while (next < samples.size() && !samples.get(next).at().isAfter(level.at())) {
                next++;
            }
            if (next > 0) {
                points.add(new LinearFit.Point(samples.get(next - 1).hot(), level.used()));
            }
        }
        return points;
    }

    /** Rounded down to one digit and zeros. */
    private static long leadingDigit(long number) {
        long unit = 1;
        while (number / unit >= 10) {
            unit *= 10;
        }
        return number / unit * unit;
    }
}
