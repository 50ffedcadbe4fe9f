package dev.gossamer.tck.report;

import java.util.List;
import java.util.stream.Collectors;

/** A report as one page that loads nothing else: what is broken first, for narrow and wide screens, bright and dark. */
public final class HtmlReport {
    private static final List<Verdict> WORST_FIRST =
            List.of(Verdict.FAIL, Verdict.UNTESTED, Verdict.PENDING, Verdict.NOT_APPLICABLE, Verdict.PASS);

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>Conformance of %1$s</title>
            <style>
            :root { color-scheme: light dark; --back: #fff; --text: #1c1c1c; --quiet: #595959; --line: #d5d5d5; --code: #f2f2f2;
              --link: #0b57a4; --PASS: #15692b; --FAIL: #b3001b; --N-A: #595959; --PENDING: #595959; --UNTESTED: #8a4b00; }
            @media (prefers-color-scheme: dark) {
              :root { --back: #16181b; --text: #e6e6e6; --quiet: #a8a8a8; --line: #3a3d42; --code: #24272c;
                --link: #8ab8f0; --PASS: #6fce8a; --FAIL: #ff8a93; --N-A: #a8a8a8; --PENDING: #a8a8a8; --UNTESTED: #f0b060; }
            }
            * { box-sizing: border-box; }
            body { background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; margin: 0 auto;
              max-width: 64rem; overflow-wrap: anywhere; padding: 1rem; }
            h1 { font-size: 1.6rem; line-height: 1.25; margin: .5rem 0; }
            h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
            a { color: var(--link); }
            dl { display: grid; gap: 0 1rem; grid-template-columns: max-content 1fr; margin: .75rem 0; }
            dt, .effort { color: var(--quiet); }
            dd { margin: 0; }
            .rule { border-top: 1px solid var(--line); display: grid; gap: 0 1rem; grid-template-columns: 5rem 1fr; padding: .6rem 0; }
            .rule p { margin: 0; }
            .rule > :last-child { min-width: 0; }
            .effort { font-size: .85rem; }
            .PASS { color: var(--PASS); } .FAIL { color: var(--FAIL); } .N-A { color: var(--N-A); }
            .PENDING { color: var(--PENDING); } .UNTESTED { color: var(--UNTESTED); }
            pre { background: var(--code); font-size: .85rem; margin: .3rem 0; padding: .4rem .6rem; white-space: pre-wrap; }
            code { background: var(--code); padding: 0 .2rem; }
            @media (max-width: 40rem) { .rule { grid-template-columns: 1fr; } }
            </style>
            </head>
            <body>
            <h1>Conformance of %1$s</h1>
            <p>%2$s.</p>
            <dl>
            %3$s
            </dl>
            %4$s
            </body>
            </html>
            """;

    private final ConformanceReport report;

    public HtmlReport(ConformanceReport report) {
        this.report = report;
    }

    public String page() {
        return PAGE.formatted(escaped(report.subject().backend()), report.summary(), facts(), sections());
    }

    private String facts() {
        return ReportFiles.facts(report).entrySet().stream()
                .map(fact -> "<dt>%s</dt><dd>%s</dd>".formatted(fact.getKey(), escaped(fact.getValue())))
                .collect(Collectors.joining("\n"));
    }

    private String sections() {
        return unattributed()
                + WORST_FIRST.stream()
                        .map(this::section)
                        .filter(section -> !section.isEmpty())
                        .collect(Collectors.joining("\n"));
    }

    private String unattributed() {
        return report.unattributed().isEmpty()
                ? ""
                : "<h2 class=\"FAIL\">Failed without a rule: %d</h2>\n"
                                .formatted(report.unattributed().size())
                        + report.unattributed().stream()
                                .map(outcome -> "<div class=\"rule\"><div>%s</div><div><pre>%s</pre></div></div>\n"
                                        .formatted(escaped(outcome.test()), escaped(outcome.reason())))
                                .collect(Collectors.joining());
    }

    private String section(Verdict verdict) {
        List<ConformanceReport.Line> lines = report.lines().stream()
                .filter(line -> line.verdict() == verdict)
                .toList();
        return lines.isEmpty()
                ? ""
                : "<h2 class=\"%s\">%s: %d</h2>\n".formatted(cssClass(verdict), verdict, lines.size())
                        + lines.stream().map(HtmlReport::rule).collect(Collectors.joining("\n"));
    }

    private static String rule(ConformanceReport.Line line) {
        String reason = line.reason().isEmpty() ? "" : "<pre>" + escaped(line.reason()) + "</pre>";
        return ("<div class=\"rule\" id=\"%1$s\"><div><a href=\"#%1$s\">%1$s</a></div>"
                        + "<div><p>%2$s</p>%3$s<p class=\"effort\">%4$s</p></div></div>")
                .formatted(line.rule(), marked(line.text()), reason, escaped(line.effort()));
    }

    private static String cssClass(Verdict verdict) {
        return verdict.toString().replace('/', '-');
    }

    private static String marked(String text) {
        return escaped(text)
                .replaceAll("`([^`]*)`", "<code>$1</code>")
                .replaceAll("\\*{1,2}([^*]+)\\*{1,2}", "<em>$1</em>");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
