package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** What needs storage says so, each time, where there is none, as in the tests of this module. */
class NoBackendTest {
    private static final String MESSAGE = "no backend found; add dev.gossamer:gossamer-backend-jdk"
            + " or dev.gossamer:gossamer-backend-caffeine to the class path or module path; for an"
            + " image of jlink add its module: --add-modules dev.gossamer.backend.jdk";

    private final Object referent = new Object();

    @Test
    void registering_withoutBackend_tellsWhatToAdd() {
        FinalizerGroup group = Finalizers.create();
        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> WeakRef.of(referent, dead -> {}))
                    .withMessage(MESSAGE);
            assertThatIllegalStateException()
                    .isThrownBy(() -> group.register(referent, () -> {}))
                    .withMessage(MESSAGE);
        }
        assertThat(group.size()).isZero();
    }
}
