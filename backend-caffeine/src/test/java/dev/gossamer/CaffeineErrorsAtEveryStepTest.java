package dev.gossamer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Errors of the JVM at every step, over the Caffeine backend. */
class CaffeineErrorsAtEveryStepTest {

    @Test
    @DisplayName("MAP-20 a stack overflow at any place leaves the operation done or not done")
    void operation_thatOverflowsTheStack_isWholeOrNothing() throws Exception {
        ErrorsAtEveryStepTest.runWith(ErrorsAtEveryStep.PLAIN, "stack", "-Xint");
    }

    @Test
    @DisplayName("MAP-20 memory that runs out at any place leaves the operation done or not done")
    void operation_thatFindsNoMemory_isWholeOrNothing() throws Exception {
        ErrorsAtEveryStepTest.runWith(ErrorsAtEveryStep.PLAIN, "heap", "-Xmx6m", "-XX:+UseSerialGC");
    }
}
