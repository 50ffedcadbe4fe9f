package dev.gossamer.tck.rules;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says which rule was broken, where a test puts several to the proof. The message opens with the id of the rule.
 *
 * @since 0.2.0
 */
public final class RuleViolation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String rule;
    private final String detail;

    /**
     * Blames a rule.
     *
     * @param rule the id of the rule
     * @param message what was seen instead of what the rule says
     */
    public RuleViolation(String rule, String message) {
        this(rule, message, null);
    }

    /**
     * Blames a rule, and says why.
     *
     * @param rule the id of the rule
     * @param message what was seen instead of what the rule says
     * @param cause what was thrown, or {@code null}
     */
    public RuleViolation(String rule, String message, @Nullable Throwable cause) {
        super(Objects.requireNonNull(rule, "rule") + ": " + message, cause);
        this.rule = rule;
        this.detail = message;
    }

    /**
     * The rule that was broken.
     *
     * @return its id
     */
    public String rule() {
        return rule;
    }

    /** The message without the id. */
    String detail() {
        return detail;
    }

    /**
     * Compares what an operation gave, by identity.
     *
     * @param operation the operation with its key, such as {@code compute("a")}
     */
    static void unlessSame(String rule, String operation, @Nullable Object expected, @Nullable Object got) {
        if (expected != got) {
            throw new RuleViolation(rule, operation + ": expected " + expected + " but was " + got);
        }
    }

    /**
     * Blames a rule unless it was kept.
     *
     * @param kept whether it was
     * @param rule the id of the rule
     * @param message what was seen instead of what the rule says
     * @throws RuleViolation if it was not kept
     */
    public static void unless(boolean kept, String rule, String message) {
        if (!kept) {
            throw new RuleViolation(rule, message);
        }
    }
}
