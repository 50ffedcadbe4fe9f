package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("PX-2")
class WeakMethodTest {
    private static final Function<Counter, Integer> COUNT = Counter::count;

    private static final class Counter {
        int count;

        int count() {
            return count;
        }

        int plus(int number) {
            return count + number;
        }

        void increment() {
            count++;
        }

        void add(int number) {
            count += number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Counter;
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private final Counter counter = new Counter();

    @Test
    void bind_receiverAlive_callsTheMethod() {
        WeakMethod<Supplier<Integer>> count = WeakMethod.of(counter, Counter::count);
        WeakMethod<Function<Integer, Integer>> plus = WeakMethod.of(counter, Counter::plus);
        WeakMethod<Runnable> increment = WeakMethod.ofAction(counter, Counter::increment);
        WeakMethod<Consumer<Integer>> add = WeakMethod.ofAction(counter, Counter::add);
        increment.bind().ifPresent(Runnable::run);
        add.bind().ifPresent(bound -> bound.accept(10));
        assertThat(count.bind().map(Supplier::get)).hasValue(11);
        assertThat(plus.bind().map(bound -> bound.apply(4))).hasValue(15);
        assertThat(count.isAlive()).isTrue();
        assertThat(count.toString()).startsWith("WeakMethod@").endsWith("[alive]");
    }

    @Test
    void equals_needsTheSameReceiverAndAnEqualFunction() {
        WeakMethod<?> method = WeakMethod.of(counter, COUNT);
        BiFunction<Counter, Integer, Integer> plus = Counter::plus;
        assertThat(method).isEqualTo(WeakMethod.of(counter, COUNT)).hasSameHashCodeAs(WeakMethod.of(counter, COUNT));
        assertThat(method).isNotEqualTo(WeakMethod.of(new Counter(), COUNT));
        assertThat(method).isNotEqualTo(WeakMethod.of(counter, plus));
        assertThat(method).isNotEqualTo(WeakRef.of(counter));
        assertThat(WeakRef.of(counter)).isNotEqualTo(method);
        assertThat(method.equals(counter)).isFalse();
    }

    @Test
    void of_functionCapturesTheReceiver_isRefused() {
        Counter receiver = counter;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakMethod.of(receiver, same -> receiver.count()))
                .withMessageMatching("the function captures the receiver in the field \"arg\\$1\" of "
                        + "dev\\.gossamer\\.WeakMethodTest\\$\\$Lambda.*, which would keep it alive for ever; "
                        + "name the method by its type, as in Type::method");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> WeakMethod.<Counter, Integer>ofAction(receiver, (same, number) -> receiver.add(number)))
                .withMessageStartingWith("the function captures the receiver");
    }

    @Test
    void of_refused_tellsWhy() {
        Function<Object, String> name = Object::toString;
        assertThatThrownBy(() -> WeakMethod.of(100_000, name)).isInstanceOf(NotWeaklyReferenceableException.class);
        assertThatNullPointerException()
                .isThrownBy(() -> WeakMethod.of(nothing(), name))
                .withMessage("receiver");
    }

    @Test
    @Tag("collector")
    void receiver_dies_methodIsDeadAndEqualsOnlyItself() {
        WeakMethod<Supplier<Integer>> method = methodOfADyingReceiver();
        WeakMethod<Supplier<Integer>> other = methodOfADyingReceiver();
        int hash = method.hashCode();
        Deaths.collectUntil("the deaths of the receivers", () -> !method.isAlive() && !other.isAlive());
        assertThat(method.bind()).isEmpty();
        Object same = method;
        assertThat(method).isEqualTo(same).isNotEqualTo(other);
        assertThat(method.hashCode()).isEqualTo(hash);
        assertThat(method.toString()).endsWith("[dead]");
    }

    private static WeakMethod<Supplier<Integer>> methodOfADyingReceiver() {
        return WeakMethod.of(new Counter(), COUNT);
    }

    @Test
    @Tag("collector")
    void bind_result_pinsTheReceiver() {
        WeakMethod<Supplier<Integer>> method = methodOfADyingReceiver();
        Supplier<Integer> bound = method.bind().orElseThrow();
        var other = new WeakReference<>(new Object());
        Deaths.collectUntil("another object's death", () -> other.refersTo(null));
        assertThat(method.isAlive()).isTrue();
        Reference.reachabilityFence(bound);
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without NullAway may pass
    private static <T> T nothing() {
        return (T) null;
    }

    @Test
    void named_overloadedMethod_isTheOneThatWasMeant() {
        Button button = new Button();
        assertThat(WeakMethod.ofSupplier(button, Button::label)
                        .bind()
                        .orElseThrow()
                        .get())
                .isEqualTo("label");
        assertThat(WeakMethod.<Button, String, String>ofFunction(button, Button::label)
                        .bind()
                        .orElseThrow()
                        .apply("x"))
                .isEqualTo("label x");
    }

    private static final class Button {
        String label() {
            return "label";
        }

        String label(String text) {
            return "label " + text;
        }
    }
}
