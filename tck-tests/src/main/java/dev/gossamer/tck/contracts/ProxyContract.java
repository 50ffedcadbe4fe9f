package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.DeadReferenceException;
import dev.gossamer.WeakMethod;
import dev.gossamer.WeakProxy;
import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.io.IOException;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What holds for {@link WeakProxy} and {@link WeakMethod}; no storage is involved. */
public interface ProxyContract extends ContractBase {

    @Test
    @Rule("PX-1")
    @DisplayName("PX-1: a proxy passes calls on and throws what its target throws, checked or not")
    @SuppressWarnings("unchecked") // the class of a generic interface
    default void proxy_targetAlive_passesCallsOn() throws Exception {
        Throwable[] failure = new Throwable[1];
        Callable<String> target = () -> resultUnless(failure[0]);
        Callable<String> proxy = WeakProxy.of(Callable.class, target);
        assertEquals("result", proxy.call(), "proxy.call()");
        for (Throwable each : new Throwable[] {new IOException("checked"), new IllegalStateException(), new Error()}) {
            failure[0] = each;
            assertSame(each, assertThrows(Throwable.class, proxy::call), "what a failing function threw");
        }
        assertEquals(proxy, WeakProxy.of(Callable.class, target), "WeakProxy.of(Callable.class, target)");
        assertNotEquals(proxy, target, "a proxy and its target");
        assertTrue(WeakProxy.isProxy(proxy) && WeakProxy.isAlive(proxy), "isProxy and isAlive of a proxy");
        assertFalse(WeakProxy.isProxy(target) || WeakProxy.isProxy(null), "isProxy of a target and of null");
        assertThrows(IllegalArgumentException.class, () -> WeakProxy.isAlive(target), "isAlive of what is no proxy");
        assertThrows(IllegalArgumentException.class, () -> WeakProxy.of(NamedKey.class, new NamedKey("a")), "a class");
    }

    private static String resultUnless(@Nullable Throwable failure) throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
        return "result";
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("PX-1")
    @DisplayName("PX-1: a call holds the target; of a dead one it throws, but toString, equals and hashCode do not")
    default void proxy_targetDropped_isHeldByTheCallAlone() {
        Object[] only = new Object[1];
        Runnable proxy = RealCollector.elsewhere(() -> {
            Runnable target = () -> {
                only[0] = "dropped";
                RealCollector.collect();
            };
            only[0] = target;
            return WeakProxy.of(Runnable.class, target);
        });
        WeakRef<Object> target = WeakRef.of(only[0]);
        int hash = proxy.hashCode();
        proxy.run();
        assertEquals("dropped", only[0], "what a call left");
        RealCollector.await("the target of a proxy to die", () -> !target.isAlive());
        assertThrows(DeadReferenceException.class, proxy::run);
        assertTrue(proxy.toString().contains("dead"), proxy.toString());
        assertTrue(WeakProxy.isProxy(proxy) && !WeakProxy.isAlive(proxy), "isProxy and isAlive of a dead proxy");
        assertEquals(hash, proxy.hashCode(), "proxy.hashCode()");
        assertNotEquals(
                proxy, WeakProxy.of(Runnable.class, new Thread()), "WeakProxy.of(Runnable.class, new Thread())");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("PX-2")
    @DisplayName("PX-2: a method lives as long as its receiver, and bind() pins the receiver")
    default void method_receiverDropped_livesWhileBound() {
        Function<Object, Integer> function = Object::hashCode;
        requireAliveWhileBound(function);
        WeakMethod<Supplier<Integer>> other = RealCollector.elsewhere(() -> WeakMethod.of(new Object(), function));
        RealCollector.await("a receiver to die", () -> !other.isAlive());
        assertEquals(Optional.empty(), other.bind(), "other.bind()");
        WeakMethod<Supplier<Integer>> dead = RealCollector.elsewhere(() -> WeakMethod.of(new Object(), function));
        int hash = dead.hashCode();
        RealCollector.await("another receiver to die", () -> !dead.isAlive());
        assertNotEquals(dead, other, "two dead methods");
        assertEquals(hash, dead.hashCode(), "the hash code of a dead method");
        assertTrue(dead.toString().contains("dead"), dead.toString());
    }

    private static void requireAliveWhileBound(Function<Object, Integer> function) {
        Object[] only = {new Object()};
        WeakMethod<Supplier<Integer>> method = WeakMethod.of(only[0], function);
        Optional<Supplier<Integer>> bound = method.bind();
        only[0] = function;
        RealCollector.collect();
        assertTrue(method.isAlive(), "isAlive() while bound");
        assertTrue(bound.isPresent(), "what bind() of a method with a living receiver gave");
        Reference.reachabilityFence(bound);
    }

    @Test
    @Rule("PX-2")
    @DisplayName("PX-2: a method of each shape calls its receiver with what it is given, and may not capture it")
    default void method_ofEachShape_callsItsReceiver() {
        StringBuilder receiver = new StringBuilder("a");
        Function<StringBuilder, Integer> length = StringBuilder::length;
        BiFunction<StringBuilder, Integer, Character> charAt = StringBuilder::charAt;
        Consumer<StringBuilder> reverse = StringBuilder::reverse;
        BiConsumer<StringBuilder, String> append = StringBuilder::append;
        WeakMethod.ofAction(receiver, append).bind().orElseThrow().accept("b");
        assertEquals("ab", receiver.toString(), "what a method with a parameter and without result left");
        WeakMethod.ofAction(receiver, reverse).bind().orElseThrow().run();
        assertEquals("ba", receiver.toString(), "what a method without parameter and result left");
        assertEquals(2, WeakMethod.of(receiver, length).bind().orElseThrow().get(), "the result of a method");
        assertEquals('b', WeakMethod.of(receiver, charAt).bind().orElseThrow().apply(0), "the result with a parameter");
        BiFunction<StringBuilder, Integer, Character> capturing = (held, index) -> receiver.charAt(index);
        Consumer<StringBuilder> capturingToo = held -> receiver.reverse();
        BiConsumer<StringBuilder, String> andThis = (held, text) -> receiver.append(text);
        List<Executable> refused = List.of(
                () -> WeakMethod.of(receiver, capturing),
                () -> WeakMethod.ofAction(receiver, capturingToo),
                () -> WeakMethod.ofAction(receiver, andThis));
        refused.forEach(each -> assertThrows(IllegalArgumentException.class, each, "a function with its receiver"));
    }

    @Test
    @Rule("PX-2")
    @DisplayName("PX-2: methods are equal when receiver and function are the same; a captured receiver is refused")
    default void method_equalsAndCapture_followReceiverAndFunction() {
        NamedKey receiver = new NamedKey("a");
        NamedKey equal = new NamedKey("a");
        Function<NamedKey, String> text = NamedKey::text;
        Function<NamedKey, String> name = NamedKey::toString;
        assertEquals(WeakMethod.of(receiver, text), WeakMethod.of(receiver, text), "WeakMethod.of(receiver, text)");
        assertNotEquals(WeakMethod.of(receiver, text), WeakMethod.of(equal, text), "WeakMethod.of(equal, text)");
        assertNotEquals(WeakMethod.of(receiver, text), WeakMethod.of(receiver, name), "WeakMethod.of(receiver, name)");
        assertNotEquals(WeakMethod.of(receiver, text), (Object) WeakRef.of(receiver), "WeakRef.of(receiver)");
        assertFalse(WeakRef.of(receiver).equals((Object) WeakMethod.of(receiver, text)), "a reference and a method");
        assertEquals(
                Optional.of("a"),
                WeakMethod.of(receiver, text).bind().map(Supplier::get),
                "WeakMethod.of(receiver, text).bind().map(Supplier::get)");
        Function<NamedKey, String> capturing = given -> given.text() + receiver;
        assertThrows(IllegalArgumentException.class, () -> WeakMethod.of(receiver, capturing));
    }
}
