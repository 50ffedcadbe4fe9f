package dev.gossamer.tck.report;

import dev.gossamer.tck.rules.RuleEvidence;
import java.util.List;

/**
 * How one test or property ended, or a class of them.
 *
 * @param test the display name of the test
 * @param rules the rules it puts to the proof
 * @param kind how it ended
 * @param blamed the rules that a failure breaks, else empty
 * @param reason the message of a failure, or why there was nothing to say, else empty
 * @param effort the tries and the seed of a property
 */
public record TestOutcome(
        String test, List<String> rules, Kind kind, List<String> blamed, String reason, RuleEvidence.Effort effort) {

    /** The ways to end. */
    public enum Kind {
        PASSED,
        FAILED,
        ABORTED,

        /** It was to run and has not ended. */
        UNFINISHED
    }

    boolean ended(Kind as) {
        return kind == as;
    }
}
