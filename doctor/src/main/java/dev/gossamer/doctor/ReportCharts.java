package dev.gossamer.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The charts of a report: one line for each of the containers that are largest or have findings. */
final class ReportCharts {
    static final int MOST_LINES = 8;
    private static final int MOST_POINTS = 200;
    private static final double MIB = 1 << 20;

    private final RecordingModel model;
    private final List<ContainerSeries> drawn;

    ReportCharts(RecordingModel model, List<Finding> findings) {
        this.model = model;
        var found = findings.stream().map(Finding::container).collect(Collectors.toSet());
        this.drawn = model.containers().stream()
                .sorted(Comparator.comparing((ContainerSeries each) -> !found.contains(each.name()))
                        .thenComparing(ReportCharts::peak, Comparator.reverseOrder()))
                .limit(MOST_LINES)
                .sorted(Comparator.comparing(ContainerSeries::identity))
                .toList();
    }

    private static long peak(ContainerSeries container) {
        return container.samples().stream()
                .mapToLong(ContainerSample::size)
                .max()
                .orElse(0);
    }

    /** How many containers there are besides those that are drawn. */
    int left() {
        return model.containers().size() - drawn.size();
    }

    /** The charts that have something to show. */
    List<TimeChart> charts() {
        List<TimeChart> charts = new ArrayList<>();
        add(charts, "Size, in entries", levels(sample -> OptionalDouble.of(sample.live())));
        add(charts, "Collected, in entries per second", rates(ContainerSample::collected));
        add(charts, "Evicted by a bound, in entries per second", rates(ContainerSample::evicted));
        add(charts, "Hit rate, in percent of look-ups", changes(ReportCharts::hitPercent));
        add(charts, "Held by hot tiers, in values", levels(ReportCharts::hotValues));
        add(charts, "Reclaim lag, in milliseconds", levels(ReportCharts::lagMillis));
        add(charts, "Callbacks waiting to run", levels(sample -> OptionalDouble.of(sample.queue())));
        heap().ifPresent(charts::add);
        return charts;
    }

    private static OptionalDouble hotValues(ContainerSample sample) {
        return sample.hotLimit() == 0 ? OptionalDouble.empty() : OptionalDouble.of(sample.hot());
    }

    private static OptionalDouble lagMillis(ContainerSample sample) {
        return OptionalDouble.of(sample.reclaimLag().toNanos() / 1e6);
    }

    private static OptionalDouble hitPercent(ContainerSample before, ContainerSample after) {
        long lookups = after.lookups() - before.lookups();
        return !after.counted() || lookups <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(100.0 * (after.hits() - before.hits()) / lookups);
    }

    /** Adds a chart of the lines that are not zero throughout, if there are any. */
    private void add(List<TimeChart> charts, String title, Function<ContainerSeries, List<TimeChart.Point>> points) {
        List<TimeChart.Line> lines = new ArrayList<>();
        boolean isHitRate = title.startsWith("Hit rate");
        for (int i = 0; i < drawn.size(); i++) {
            List<TimeChart.Point> of = points.apply(drawn.get(i));
            if (of.stream().anyMatch(point -> isHitRate || point.value() != 0)) {
                lines.add(new TimeChart.Line(drawn.get(i).name(), i + 1, of));
            }
        }
        if (!lines.isEmpty()) {
            charts.add(new TimeChart(title, model.start(), model.end(), lines));
        }
    }

    private static Function<ContainerSeries, List<TimeChart.Point>> levels(
            Function<ContainerSample, OptionalDouble> level) {
        return container -> thinned(container.samples()).stream()
                .flatMap(sample ->
                        level.apply(sample).stream().mapToObj(value -> new TimeChart.Point(sample.at(), value)))
                .toList();
    }

    private static Function<ContainerSeries, List<TimeChart.Point>> rates(ToLongFunction<ContainerSample> counter) {
        return changes((before, after) -> {
            double seconds = Duration.between(before.at(), after.at()).toNanos() / 1e9;
            return seconds <= 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(
                            Math.max(0, counter.applyAsLong(after) - counter.applyAsLong(before)) / seconds);
        });
    }

    private static Function<ContainerSeries, List<TimeChart.Point>> changes(
            BiFunction<ContainerSample, ContainerSample, OptionalDouble> change) {
        return container -> {
            List<ContainerSample> samples = thinned(container.samples());
            List<TimeChart.Point> points = new ArrayList<>();
            for (int i = 1; i < samples.size(); i++) {
                ContainerSample after = samples.get(i);
                change.apply(samples.get(i - 1), after)
                        .ifPresent(value -> points.add(new TimeChart.Point(after.at(), value)));
            }
            return points;
        };
    }

    private Optional<TimeChart> heap() {
        List<TimeChart.Point> used = thinned(model.heap().afterCollections()).stream()
                .map(level -> new TimeChart.Point(level.at(), level.used() / MIB))
                .toList();
        if (used.isEmpty()) {
            return Optional.empty();
        }
        List<TimeChart.Line> lines = new ArrayList<>();
        lines.add(new TimeChart.Line("in use after collections", 1, used));
        if (model.heap().maximum() > 0) {
            lines.add(new TimeChart.Line("maximum", 2, throughout(model.heap().maximum() / MIB)));
        }
        return Optional.of(new TimeChart("Heap, in MiB", model.start(), model.end(), lines));
    }

    private List<TimeChart.Point> throughout(double value) {
        return List.of(new TimeChart.Point(model.start(), value), new TimeChart.Point(model.end(), value));
    }

    /** At most as many as a chart has room for, the last one among them. */
    private static <T> List<T> thinned(List<T> all) {
        int step = Math.max(1, (all.size() + MOST_POINTS - 1) / MOST_POINTS);
        List<T> kept = new ArrayList<>();
        for (int i = (all.size() - 1) % step; i < all.size(); i += step) {
            kept.add(all.get(i));
        }
        return kept;
    }
}
