package dev.gossamer.tck.report;

/** What a report says of a rule. */
public enum Verdict {
    /** A test put it to the proof and none failed. */
    PASS("PASS"),

    /** A test saw it broken. */
    FAIL("FAIL"),

    /** Its tests have nothing to say here, for the reason given. */
    NOT_APPLICABLE("N/A"),

    /** It has no test yet, as {@link PendingRules} says. */
    PENDING("PENDING"),

    /** It has no test, or none that ran. */
    UNTESTED("UNTESTED");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
