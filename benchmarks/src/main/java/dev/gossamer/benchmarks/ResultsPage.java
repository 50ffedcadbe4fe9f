package dev.gossamer.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Writes what was measured: a JSON file, and a page of tables and charts. */
final class ResultsPage {
    private final Path out;
    private final String name;
    private final FormResults results;

    ResultsPage(Path out, String name, FormResults results) {
        this.out = out;
        this.name = name;
        this.results = results;
    }

    void write() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve(name + ".json"), Json.of(json()) + "\n", StandardCharsets.UTF_8);
        Files.writeString(out.resolve(name + ".md"), page(), StandardCharsets.UTF_8);
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("machine", results.machine);
        json.put("took", results.took());
        List<Object> cells = new ArrayList<>();
        for (Comparison comparison : results.comparisons) {
            comparison.lines.forEach(line -> cells.add(json(line)));
        }
        json.put("paired, quartiles", cells);
        json.put("references", named(results.referring));
        json.put("deaths", named(results.deaths));
        json.put("churn", named(results.churn));
        json.put("footprints", named(results.footprints));
        return json;
    }

    private static Map<String, Object> json(Comparison.Line line) {
        Contestant who = line.contestant();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", who.peer().kind);
        json.put("peer", who.peer().title);
        json.put("work", who.work());
        json.put("keys", who.keys());
        json.put("size", who.size());
        json.put("threads", who.threads());
        json.put("nanos", line.wall());
        json.put("cpu nanos", line.cpu());
        json.put("ratio", line.wallRatio());
        json.put("cpu ratio", line.cpuRatio());
        json.put("bytes", line.bytes());
        return json;
    }

    private static Map<String, Object> named(Map<? extends Enum<?>, Map<String, Double>> measured) {
        Map<String, Object> named = new LinkedHashMap<>();
        measured.forEach((each, figures) -> named.put(each.name(), figures));
        return named;
    }

    private String page() throws IOException {
        StringBuilder page = new StringBuilder("# Measured: " + name + "\n\n");
        circumstances(page);
        for (ContainerKind kind : ContainerKind.values()) {
            kind(page, kind);
        }
        measuredAlone(page);
        return page.toString();
    }

    private void circumstances(StringBuilder page) {
        page.append("- load average at the end: ")
                .append(MachineDescription.load())
                .append('\n');
        page.append("- all took: ").append(results.took()).append('\n');
        results.machine.forEach((what, value) ->
                page.append("- ").append(what).append(": ").append(value).append('\n'));
        page.append("""

                Written by the benchmarks, not by hand. Each contestant ran in a JVM of its own, in turns with the others. "x" says
                how many times as fast as the contestant the first of the table is: the median of the ratios of all rounds, and
                the quartiles. One thread is measured by its CPU time, which other programs do not disturb; several by the clock.
                Bytes are what the working threads allocate for an operation.

                """);
    }

    private void measuredAlone(StringBuilder page) throws IOException {
        if (!results.referring.isEmpty()) {
            page.append(figures(
                    "References and finalizers: CPU time, each alone in a JVM", results.referring, each -> each.title));
        }
        if (!results.deaths.isEmpty()) {
            deaths(page);
            page.append(figures("Churn: 1,000,000 puts, the latest 10,000 in use, 256 MB", results.churn));
            bars(page, "churn", "puts.per.second", results.churn);
        }
        if (!results.footprints.isEmpty()) {
            page.append(
                    figures("Memory: bytes beside key and value, 12,500 entries (caches: 1,000)", results.footprints));
            bars(page, "memory", "bytes.per.entry", results.footprints);
        }
    }

    private void kind(StringBuilder page, ContainerKind kind) throws IOException {
        List<Comparison> ofKind = results.comparisons.stream()
                .filter(each -> each.candidate().peer().kind == kind)
                .toList();
        if (ofKind.isEmpty()) {
            return;
        }
        page.append("## ").append(kind.title).append("\n\n");
        ofKind.forEach(comparison -> table(page, comparison));
        page.append(TimeBySize.of(kind, ofKind).table());
        String chart = new Charts(out, name).draw(kind, ofKind);
        if (chart != null) {
            page.append("![nanoseconds per operation](").append(chart).append(")\n\n");
        }
    }

    private static void table(StringBuilder page, Comparison comparison) {
        Contestant who = comparison.candidate();
        page.append(String.format(
                Locale.ROOT,
                "### %s, %,d entries, %d thread%s, keys: %s%n%n",
                comparison.isOfOneWork() ? who.work().title() : "hits beside our own get",
                who.size(),
                who.threads(),
                who.threads() == 1 ? "" : "s",
                who.keys().name().toLowerCase(Locale.ROOT)));
        page.append("| | ns | x | quartiles | bytes |\n|---|--:|--:|--:|--:|\n");
        comparison.lines.forEach(line -> page.append(row(line, comparison.isOfOneWork())));
        page.append('\n');
    }

    private static String row(Comparison.Line line, boolean ofOneWork) {
        return String.format(
                Locale.ROOT,
                "| %s%s | %.1f | %.2f | %.2f to %.2f | %.0f |%n",
                line.contestant().peer().title,
                ofOneWork ? "" : ", " + line.contestant().work().title(),
                line.nanos().median(),
                line.ratio().median(),
                line.ratio().low(),
                line.ratio().high(),
                line.bytes().low());
    }

    private void deaths(StringBuilder page) throws IOException {
        page.append(figures(
                "After one million deaths: nanoseconds of the next 200,000 puts; until all dead entries are gone "
                        + "(-1: none within 3 s while nobody touches the map); cpu: what the putting thread works, blind to others",
                results.deaths));
        for (ContainerKind kind : MeasurementPlan.maps()) {
            if (results.deaths.keySet().stream().anyMatch(peer -> peer.kind == kind)) {
                String chart = new Charts(out, name).drawDeaths(kind, results.deaths);
                page.append("![puts after one million deaths](").append(chart).append(")\n\n");
            }
        }
    }

    private void bars(StringBuilder page, String title, String figure, Map<PeerLibrary, Map<String, Double>> measured)
            throws IOException {
        String chart = new Charts(out, name).drawBars(title, figure, measured);
        page.append("![").append(title).append("](").append(chart).append(")\n\n");
    }

    private static String figures(String title, Map<PeerLibrary, Map<String, Double>> measured) {
        return figures(title, measured, PeerLibrary::label);
    }

    private static <K> String figures(String title, Map<K, Map<String, Double>> measured, Function<K, String> label) {
        StringBuilder text = new StringBuilder("## " + title + "\n\n");
        List<String> columns = measured.values().stream()
                .flatMap(figures -> figures.keySet().stream())
                .distinct()
                .toList();
        text.append("| |").append(" %s |".repeat(columns.size()).formatted(columns.toArray()));
        text.append("\n|---|").append("--:|".repeat(columns.size())).append('\n');
        measured.forEach((each, figures) -> {
            text.append("| ").append(label.apply(each)).append(" |");
            columns.forEach(column -> text.append(' ')
                    .append(figures.containsKey(column) ? number(figures.get(column)) : "")
                    .append(" |"));
            text.append('\n');
        });
        return text.append('\n').toString();
    }

    private static String number(double value) {
        return String.format(
                Locale.ROOT, Math.abs(value) >= 100 || value == Math.rint(value) ? "%,.0f" : "%.1f", value);
    }
}
