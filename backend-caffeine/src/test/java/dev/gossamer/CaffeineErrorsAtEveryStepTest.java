package dev.gossamer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Errors of the JVM at every step, over the Caffeine backend, with bounds too. */
class CaffeineErrorsAtEveryStepTest {

    @Test
    @DisplayName("MAP-20 a stack overflow at any place leaves the operation done or not done")
    void operation_thatOverflowsTheStack_isWholeOrNothing() throws Exception {
        ErrorsAtEveryStepTest.run("stack", "-Xint", "-XX:-PrintWarnings"); // the JVM warns of locks that are left taken
    }

    @Test
    @DisplayName("MAP-20 memory that runs out at any place leaves the operation done or not done")
    void operation_thatFindsNoMemory_isWholeOrNothing() throws Exception {
        ErrorsAtEveryStepTest.run("heap", "-Xmx6m", "-XX:+UseSerialGC");
    }
}
