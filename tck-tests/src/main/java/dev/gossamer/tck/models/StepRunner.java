package dev.gossamer.tck.models;

import dev.gossamer.tck.rules.RuleViolation;
import java.util.ConcurrentModificationException;

/** How a step of a chain runs. */
final class StepRunner {
    private StepRunner() {}

    /** Does something and compares; an iterator that gives up in either is a violation of its own. */
    static void run(Runnable step, Runnable comparison) {
        try {
            step.run();
            comparison.run();
        } catch (ConcurrentModificationException e) {
            throw new RuleViolation("MAP-6", "an iterator gave up: " + e, e);
        }
    }
}
