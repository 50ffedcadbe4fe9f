package dev.gossamer.tck.report;

import dev.gossamer.tck.rules.ArtifactVersions;
import dev.gossamer.tck.rules.SpecifiedRules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a {@link ConformanceReport} as text, as JSON, and as an HTML page that needs nothing else. */
public final class ReportFiles {
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'");

    private ReportFiles() {}

    public static void write(ConformanceReport report, Path directory) throws IOException {
        Files.createDirectories(directory);
        String name = report.subject().backend();
        Files.writeString(directory.resolve(name + ".txt"), text(report));
        Files.writeString(directory.resolve(name + ".json"), json(report));
        Files.writeString(directory.resolve(name + ".html"), new HtmlReport(report).page());
    }

    /** What a report says of the run itself, by name. */
    static Map<String, String> facts(ConformanceReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Date", MINUTE.format(report.made().atOffset(ZoneOffset.UTC)));
        facts.put("Backend", report.subject().backend() + " " + report.subject().version());
        facts.put("Kit", ArtifactVersions.kit());
        facts.put("JVM", ArtifactVersions.jvm());
        facts.put("Collector", collector());
        facts.put("Not asked", SpecifiedRules.notAsked());
        return facts;
    }

    private static String collector() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(MemoryManagerMXBean::getName)
                .collect(Collectors.joining(" and "));
    }

    /** A line for each rule with its verdict and reason, and below it, indented, its text and what was tried. */
    public static String text(ConformanceReport report) {
        return "# conformance of " + report.subject().backend() + ": " + report.summary() + "\n"
                + facts(report).entrySet().stream()
                        .map(fact -> "# %s: %s%n".formatted(fact.getKey(), fact.getValue()))
                        .collect(Collectors.joining())
                + report.unattributed().stream()
                        .map(outcome -> unattributedLine(outcome) + "\n")
                        .collect(Collectors.joining())
                + report.lines().stream()
                        .map(line ->
                                "%s%n        %s%n        %s%n".formatted(verdictLine(line), line.text(), line.effort()))
                        .collect(Collectors.joining());
    }

    /** The part of a report that must not change unless somebody accepts it. */
    public static String verdictLine(ConformanceReport.Line line) {
        return "%-7s %-8s %s"
                .formatted(line.rule(), line.verdict(), firstLine(line.reason()))
                .stripTrailing();
    }

    public static String unattributedLine(TestOutcome failed) {
        return "%-7s %-8s %s: %s".formatted("-", Verdict.FAIL, failed.test(), firstLine(failed.reason()));
    }

    private static String firstLine(String reason) {
        return reason.lines().findFirst().orElse("");
    }

    public static String json(ConformanceReport report) {
        return "{%s, \"unattributed\": [%s], \"rules\": [\n%s\n]}\n"
                .formatted(
                        facts(report).entrySet().stream()
                                .map(fact ->
                                        quoted(fact.getKey().toLowerCase(Locale.ROOT)) + ": " + quoted(fact.getValue()))
                                .collect(Collectors.joining(", ")),
                        report.unattributed().stream()
                                .map(outcome -> quoted(outcome.test() + ": " + outcome.reason()))
                                .collect(Collectors.joining(", ")),
                        report.lines().stream().map(ReportFiles::json).collect(Collectors.joining(",\n")));
    }

    private static String json(ConformanceReport.Line line) {
        return ("{\"rule\": %s, \"verdict\": %s, \"text\": %s, \"reason\": %s,"
                        + " \"tests\": %d, \"tries\": %d, \"seeds\": [%s]}")
                .formatted(
                        quoted(line.rule()),
                        quoted(line.verdict().toString()),
                        quoted(line.text()),
                        quoted(line.reason()),
                        line.tests(),
                        line.tries(),
                        line.seeds().stream().map(ReportFiles::quoted).collect(Collectors.joining(", ")));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                default -> {
                    if (c < ' ') {
                        quoted.append("\\u%04x".formatted(c));
                    } else {
                        quoted.append((char) c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
