package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceReportTest {
    private static final Map<String, String> RULES = new LinkedHashMap<>();

    static {
        for (String rule : List.of("A-1", "A-2", "A-3", "A-4", "A-5", "A-6")) {
            RULES.put(rule, "text of `" + rule + "` & more");
        }
    }

    private static ConformanceReport report() {
        return ConformanceReport.of(
                "mine",
                RULES,
                Set.of("A-5"),
                List.of(
                        outcome(
                                Outcome.Kind.PASSED,
                                List.of("A-1", "A-2"),
                                List.of(),
                                "",
                                new Evidence.Effort(1000, "42")),
                        outcome(
                                Outcome.Kind.FAILED,
                                List.of("A-2", "A-3"),
                                List.of("A-2"),
                                "A-2: \"this\" <is> wrong",
                                new Evidence.Effort(7, "43")),
                        outcome(
                                Outcome.Kind.ABORTED,
                                List.of("A-4"),
                                List.of(),
                                "no collector",
                                new Evidence.Effort(0, ""))));
    }

    private static Outcome outcome(
            Outcome.Kind kind, List<String> rules, List<String> blamed, String reason, Evidence.Effort effort) {
        return new Outcome("test", rules, kind, blamed, reason, effort);
    }

    @Test
    void of_outcomesOfEachKind_givesVerdicts() {
        assertThat(report().lines())
                .extracting(line -> line.rule() + " " + line.verdict() + " " + line.reason())
                .containsExactly(
                        "A-1 PASS ",
                        "A-2 FAIL A-2: \"this\" <is> wrong",
                        "A-3 UNTESTED its tests stopped at a failure of [A-2]",
                        "A-4 N/A no collector",
                        "A-5 PENDING still to come",
                        "A-6 UNTESTED no test of it ran");
        assertThat(report().summary()).isEqualTo("1 PASS, 1 FAIL, 1 N/A, 1 PENDING, 2 UNTESTED");
    }

    @Test
    void text_eachRule_givesVerdictTextAndEffort() {
        assertThat(ReportFiles.text(report()).lines())
                .contains(
                        "A-2     FAIL     A-2: \"this\" <is> wrong",
                        "        text of `A-2` & more",
                        "        2 tests, 1007 tries, seed 42 43",
                        "A-6     UNTESTED no test of it ran",
                        "        0 tests");
    }

    @Test
    void json_quotesInReason_areEscaped() {
        assertThat(ReportFiles.json(report()))
                .contains(
                        "\"rule\": \"A-2\", \"verdict\": \"FAIL\"",
                        "\"A-2: \\\"this\\\" <is> wrong\"",
                        "\"seeds\": [\"42\", \"43\"]");
    }

    @Test
    void html_markupInTexts_isEscapedAndNothingIsLoaded() {
        assertThat(ReportFiles.html(report()))
                .contains(
                        "A-2: &quot;this&quot; &lt;is&gt; wrong",
                        "text of <code>A-2</code> &amp; more",
                        "class=\"verdict N-A\"")
                .doesNotContain("http", "src=", "@import");
    }

    @Test
    void write_directoryThatIsMissing_isMade(@TempDir Path directory) throws IOException {
        Path deep = directory.resolve("a/b");
        ReportFiles.write(report(), deep);
        assertThat(Files.readString(deep.resolve("mine.txt"))).isEqualTo(ReportFiles.text(report()));
        assertThat(Files.readString(deep.resolve("mine.html"))).contains("<title>Conformance of mine</title>");
        assertThat(deep.resolve("mine.json")).exists();
    }
}
