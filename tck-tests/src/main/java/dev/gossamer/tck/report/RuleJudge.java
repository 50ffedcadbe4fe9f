package dev.gossamer.tck.report;

import dev.gossamer.tck.rules.TestedBackend;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Says what the outcomes of a run tell of one rule, and never more than was seen: a rule is kept when all of its tests that
 * had something to say ran to their end without a failure, and used the backend under test.
 */
final class RuleJudge {
    private final TestedBackend subject;
    private final String rule;
    private final List<TestOutcome> outcomes;
    private final List<TestOutcome> blaming;

    RuleJudge(TestedBackend subject, String rule, List<TestOutcome> outcomes) {
        this.subject = subject;
        this.rule = rule;
        this.outcomes = outcomes.stream()
                .filter(outcome -> outcome.rules().contains(rule))
                .toList();
        this.blaming = outcomes.stream()
                .filter(outcome -> outcome.blamed().contains(rule))
                .toList();
    }

    ConformanceReport.Line judge(String text, Set<String> pending) {
        if (!blaming.isEmpty()) {
            return line(text, Verdict.FAIL, blaming.get(0).reason());
        }
        if (has(TestOutcome.Kind.FAILED)) {
            return line(
                    text,
                    Verdict.UNTESTED,
                    "a test of it stopped at a failure of "
                            + String.join(" ", first(TestOutcome.Kind.FAILED).blamed()));
        }
        if (has(TestOutcome.Kind.UNFINISHED)) {
            return line(
                    text,
                    Verdict.UNTESTED,
                    count(TestOutcome.Kind.UNFINISHED) + " of its " + outcomes.size() + " tests have not ended");
        }
        if (has(TestOutcome.Kind.PASSED)) {
            return credited(text);
        }
        if (has(TestOutcome.Kind.ABORTED)) {
            return line(
                    text,
                    Verdict.NOT_APPLICABLE,
                    first(TestOutcome.Kind.ABORTED).reason());
        }
        return pending.contains(rule)
                ? line(text, Verdict.PENDING, "still to come")
                : line(text, Verdict.UNTESTED, "no test of it ran");
    }

    private ConformanceReport.Line credited(String text) {
        StorageUse use = StorageUse.of(rule);
        if (use == StorageUse.NONE) {
            return line(text, Verdict.NOT_APPLICABLE, "its tests passed, and use no backend: the core keeps it");
        }
        if (use == StorageUse.STANDARD && !subject.isStandard()) {
            return line(
                    text,
                    Verdict.NOT_APPLICABLE,
                    "its tests passed over \"" + subject.standard()
                            + "\", the standard backend of this JVM; give each backend a JVM of its own");
        }
        return line(text, Verdict.PASS, partly());
    }

    private String partly() {
        if (has(TestOutcome.Kind.ABORTED)) {
            return "N/A in part: " + first(TestOutcome.Kind.ABORTED).reason();
        }
        String elsewhere = PartlyAsked.elsewhere(rule);
        return elsewhere.isEmpty() ? "" : "in part: " + elsewhere;
    }

    private boolean has(TestOutcome.Kind kind) {
        return count(kind) > 0;
    }

    private long count(TestOutcome.Kind kind) {
        return outcomes.stream().filter(ended(kind)).count();
    }

    private TestOutcome first(TestOutcome.Kind kind) {
        return outcomes.stream().filter(ended(kind)).findFirst().orElseThrow();
    }

    private static Predicate<TestOutcome> ended(TestOutcome.Kind kind) {
        return outcome -> outcome.ended(kind);
    }

    private ConformanceReport.Line line(String text, Verdict verdict, String reason) {
        return new ConformanceReport.Line(
                rule,
                text,
                verdict,
                reason,
                outcomes.size(),
                outcomes.stream().mapToInt(outcome -> outcome.effort().tries()).sum(),
                outcomes.stream()
                        .map(outcome -> outcome.effort().seed())
                        .filter(seed -> !seed.isEmpty())
                        .distinct()
                        .toList());
    }
}
