package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.tck.rules.KitOptions;
import org.junit.jupiter.api.Test;

/**
 * The kit as PIT's only test: a fast run of the command line, which ends at the first broken rule and knows by itself when one
 * does not end. For the profile {@code mutation}; the build does not run it.
 */
class FastConformanceCheck {
    private static boolean found;

    @Test
    void execute_fast_breaksNoRule() {
        if (isSearch()) {
            return;
        }
        assertThat(ConformanceCommand.execute(
                        "--fast",
                        "--backend=" + System.getProperty(KitOptions.BACKEND),
                        "--report=" + KitOptions.report(),
                        "--patience=" + KitOptions.patience().toSeconds(),
                        "--seed=42"))
                .isZero();
    }

    /** Whether PIT only looks what tests there are, for which it runs them all, in each JVM before it puts the fault in. */
    private static boolean isSearch() {
        boolean first = !found;
        found = true;
        return first && System.getProperty("sun.java.command", "").contains("MutationTestMinion");
    }
}
