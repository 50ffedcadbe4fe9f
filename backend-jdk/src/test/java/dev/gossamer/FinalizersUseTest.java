package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FinalizersUseTest {
    /** Something with a handle, which its finalizer releases. */
    private record Connection(AtomicBoolean released) {
        static Connection open(AtomicBoolean released) {
            Connection connection = new Connection(released);
            Finalizers.registerAction(connection, released, flag -> flag.set(true));
            return connection;
        }
    }

    @Test
    @DisplayName("SUB-3 gives what the function returns, null too, and throws what it throws")
    void use_function_givesItsResult() {
        Object object = new Object();
        assertThat(Finalizers.<Object, Object>use(object, each -> each)).isSameAs(object);
        assertThat(Finalizers.<Object, Object>use(object, each -> null)).isNull();
        IllegalStateException failure = new IllegalStateException("unreadable");
        assertThatThrownBy(() -> Finalizers.use(object, each -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    @Test
    @SuppressWarnings("NullAway")
    void use_null_isRefusedByName() {
        assertThatNullPointerException()
                .isThrownBy(() -> Finalizers.use(null, each -> each))
                .withMessage("object");
        assertThatNullPointerException()
                .isThrownBy(() -> Finalizers.use("object", null))
                .withMessage("function");
    }

    @Test
    @Tag("collector")
    @DisplayName("SUB-3 the object is alive until the function returns, though nothing uses it any more")
    void use_objectThatNobodyElseHolds_isAliveToTheEnd() {
        AtomicBoolean released = new AtomicBoolean();
        boolean within = Finalizers.use(Connection.open(released), connection -> {
            AtomicBoolean flag = connection.released();
            Deaths.awaitLaterDeath();
            return flag.get();
        });
        assertThat(within).isFalse();
        Deaths.collectUntil("the release after the use", released::get);
    }
}
