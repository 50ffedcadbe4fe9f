package dev.gossamer.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The verdicts of one run for one backend. Immutable.
 *
 * @param backend the name of the backend
 * @param lines one for each rule, in the order of the specification
 */
record ConformanceReport(String backend, List<Line> lines) {
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
    record Line(String rule, String text, Verdict verdict, String reason, int tests, int tries, List<String> seeds) {
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
     * Judges.
     *
     * @param backend the name of the backend
     * @param rules the texts of the rules by id
     * @param pending the rules that may go without a test
     * @param outcomes how the tests ended
     */
    static ConformanceReport of(
            String backend, Map<String, String> rules, Set<String> pending, List<Outcome> outcomes) {
        List<Line> lines = new ArrayList<>();
        rules.forEach((rule, text) -> lines.add(line(
                rule,
                text,
                pending.contains(rule),
                outcomes.stream()
                        .filter(outcome -> outcome.rules().contains(rule))
                        .toList())));
        return new ConformanceReport(backend, List.copyOf(lines));
    }

    private static Line line(String rule, String text, boolean pending, List<Outcome> outcomes) {
        List<Outcome> broken = outcomes.stream()
                .filter(outcome -> outcome.blamed().contains(rule))
                .toList();
        if (!broken.isEmpty()) {
            return line(rule, text, Verdict.FAIL, broken.get(0).reason(), outcomes);
        }
        List<Outcome> aborted = ended(outcomes, Outcome.Kind.ABORTED);
        if (!ended(outcomes, Outcome.Kind.PASSED).isEmpty()) {
            return line(
                    rule,
                    text,
                    Verdict.PASS,
                    aborted.isEmpty() ? "" : "N/A in part: " + aborted.get(0).reason(),
                    outcomes);
        }
        if (!aborted.isEmpty()) {
            return line(rule, text, Verdict.NOT_APPLICABLE, aborted.get(0).reason(), outcomes);
        }
        List<Outcome> stopped = ended(outcomes, Outcome.Kind.FAILED);
        if (!stopped.isEmpty()) {
            return line(
                    rule,
                    text,
                    Verdict.UNTESTED,
                    "its tests stopped at a failure of " + stopped.get(0).blamed(),
                    outcomes);
        }
        return pending
                ? line(rule, text, Verdict.PENDING, "still to come", outcomes)
                : line(rule, text, Verdict.UNTESTED, "no test of it ran", outcomes);
    }

    private static List<Outcome> ended(List<Outcome> outcomes, Outcome.Kind kind) {
        return outcomes.stream().filter(outcome -> outcome.kind() == kind).toList();
    }

    private static Line line(String rule, String text, Verdict verdict, String reason, List<Outcome> outcomes) {
        return new Line(
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

    /** The rules of a verdict. */
    List<String> rules(Verdict verdict) {
        return lines.stream()
                .filter(line -> line.verdict() == verdict)
                .map(Line::rule)
                .toList();
    }

    /** The verdicts and how many rules have each, in words. */
    String summary() {
        return lines.stream()
                .collect(Collectors.groupingBy(Line::verdict, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }
}
