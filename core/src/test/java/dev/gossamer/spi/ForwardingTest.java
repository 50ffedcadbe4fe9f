package dev.gossamer.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What decorators pass on: every method, defaults too, with its arguments, and its answer. */
class ForwardingTest {
    private static final Map<Class<?>, Object> ANSWERS = Map.of(
            int.class,
            7,
            long.class,
            8L,
            boolean.class,
            true,
            String.class,
            "answer",
            Set.class,
            Set.of(),
            Optional.class,
            Optional.empty(),
            ConcurrentMap.class,
            new ConcurrentHashMap<>(),
            Iterator.class,
            List.of().iterator(),
            Table.class,
            answering(Table.class, new ArrayList<>()),
            Entry.class,
            entry());

    private record Call(Method method, List<Object> arguments) {}

    static Stream<Method> methodsOfBackend() {
        return Stream.of(Backend.class.getDeclaredMethods()).filter(method -> !method.isSynthetic());
    }

    static Stream<Method> methodsOfTable() {
        return Stream.of(Table.class.getDeclaredMethods()).filter(method -> !method.isSynthetic());
    }

    @ParameterizedTest
    @MethodSource("methodsOfBackend")
    void backend_anyMethod_isPassedOn(Method method) throws ReflectiveOperationException {
        passesOn(Backend.class, delegate -> new ForwardingBackend(delegate) {}, method);
    }

    @ParameterizedTest
    @MethodSource("methodsOfTable")
    void table_anyMethod_isPassedOn(Method method) throws ReflectiveOperationException {
        passesOn(Table.class, delegate -> new ForwardingTable(delegate) {}, method);
    }

    @Test
    void new_overNothing_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new ForwardingBackend(null) {})
                .withMessage("delegate");
        assertThatNullPointerException()
                .isThrownBy(() -> new ForwardingTable(null) {})
                .withMessage("delegate");
    }

    private static <T> void passesOn(Class<T> type, Function<T, T> decorate, Method method)
            throws ReflectiveOperationException {
        List<Call> calls = new ArrayList<>();
        T decorator = decorate.apply(answering(type, calls));
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(ForwardingTest::argument)
                .toArray();
        Object answer = method.invoke(decorator, arguments);
        assertThat(calls).containsExactly(new Call(method, Arrays.asList(arguments)));
        assertThat(answer).isEqualTo(ANSWERS.get(method.getReturnType()));
    }

    /** An argument like no other; none where a method takes one of its type only. */
    private static Object argument(Class<?> type) {
        if (type == Entry.class) {
            return entry();
        }
        return type == int.class ? (Object) 9 : type == Object.class ? new Object() : null;
    }

    private static Entry entry() {
        return new Entry(new Object(), "key", 1, null);
    }

    private static <T> T answering(Class<T> type, List<Call> calls) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    calls.add(new Call(method, arguments == null ? List.of() : Arrays.asList(arguments)));
                    return ANSWERS.get(method.getReturnType());
                }));
    }
}
