package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation is broken off at every step, for any backend. */
@Timeout(600)
abstract class FaultSteps {
    private static final int MOST_STEPS = 200;

    /** The backend under test. */
    abstract Backend backend();

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-20 an error in any call of a table or a hot policy leaves the value from before or the new one")
    void operation_anyStepFails_takesEffectWhollyOrNotAtAll(FaultScene.Operation operation) {
        for (FaultScene.Kind kind : FaultScene.Kind.all()) {
            for (int bits = 0; bits < 4; bits++) {
                stepThrough(operation, kind, (bits & 1) != 0, (bits & 2) != 0);
            }
        }
    }

    private void stepThrough(FaultScene.Operation operation, FaultScene.Kind kind, boolean filled, boolean after) {
        boolean reached = true;
        for (int step = 1; reached; step++) {
            assertThat(step).as("steps of " + operation).isLessThan(MOST_STEPS);
            FailingBackend failing = new FailingBackend(backend());
            String where = operation + " on " + kind + (filled ? ", filled" : ", empty") + ", step " + step
                    + (after ? " after" : " before");
            FaultScene scene = new FaultScene(failing, kind, filled, where);
            Error error = step % 2 == 0 ? new StackOverflowError(where) : new OutOfMemoryError(where);
            failing.failAt(step, after, error);
            try {
                operation.on(scene);
            } catch (StackOverflowError | OutOfMemoryError thrown) {
                assertThat(thrown).isSameAs(error);
            }
            reached = !failing.disarm();
            scene.checkNothingLost(operation, filled);
            scene.check(operation, !after || !reached);
        }
    }
}
