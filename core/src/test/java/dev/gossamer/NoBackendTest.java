package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

/** What needs storage says so, each time, where there is none, as in the tests of this module; the rest works. */
class NoBackendTest {
    private static final String MESSAGE = "no backend found; add dev.gossamer:gossamer-backend-jdk"
            + " or dev.gossamer:gossamer-backend-caffeine to the class path or module path; for an"
            + " image of jlink add its module: --add-modules dev.gossamer.backend.jdk";

    private final Object referent = new Object();

    @Test
    void identity_withoutBackend_tellsWhatToAdd() {
        for (int i = 0; i < 2; i++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> WeakRef.identity(referent))
                    .withMessage(MESSAGE);
        }
    }

    @Test
    void registering_withoutBackend_works() {
        FinalizerGroup group = Finalizers.create();
        WeakRef<Object> reference = WeakRef.of(referent, dead -> {});
        Finalizer<String> finalizer = group.register(referent, "state", state -> state);
        assertThat(DeathCallbackQueue.shared().sizeFor(referent)).isEqualTo(2);
        assertThat(finalizer.call()).hasValue("state");
        reference.clear();
        assertThat(group.size()).isZero();
        assertThat(DeathCallbackQueue.shared().sizeFor(referent)).isZero();
    }
}
