package dev.gossamer.tck;

import java.util.ConcurrentModificationException;

/** How a step of a chain runs. */
final class Steps {
    private Steps() {}

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
