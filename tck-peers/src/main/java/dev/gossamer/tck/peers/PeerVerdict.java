package dev.gossamer.tck.peers;

/**
 * What came of putting a map to a rule.
 *
 * @param kind whether the rule was kept
 * @param reason why not, or why it cannot be asked; empty for PASS
 */
record PeerVerdict(Kind kind, String reason) {
    /** Whether the rule was kept. */
    enum Kind {
        PASS,
        FAIL,
        NOT_APPLICABLE
    }

    static PeerVerdict pass() {
        return new PeerVerdict(Kind.PASS, "");
    }

    static PeerVerdict fail(String reason) {
        return new PeerVerdict(Kind.FAIL, reason);
    }

    static PeerVerdict notApplicable(String reason) {
        return new PeerVerdict(Kind.NOT_APPLICABLE, reason);
    }

    static PeerVerdict of(boolean kept, String reasonIfNot) {
        return kept ? pass() : fail(reasonIfNot);
    }

    String word() {
        return kind == Kind.NOT_APPLICABLE ? "N/A" : kind.name();
    }
}
