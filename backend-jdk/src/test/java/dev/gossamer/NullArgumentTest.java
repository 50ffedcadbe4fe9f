package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A time, a collection, a limit or a container that is {@code null} is refused by its name. */
class NullArgumentTest {
    @SuppressWarnings("NullAway") // what is tested
    private enum Call {
        LIMIT_EXIT("limit", () -> Finalizers.limitExit(null)),
        REFRESH_AFTER("age", () -> loading().refreshAfter(null)),
        GET_ALL("keys", () -> loading().build().getAll(null)),
        TRY_LOCK("patience", () -> KeyedLocks.create().tryLock("k", null)),
        TRY_LOCK_FOR_READING("patience", () -> KeyedLocks.create().tryLockForReading("k", null)),
        LOCK_ALL("keys", () -> KeyedLocks.create().lockAll(null)),
        AWAIT("patience", () -> {
            try (KeyedLocks.Hold hold = KeyedLocks.create().lock("k")) {
                hold.await(null);
            }
        }),
        AND("other", () -> HotTier.recent(1).and(null)),
        FOR_AT_LEAST("time", () -> HotTier.forAtLeast(null)),
        OBSERVED("container", () -> ObservedContainer.of(null, "name"));

        private final String argument;
        private final ThrowingCallable code;

        Call(String argument, ThrowingCallable code) {
            this.argument = argument;
            this.code = code;
        }

        private static LoadingWeakValueMap.Builder<String, Object> loading() {
            return WeakValueMap.<String, Object>builder().loading(key -> Map.of());
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyCall_nullArgument_isNamed(Call call) {
        assertThatNullPointerException().isThrownBy(call.code).withMessage(call.argument);
    }
}
