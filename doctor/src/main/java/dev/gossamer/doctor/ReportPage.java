package dev.gossamer.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** A report as one page of HTML that needs nothing beside it. The same for the same recording. */
final class ReportPage {
    private final String source;
    private final RecordingModel model;
    private final List<Finding> findings;
    private final Markup page = new Markup();

    private ReportPage(String source, RecordingModel model, List<Finding> findings) {
        this.source = source;
        this.model = model;
        this.findings = findings;
    }

    /** The page of a recording that is named by a text. */
    static String of(String source, RecordingModel model, List<Finding> findings) {
        ReportPage report = new ReportPage(source, model, findings);
        report.write();
        return report.page.toString();
    }

    private void write() {
        writeHead();
        writeHeader();
        page.raw("<main>\n");
        writeFindings();
        writeCharts();
        writeTables();
        writeLegend();
        page.raw("</main>\n<script>\n").raw(resource("report.js")).raw("</script>\n</body>\n</html>\n");
    }

    private void writeHead() {
        page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';")
                .raw(" style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n")
                .raw("<link rel=\"icon\" href=\"data:,\">\n<title>")
                .text("Gossamer: " + source)
                .raw("</title>\n<style>\n")
                .raw(resource("report.css"))
                .raw("</style>\n</head>\n<body>\n");
    }

    private void writeHeader() {
        page.raw("<header>\n").element("h1", "Gossamer report");
        page.raw("<p class=\"source\">")
                .text(source + " · " + Wording.dateAndTime(model.start()) + ", " + Wording.duration(model.length())
                        + (model.jvm().isEmpty() ? "" : " · " + model.jvm()))
                .raw("</p>\n<dl class=\"tiles\">\n");
        writeTiles();
        page.raw("</dl>\n</header>\n");
    }

    private void writeTiles() {
        tile("Findings", Wording.count(findings.size()), findings.isEmpty() ? "" : "bad");
        tile("Containers", sum(each -> each.last().containers()), "");
        tile("Living entries", sum(each -> each.last().live()), "");
        tile("Collected", sum(each -> each.rise(ContainerSample::collected)), "");
        tile("Longest wait", longestWait(), "");
        tile("Failed callbacks", Wording.count(model.failures().size()), "");
    }

    private String longestWait() {
        return model.waits().stream()
                .map(RecordedWait::waited)
                .max(Comparator.naturalOrder())
                .map(Wording::duration)
                .orElse("none");
    }

    private String sum(ToLongFunction<ContainerSeries> figure) {
        return Wording.count(model.containers().stream().mapToLong(figure).sum());
    }

    private void tile(String name, String value, String kind) {
        page.raw("<div class=\"" + kind + "\"><dt>")
                .text(name)
                .raw("</dt><dd>")
                .text(value)
                .raw("</dd></div>\n");
    }

    private void writeFindings() {
        page.raw("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n");
        if (findings.isEmpty()) {
            page.raw("<p class=\"healthy\">Nothing found. Looked for: ");
            page.text(String.join(
                    "; ",
                    List.of(Fault.values()).stream().map(ReportPage::lowered).toList()));
            page.raw(".</p>\n");
        }
        findings.forEach(this::writeFinding);
        page.raw("</section>\n");
    }

    private void writeFinding(Finding finding) {
        page.raw("<article class=\"finding " + finding.fault().id() + "\">\n<h3>")
                .text(finding.fault().title())
                .raw(" <code>")
                .text(finding.container())
                .raw("</code></h3>\n<p>")
                .prose(sentence(finding.seen()))
                .raw("</p>\n<p class=\"advice\"><strong>What to do.</strong> ")
                .prose(sentence(finding.advice()))
                .raw("</p>\n<p class=\"since\">Seen since ")
                .text(Wording.time(finding.since()) + ", " + into(finding))
                .raw("</p>\n</article>\n");
    }

    private String into(Finding finding) {
        Duration into = Duration.between(model.start(), finding.since());
        return into.compareTo(Duration.ofSeconds(1)) < 0
                ? "when the recording began"
                : Wording.duration(into) + " into the recording";
    }

    private static String lowered(Fault fault) {
        return fault.title().substring(0, 1).toLowerCase(Locale.ROOT)
                + fault.title().substring(1);
    }

    private static String sentence(String words) {
        return words.isEmpty() || words.startsWith("`")
                ? words + "."
                : words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + ".";
    }

    private void writeCharts() {
        ReportCharts charts = new ReportCharts(model, findings);
        List<TimeChart> drawn = charts.charts();
        if (drawn.isEmpty()) {
            return;
        }
        page.raw("<section aria-labelledby=\"charts\">\n<h2 id=\"charts\">Over time</h2>\n");
        writeHowManyAreNotDrawn(charts.left());
        page.raw("<div class=\"charts\">\n");
        drawn.forEach(chart -> chart.write(page));
        page.raw("</div>\n</section>\n");
    }

    private void writeHowManyAreNotDrawn(int left) {
        if (left > 0) {
            page.element(
                    "p",
                    "The " + ReportCharts.MOST_LINES + " largest containers and those with findings are drawn; "
                            + Wording.count(left) + " more are in the table.");
        }
    }

    private void writeTables() {
        ReportTables tables = new ReportTables(model);
        section("containers", "Containers", !model.containers().isEmpty(), tables::containers);
        section("waits", "Longest waits, and who caused them", !model.waits().isEmpty(), tables::waits);
        section("failures", "Failures", !model.failures().isEmpty(), tables::failures);
        section("pins", "Values that refer to their keys", !model.selfPins().isEmpty(), tables::selfPins);
    }

    private void section(String id, String title, boolean isThere, Supplier<SortableTable> table) {
        if (isThere) {
            page.raw("<section aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">")
                    .text(title)
                    .raw("</h2>\n");
            table.get().write(page);
            page.raw("</section>\n");
        }
    }

    private void writeLegend() {
        page.raw(resource("legend.html"));
    }

    static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource \"" + name + "\" in the jar of the doctor; build it anew");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
