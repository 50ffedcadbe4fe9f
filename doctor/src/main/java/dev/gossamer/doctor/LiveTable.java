package dev.gossamer.doctor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The containers of a running JVM as lines of text, the largest first. */
final class LiveTable {
    private static final List<String> TITLES = List.of(
            "CONTAINER", "KIND", "SIZE", "+/S", "HIT %", "COLLECTED", "EVICTED", "HOT", "PENDING", "LAG", "QUEUE");
    private static final int TEXTS = 2;
    private static final int MOST_WIDTH = 32;

    private LiveTable() {}

    static List<String> lines(Collection<ContainerSeries> containers) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        containers.stream().sorted(ContainerSeries.LARGEST_FIRST).forEach(each -> rows.add(row(each)));
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static int[] widths(List<List<String>> rows) {
        return IntStream.range(0, TITLES.size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
    }

    private static List<String> row(ContainerSeries container) {
        ContainerSample last = container.last();
        String name = Wording.line(container.name()) + (last.containers() > 1 ? " x" + last.containers() : "");
        return List.of(
                name.length() > MOST_WIDTH ? name.substring(0, MOST_WIDTH - 1) + "…" : name,
                container.identity().kind() + container.identity().madeBy(),
                Wording.count(last.live()),
                growthPerSecond(container),
                hitPercent(last),
                Wording.count(last.collected()),
                Wording.count(last.evicted()),
                last.hotLimit() == 0 ? "" : Wording.count(last.hot()),
                Wording.count(last.pending()),
                last.reclaimLag().isZero() ? "" : Wording.duration(last.reclaimLag()),
                Wording.count(last.queue()));
    }

    private static String growthPerSecond(ContainerSeries container) {
        return container.growthPerMinute().isEmpty()
                ? ""
                : Wording.decimal(container.growthPerMinute().getAsDouble() / 60);
    }

    private static String hitPercent(ContainerSample sample) {
        return sample.counted() && sample.lookups() > 0
                ? String.format(Locale.ROOT, "%.1f", 100.0 * sample.hits() / sample.lookups())
                : "";
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i < TEXTS ? row.get(i) + padding : padding + row.get(i)).append("  ");
        }
        return line.toString().stripTrailing();
    }
}
