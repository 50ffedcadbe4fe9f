package dev.gossamer.tck.rules;

import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.opentest4j.TestAbortedException;

/** Has the failures of JUnit Jupiter tests open with the rules. */
final class JupiterRules implements ExecutionCondition, BeforeEachCallback, TestExecutionExceptionHandler {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return FirstFailure.stops()
                ? ConditionEvaluationResult.disabled("stopped at the first failure")
                : ConditionEvaluationResult.enabled("no failure yet");
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        RuleEvidence.begin(context.getRequiredTestInstance());
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw blame(context.getRequiredTestMethod().getAnnotation(Rule.class), failure);
    }

    /** The failure with the ids of the broken rules in front; what is not a failure stays as it is. */
    static Throwable blame(Rule rule, Throwable failure) {
        if (failure instanceof TestAbortedException || failure instanceof RuleViolation) {
            return failure;
        }
        String message =
                failure instanceof AssertionError ? String.valueOf(failure.getMessage()) : String.valueOf(failure);
        return rule.value().length == 1
                ? new RuleViolation(rule.value()[0], message, failure)
                : new AssertionError(String.join(" ", rule.value()) + ": " + message, failure);
    }
}
