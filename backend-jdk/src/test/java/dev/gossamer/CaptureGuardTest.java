package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("FIN-5")
class CaptureGuardTest {
    private static final String ACTION_WAY_OUT = ", which would keep it alive for ever; "
            + "pass what it needs as state: Finalizers.register(referent, state, function)";
    private static final String STATE_WAY_OUT =
            ", which would keep it alive for ever; pass the parts of it that the action needs";

    private final Resource resource = new Resource();

    private static void assertRefused(Runnable registration, String message) {
        assertThatIllegalArgumentException().isThrownBy(registration::run).withMessageMatching(message);
    }

    @Test
    void action_lambdaCapturesTheReferent_isRefused() {
        Resource referent = resource;
        assertRefused(
                () -> Finalizers.register(referent, () -> referent.release()),
                "the action captures the referent in the field \"arg\\$1\" of dev\\.gossamer\\.CaptureGuardTest\\$\\$Lambda.*"
                        + quoted(ACTION_WAY_OUT));
        assertThat(DeathCallbackQueue.shared().sizeFor(referent)).isZero();
    }

    @Test
    void action_boundMethodOfTheReferent_isRefused() {
        assertRefused(
                () -> Finalizers.register(resource, resource::release),
                "the action captures the referent in the field .*" + quoted(ACTION_WAY_OUT));
    }

    @Test
    void action_innerClassOfTheReferent_isRefused() {
        assertRefused(
                () -> Finalizers.register(resource, resource.new Release()),
                quoted("the action captures the referent in the field \"this$0\" of "
                        + "dev.gossamer.CaptureGuardTest$Resource$Release" + ACTION_WAY_OUT));
    }

    @Test
    void action_inheritsAFieldThatHoldsTheReferent_isRefused() {
        assertRefused(
                () -> Finalizers.register(resource, new Heir(resource)),
                quoted("the action captures the referent in the field \"held\" of "
                        + "dev.gossamer.CaptureGuardTest$Holder" + ACTION_WAY_OUT));
    }

    @Test
    void action_isTheReferent_isRefused() {
        Runnable referent = new Heir(resource);
        assertRefused(
                () -> Finalizers.register(referent, referent),
                quoted("the action is the referent itself" + ACTION_WAY_OUT));
    }

    @Test
    void state_isOrHoldsTheReferent_isRefused() {
        Function<Object, Object> identity = Function.identity();
        assertRefused(
                () -> Finalizers.register(resource, resource, identity),
                quoted("the state is the referent itself" + STATE_WAY_OUT));
        assertRefused(
                () -> Finalizers.register(resource, new Holder(resource), identity),
                quoted("the state captures the referent in the field \"held\" of "
                        + "dev.gossamer.CaptureGuardTest$Holder" + STATE_WAY_OUT));
        assertRefused(
                () -> Finalizers.registerAction(resource, new Object[] {"handle", resource}, state -> {}),
                quoted("the state is an array with the referent at index 1" + STATE_WAY_OUT));
    }

    @Test
    void function_withStateThatCapturesTheReferent_isRefused() {
        Resource referent = resource;
        assertRefused(
                () -> Finalizers.register(referent, "state", state -> state + referent),
                "the action captures the referent in the field .*" + quoted(ACTION_WAY_OUT));
    }

    @Test
    void action_holdsTheReferentWeaklyOrThroughOthers_isAccepted() {
        Function<Object, String> function = Object::toString;
        assertAccepted(Finalizers.register(resource, new WeakReference<>(resource), function));
        assertAccepted(Finalizers.register(resource, WeakRef.of(resource), function));
        assertAccepted(Finalizers.register(resource, new KnownWeakly(resource), function));
        assertAccepted(Finalizers.register(resource, resource.handle, function));
        assertAccepted(
                Finalizers.register(resource, List.of(resource), function)); // a class of the JDK: not to be seen
    }

    private void assertAccepted(Finalizer<?> finalizer) {
        assertThat(finalizer.detach()).isPresent();
    }

    private static String quoted(String text) {
        return Pattern.quote(text);
    }

    private static final class Resource {
        final StringBuilder handle = new StringBuilder("handle");

        void release() {
            handle.setLength(0);
        }

        final class Release implements Runnable {
            @Override
            public void run() {
                release();
            }
        }
    }

    private static class Holder {
        static final Object SHARED = new Object();

        final int number = 1;
        final Object held;

        Holder(Object held) {
            this.held = held;
        }
    }

    private static final class Heir extends Holder implements Runnable {
        Heir(Object held) {
            super(held);
        }

        @Override
        public void run() {
            assertThat(List.of(held, number, SHARED)).isNotEmpty();
        }
    }

    private static final class KnownWeakly extends WeakReference<Object> {
        KnownWeakly(Object referent) {
            super(referent);
        }
    }
}
