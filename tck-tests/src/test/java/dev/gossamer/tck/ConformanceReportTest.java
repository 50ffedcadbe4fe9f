package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.tck.report.ConformanceReport;
import dev.gossamer.tck.report.HtmlReport;
import dev.gossamer.tck.report.ReportFiles;
import dev.gossamer.tck.report.TestOutcome;
import dev.gossamer.tck.report.Verdict;
import dev.gossamer.tck.rules.ArtifactVersions;
import dev.gossamer.tck.rules.RuleEvidence;
import dev.gossamer.tck.rules.TestedBackend;
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
    private static final TestedBackend MINE = new TestedBackend("mine", "1.2");
    private static final RuleEvidence.Effort ONCE = new RuleEvidence.Effort(0, "");
    private static final Map<String, String> RULES = new LinkedHashMap<>();

    static {
        for (String rule : List.of("A-1", "A-2", "A-3", "A-4", "A-5", "A-6")) {
            RULES.put(rule, "text of `" + rule + "` & more");
        }
    }

    private static ConformanceReport report() {
        return of(
                MINE,
                new TestOutcome(
                        "test",
                        List.of("A-1", "A-2"),
                        TestOutcome.Kind.PASSED,
                        List.of(),
                        "",
                        new RuleEvidence.Effort(1000, "42")),
                new TestOutcome(
                        "test",
                        List.of("A-2", "A-3"),
                        TestOutcome.Kind.FAILED,
                        List.of("A-2"),
                        "A-2: \"this\" <is> wrong",
                        new RuleEvidence.Effort(7, "43")),
                new TestOutcome("test", List.of("A-4"), TestOutcome.Kind.ABORTED, List.of(), "no collector", ONCE));
    }

    private static ConformanceReport of(TestedBackend subject, TestOutcome... outcomes) {
        return ConformanceReport.of(subject, RULES, Set.of("A-5"), List.of(outcomes));
    }

    private static TestOutcome passed(String... rules) {
        return new TestOutcome("test", List.of(rules), TestOutcome.Kind.PASSED, List.of(), "", ONCE);
    }

    private static TestOutcome failed(String blamed, String... rules) {
        return new TestOutcome(
                "test", List.of(rules), TestOutcome.Kind.FAILED, List.of(blamed), blamed + ": wrong", ONCE);
    }

    private static List<String> verdicts(ConformanceReport report) {
        return report.lines().stream().map(ReportFiles::verdictLine).toList();
    }

    @Test
    void of_outcomesOfEachKind_givesVerdicts() {
        assertThat(verdicts(report()))
                .containsExactly(
                        "A-1     PASS",
                        "A-2     FAIL     A-2: \"this\" <is> wrong",
                        "A-3     UNTESTED a test of it stopped at a failure of A-2",
                        "A-4     N/A      no collector",
                        "A-5     PENDING  still to come",
                        "A-6     UNTESTED no test of it ran");
        assertThat(report().summary()).isEqualTo("1 PASS, 1 FAIL, 1 N/A, 1 PENDING, 2 UNTESTED");
        assertThat(report().isGood()).isFalse();
    }

    @Test
    void of_blamedRuleThatNoTestLists_isFailOfThatRule() {
        assertThat(verdicts(of(MINE, failed("A-1", "A-2"), passed("A-1")))).contains("A-1     FAIL     A-1: wrong");
        assertThat(verdicts(of(MINE, failed("MAP-2", "A-2")))).contains("MAP-2   FAIL     MAP-2: wrong");
        assertThat(verdicts(of(MINE, failed("NO-1", "A-2")))).contains("NO-1    FAIL     NO-1: wrong");
    }

    @Test
    void of_oneTestOfTwoStoppedEarly_isNoPass() {
        assertThat(verdicts(of(MINE, passed("A-1"), failed("A-2", "A-1", "A-2"))))
                .contains("A-1     UNTESTED a test of it stopped at a failure of A-2");
    }

    @Test
    void of_oneTestOfTwoNotEnded_isNoPass() {
        TestOutcome unfinished =
                new TestOutcome("test", List.of("A-1"), TestOutcome.Kind.UNFINISHED, List.of(), "", ONCE);
        assertThat(verdicts(of(MINE, passed("A-1"), unfinished)))
                .contains("A-1     UNTESTED 1 of its 2 tests have not ended");
    }

    @Test
    void of_failureWithoutRule_isShownAndNotGood() {
        TestOutcome broken =
                new TestOutcome("a class", List.of(), TestOutcome.Kind.FAILED, List.of(), "cannot be made", ONCE);
        ConformanceReport report =
                ConformanceReport.of(MINE, Map.of("MAP-1", "text"), Set.of(), List.of(passed("MAP-1"), broken));
        assertThat(report.isGood()).isFalse();
        assertThat(report.summary()).isEqualTo("1 PASS, and 1 failed without a rule");
        assertThat(ReportFiles.text(report)).contains("-       FAIL     a class: cannot be made");
        assertThat(ReportFiles.json(report)).contains("\"unattributed\": [\"a class: cannot be made\"]");
        assertThat(new HtmlReport(report).page()).contains("Failed without a rule: 1", "cannot be made");
    }

    @Test
    void of_testsThatUseNoBackend_areNotCredited() {
        Map<String, String> rules = Map.of("MAP-1", "", "CB-1", "", "REF-1", "");
        List<TestOutcome> outcomes = List.of(passed("MAP-1"), passed("CB-1"), passed("REF-1"));
        ConformanceReport report = ConformanceReport.of(MINE, rules, Set.of(), outcomes);
        assertThat(report.rules(Verdict.PASS)).containsExactly("MAP-1");
        assertThat(ReportFiles.text(report))
                .contains("CB-1    N/A      its tests passed, and use no backend: the core keeps it");
    }

    @Test
    void text_eachRule_givesVerdictTextAndEffort() {
        assertThat(ReportFiles.text(report()).lines())
                .contains(
                        "# conformance of mine: 1 PASS, 1 FAIL, 1 N/A, 1 PENDING, 2 UNTESTED",
                        "# Backend: mine 1.2",
                        "# Kit: " + ArtifactVersions.kit(),
                        "A-2     FAIL     A-2: \"this\" <is> wrong",
                        "        text of `A-2` & more",
                        "        2 tests, 1007 tries, seed 42 43",
                        "A-6     UNTESTED no test of it ran",
                        "        0 tests")
                .anyMatch(line -> line.matches("# Date: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC"));
    }

    @Test
    void json_quotesInReason_areEscaped() {
        assertThat(ReportFiles.json(report()))
                .contains(
                        "\"backend\": \"mine 1.2\"",
                        "\"rule\": \"A-2\", \"verdict\": \"FAIL\"",
                        "\"A-2: \\\"this\\\" <is> wrong\"",
                        "\"seeds\": [\"42\", \"43\"]");
    }

    @Test
    void html_markupInTexts_isEscapedAndNothingIsLoaded() {
        assertThat(new HtmlReport(report()).page())
                .contains(
                        "A-2: &quot;this&quot; &lt;is&gt; wrong",
                        "text of <code>A-2</code> &amp; more",
                        "<h2 class=\"N-A\">N/A: 1</h2>",
                        "name=\"viewport\"",
                        "prefers-color-scheme: dark")
                .doesNotContain("http", "src=", "@import");
    }

    @Test
    void html_rules_standWorstFirst() {
        assertThat(new HtmlReport(report()).page())
                .containsSubsequence(
                        "id=\"A-2\"", "id=\"A-3\"", "id=\"A-6\"", "id=\"A-5\"", "id=\"A-4\"", "id=\"A-1\"");
    }

    @Test
    void write_directoryThatIsMissing_isMade(@TempDir Path directory) throws IOException {
        Path deep = directory.resolve("a/b");
        ConformanceReport report = report();
        ReportFiles.write(report, deep);
        assertThat(Files.readString(deep.resolve("mine.txt"))).isEqualTo(ReportFiles.text(report));
        assertThat(Files.readString(deep.resolve("mine.html"))).contains("<title>Conformance of mine</title>");
        assertThat(deep.resolve("mine.json")).exists();
    }
}
