package dev.gossamer.tck.report;

import dev.gossamer.tck.rules.SpecifiedRules;
import dev.gossamer.tck.rules.TestedBackend;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The verdicts of one run for one backend. Immutable.
 *
 * @param subject the backend
 * @param made when
 * @param lines one for each rule, in the order of the specification
 * @param unattributed failures that no rule can be blamed for, such as a class that cannot be made
 */
public record ConformanceReport(TestedBackend subject, Instant made, List<Line> lines, List<TestOutcome> unattributed) {
    /**
     * What is said of one rule.
     *
     * @param rule its id
     * @param text its text
     * @param verdict what the tests say
     * @param reason why, empty when it passed
     * @param tests how many tests put it to the proof
     * @param tries how often its properties were tried
     * @param seeds what replays its properties
     */
    public record Line(
            String rule, String text, Verdict verdict, String reason, int tests, int tries, List<String> seeds) {
        /** The tests, tries and seeds in words. */
        String effort() {
            StringBuilder words = new StringBuilder(tests == 1 ? "1 test" : tests + " tests");
            if (tries > 0) {
                words.append(", ").append(tries).append(" tries, seed ").append(String.join(" ", seeds));
            }
            return words.toString();
        }
    }

    /**
     * Judges. A rule that is blamed has a line also if it was not asked for, and if no test names it.
     *
     * @param subject the backend
     * @param rules the texts of the rules by id
     * @param pending the rules that may go without a test
     * @param outcomes how the tests ended
     */
    public static ConformanceReport of(
            TestedBackend subject, Map<String, String> rules, Set<String> pending, List<TestOutcome> outcomes) {
        Map<String, String> judged = withBlamed(rules, outcomes);
        List<Line> lines = new ArrayList<>();
        judged.forEach((rule, text) -> lines.add(new RuleJudge(rule, outcomes).judge(text, pending)));
        List<TestOutcome> unattributed = outcomes.stream()
                .filter(outcome -> outcome.ended(TestOutcome.Kind.FAILED)
                        && outcome.blamed().isEmpty())
                .toList();
        return new ConformanceReport(subject, Instant.now(), List.copyOf(lines), unattributed);
    }

    private static Map<String, String> withBlamed(Map<String, String> rules, List<TestOutcome> outcomes) {
        Set<String> blamed =
                outcomes.stream().flatMap(outcome -> outcome.blamed().stream()).collect(Collectors.toSet());
        Map<String, String> judged = new LinkedHashMap<>(SpecifiedRules.texts());
        judged.keySet().removeIf(rule -> !rules.containsKey(rule) && !blamed.contains(rule));
        judged.putAll(rules);
        blamed.forEach(rule -> judged.putIfAbsent(rule, "no rule of the specification"));
        return judged;
    }

    /** Whether nothing failed and nothing went untested. */
    public boolean isGood() {
        return unattributed.isEmpty()
                && rules(Verdict.FAIL).isEmpty()
                && rules(Verdict.UNTESTED).isEmpty();
    }

    /** The rules of a verdict. */
    public List<String> rules(Verdict verdict) {
        return lines.stream()
                .filter(line -> line.verdict() == verdict)
                .map(Line::rule)
                .toList();
    }

    /** The verdicts and how many rules have each, in words. */
    public String summary() {
        String verdicts = lines.stream()
                .collect(Collectors.groupingBy(Line::verdict, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return unattributed.isEmpty() ? verdicts : verdicts + ", and " + unattributed.size() + " failed without a rule";
    }
}
