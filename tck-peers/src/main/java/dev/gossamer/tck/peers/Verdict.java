package dev.gossamer.tck.peers;

/**
 * What came of putting a map to a rule.
 *
 * @param kind whether the rule was kept
 * @param reason why not, or why it cannot be asked; empty for PASS
 */
record Verdict(Kind kind, String reason) {
    /** Whether the rule was kept. */
    enum Kind {
        PASS,
        FAIL,
        NOT_APPLICABLE
    }

    static Verdict pass() {
        return new Verdict(Kind.PASS, "");
    }

    static Verdict fail(String reason) {
        return new Verdict(Kind.FAIL, reason);
    }

    static Verdict notApplicable(String reason) {
        return new Verdict(Kind.NOT_APPLICABLE, reason);
    }

    static Verdict of(boolean kept, String reasonIfNot) {
        return kept ? pass() : fail(reasonIfNot);
    }

    String word() {
        return kind == Kind.NOT_APPLICABLE ? "N/A" : kind.name();
    }
}
