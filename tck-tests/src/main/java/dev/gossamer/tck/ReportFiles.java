package dev.gossamer.tck;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Writes a {@link ConformanceReport} as text, as JSON, and as an HTML page that needs nothing else. */
final class ReportFiles {
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Conformance of %1$s</title>
            <style>
            body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%%; }
            th, td { border-bottom: 1px solid #ccc; padding: .4rem .6rem; text-align: left; vertical-align: top; }
            th:first-child, td:first-child { white-space: nowrap; }
            .PASS { color: #15692b; } .FAIL { color: #b3001b; } .N-A, .PENDING { color: #5c5c5c; } .UNTESTED { color: #8a4b00; }
            .verdict { font-weight: 600; }
            .effort { color: #5c5c5c; font-size: .85rem; }
            pre { white-space: pre-wrap; margin: 0; }
            </style>
            </head>
            <body>
            <h1>Conformance of %1$s</h1>
            <p>%2$s. %3$s.</p>
            <table>
            <thead><tr><th>Rule</th><th>Verdict</th><th>Text</th><th>Why</th></tr></thead>
            <tbody>
            %4$s
            </tbody>
            </table>
            </body>
            </html>
            """;

    private ReportFiles() {}

    static void write(ConformanceReport report, Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(report.backend() + ".txt"), text(report));
        Files.writeString(directory.resolve(report.backend() + ".json"), json(report));
        Files.writeString(directory.resolve(report.backend() + ".html"), html(report));
    }

    /** A line for each rule with its verdict and reason, and below it, indented, its text and what was tried. */
    static String text(ConformanceReport report) {
        return "# conformance of " + report.backend() + ": " + report.summary() + "\n# " + platform() + "\n"
                + report.lines().stream()
                        .map(line ->
                                "%s%n        %s%n        %s%n".formatted(verdictLine(line), line.text(), line.effort()))
                        .collect(Collectors.joining());
    }

    /** The part of a report that must not change unless somebody accepts it. */
    static String verdictLine(ConformanceReport.Line line) {
        return "%-7s %-8s %s"
                .formatted(line.rule(), line.verdict(), firstLine(line.reason()))
                .stripTrailing();
    }

    private static String firstLine(String reason) {
        return reason.lines().findFirst().orElse("");
    }

    static String json(ConformanceReport report) {
        return "{\"backend\": %s, \"platform\": %s, \"rules\": [\n%s\n]}\n"
                .formatted(
                        quoted(report.backend()),
                        quoted(platform()),
                        report.lines().stream()
                                .map(line -> ("{\"rule\": %s, \"verdict\": %s, \"text\": %s, \"reason\": %s,"
                                                + " \"tests\": %d, \"tries\": %d, \"seeds\": [%s]}")
                                        .formatted(
                                                quoted(line.rule()),
                                                quoted(line.verdict().toString()),
                                                quoted(line.text()),
                                                quoted(line.reason()),
                                                line.tests(),
                                                line.tries(),
                                                line.seeds().stream()
                                                        .map(ReportFiles::quoted)
                                                        .collect(Collectors.joining(", "))))
                                .collect(Collectors.joining(",\n")));
    }

    static String html(ConformanceReport report) {
        String rows = report.lines().stream()
                .map(line -> ("<tr id=\"%1$s\"><td><a href=\"#%1$s\">%1$s</a></td><td class=\"verdict %2$s\">%3$s</td>"
                                + "<td>%4$s</td><td><pre>%5$s</pre><span class=\"effort\">%6$s</span></td></tr>")
                        .formatted(
                                line.rule(),
                                line.verdict().toString().replace('/', '-'),
                                line.verdict(),
                                marked(line.text()),
                                escaped(line.reason()),
                                escaped(line.effort())))
                .collect(Collectors.joining("\n"));
        return PAGE.formatted(escaped(report.backend()), report.summary(), escaped(platform()), rows);
    }

    private static String platform() {
        return "Java " + System.getProperty("java.version") + ", "
                + ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .map(MemoryManagerMXBean::getName)
                        .collect(Collectors.joining(" and "));
    }

    private static String marked(String text) {
        return escaped(text).replaceAll("`([^`]*)`", "<code>$1</code>").replaceAll("\\*([^*]+)\\*", "<em>$1</em>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
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
