package dev.gossamer.tck.rules;

import java.util.List;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;

/** Gives jqwik properties the tries and the seed of the run, and has their failures open with the rules. */
final class JqwikRules implements AroundPropertyHook, AroundTryHook, SkipExecutionHook {

    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
        return FirstFailure.stops() ? SkipResult.skip("stopped at the first failure") : SkipResult.doNotSkip();
    }

    @Override
    public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
        RuleEvidence.begin(context.testInstance());
        KitOptions.tries().ifPresent(context.attributes()::setTries);
        KitOptions.seed().ifPresent(context.attributes()::setSeed);
        PropertyExecutionResult result = property.execute();
        RuleEvidence.tried(
                context.testInstance().getClass(),
                context.targetMethod(),
                new RuleEvidence.Effort(result.countTries(), result.seed().orElse("")));
        Rule rule = context.targetMethod().getAnnotation(Rule.class);
        return result.status() == PropertyExecutionResult.Status.FAILED
                ? result.mapToFailed(result.throwable()
                        .map(failure -> JupiterRules.blame(rule, root(failure)))
                        .orElseGet(() -> new RuleViolation(rule.value()[0], "the property is falsified")))
                : result;
    }

    @Override
    public TryExecutionResult aroundTry(TryLifecycleContext context, TryExecutor tried, List<Object> parameters) {
        try {
            return tried.execute(parameters);
        } finally {
            RuleEvidence.tryEnded();
        }
    }

    /** The violation that a chain of actions was stopped by, with the actions, else the failure itself. */
    private static Throwable root(Throwable failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RuleViolation violation) {
                String actions = String.valueOf(failure.getMessage());
                int end = actions.indexOf("final state:");
                return new RuleViolation(
                        violation.rule(),
                        violation.detail() + System.lineSeparator() + (end < 0 ? actions : actions.substring(0, end)),
                        failure);
            }
        }
        return failure;
    }
}
