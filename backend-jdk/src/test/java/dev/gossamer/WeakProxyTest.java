package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("PX-1")
class WeakProxyTest {

    interface Source<T extends Comparable<T>> extends Supplier<T> {
        default T larger(T other) {
            return get().compareTo(other) < 0 ? other : get();
        }

        static String constant() {
            return "of the interface";
        }
    }

    interface Gauge extends Source<Integer> {
        long sum(byte a, short b, char c, int d, long e, float f, double g, boolean h);

        void fail(Throwable failure) throws IOException;

        @Nullable String maybe(@Nullable String text);
    }

    private static final class Dial implements Gauge {
        private final int value;

        Dial(int value) {
            this.value = value;
        }

        @Override
        public Integer get() {
            return value;
        }

        @Override
        public long sum(byte a, short b, char c, int d, long e, float f, double g, boolean h) {
            return h ? a + b + c + d + e + (long) f + (long) g : 0;
        }

        @Override
        public void fail(Throwable failure) throws IOException {
            if (failure instanceof IOException checked) {
                throw checked;
            } else if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }

        @Override
        public @Nullable String maybe(@Nullable String text) {
            return text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Dial dial && dial.value == value;
        }

        @Override
        public int hashCode() {
            return value;
        }

        @Override
        public String toString() {
            return "dial at " + value;
        }
    }

    private final Dial dial = new Dial(42);
    private final Gauge proxy = WeakProxy.of(Gauge.class, dial);

    @Test
    void call_passesArgumentsAndResults() {
        assertThat(proxy.get()).isEqualTo(42);
        assertThat(proxy.larger(50)).isEqualTo(50);
        assertThat(proxy.larger(7)).isEqualTo(42);
        assertThat(proxy.sum((byte) 1, (short) 2, (char) 3, 4, 5L, 6f, 7d, true))
                .isEqualTo(28);
        assertThat(proxy.maybe(null)).isNull();
        assertThat(proxy.maybe("text")).isEqualTo("text");
    }

    @Test
    void call_targetThrows_comesOutAsThrown() {
        for (Throwable failure : List.of(
                new IOException("checked"), new IllegalStateException("unchecked"), new StackOverflowError("error"))) {
            assertThatThrownBy(() -> proxy.fail(failure)).isSameAs(failure);
        }
    }

    @Test
    @DisplayName("PX-1 a checked exception that is not declared is the cause of what comes out")
    void call_targetThrowsWhatIsNotDeclared_comesOutAsTheCause() {
        IOException undeclared = new IOException("undeclared");
        Supplier<Object> target = () -> {
            throw WeakProxyTest.<RuntimeException>disguised(undeclared);
        };
        Supplier<?> proxied = WeakProxy.of(Supplier.class, target);
        assertThatThrownBy(proxied::get)
                .isInstanceOf(UndeclaredThrowableException.class)
                .hasCause(undeclared);
        Reference.reachabilityFence(target);
    }

    @SuppressWarnings("unchecked") // which is what has it pass for undeclared
    private static <E extends Throwable> E disguised(Throwable checked) throws E {
        throw (E) checked;
    }

    @Test
    void equalsAndHashCode_areThoseOfReferencesToTheTargets() {
        Gauge equal = WeakProxy.of(Gauge.class, new Dial(42));
        Source<?> otherType = WeakProxy.of(Source.class, dial);
        Object same = proxy;
        assertThat(proxy).isEqualTo(same).isNotEqualTo(WeakProxy.of(Gauge.class, new Dial(1)));
        assertThat(proxy.equals(WeakProxy.of(Gauge.class, dial))).isTrue();
        assertThat(proxy.equals(otherType)).isTrue();
        assertThat(proxy.hashCode()).isEqualTo(equal.hashCode()).isEqualTo(42);
        assertThat(proxy.equals(dial)).isFalse();
        assertThat(dial.equals(proxy)).isFalse();
        assertThat(proxy.equals(null)).isFalse();
        assertThat(proxy.equals(WeakRef.of(dial))).isFalse();
        assertThat(proxy).hasToString("dial at 42");
    }

    @Test
    void isProxy_tellsOwnProxiesFromOthers() {
        assertThat(WeakProxy.isProxy(proxy)).isTrue();
        assertThat(WeakProxy.isProxy(dial)).isFalse();
        assertThat(WeakProxy.isProxy(null)).isFalse();
        assertThat(WeakProxy.isAlive(proxy)).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakProxy.isAlive(dial))
                .withMessage("not a weak proxy: dev.gossamer.WeakProxyTest$Dial; give what WeakProxy.of has made");
    }

    @Test
    void of_refused_tellsWhy() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakProxy.of(Dial.class, dial))
                .withMessage("dev.gossamer.WeakProxyTest$Dial is no interface; name an interface of "
                        + "dev.gossamer.WeakProxyTest$Dial: [dev.gossamer.WeakProxyTest$Gauge]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WeakProxy.of(Closed.class, new Open()))
                .withMessage("dev.gossamer.WeakProxyTest$Closed is a sealed interface, which a proxy cannot implement;"
                        + " name one that is not");
        assertThatThrownBy(() -> WeakProxy.of(Comparable.class, 100_000))
                .isInstanceOf(NotWeaklyReferenceableException.class);
        assertThatNullPointerException()
                .isThrownBy(() -> WeakProxy.of(Gauge.class, nothing()))
                .withMessage("target");
        assertThatNullPointerException()
                .isThrownBy(() -> WeakProxy.of(nothing(), dial))
                .withMessage("type");
    }

    @Test
    void of_interfaceThatIsNotExported_tellsWhatToOpen() throws Exception {
        Class<?> hidden = Class.forName("jdk.internal.access.JavaLangAccess");
        Object target = Proxy.newProxyInstance(null, new Class<?>[] {hidden}, (proxy, method, arguments) -> null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ofUnknown(hidden, target))
                .withMessageStartingWith("cannot call public abstract ")
                .withMessageEndingWith(
                        "; export or open the package jdk.internal.access to " + WeakProxy.class.getModule());
    }

    private static <T> T ofUnknown(Class<T> type, Object target) {
        return WeakProxy.of(type, type.cast(target));
    }

    sealed interface Closed permits Open {}

    private static final class Open implements Closed {}

    @Test
    @Tag("collector")
    void call_targetIsDead_throwsAndTheMethodsOfObjectDoNot() {
        Gauge dying = proxyOfADyingTarget();
        Gauge unasked = proxyOfADyingTarget();
        int hash = dying.hashCode();
        assertThat(hash).isEqualTo(7);
        Deaths.collectUntil(
                "the deaths of the targets", () -> !WeakProxy.isAlive(dying) && !WeakProxy.isAlive(unasked));
        assertThatThrownBy(dying::get)
                .isInstanceOf(DeadReferenceException.class)
                .hasMessage("the target of this WeakProxy of dev.gossamer.WeakProxyTest$Gauge is dead;"
                        + " keep the target for as long as it is called, or ask WeakProxy.isAlive");
        assertThat(dying)
                .hasToString("WeakProxy of dev.gossamer.WeakProxyTest$Gauge[dead]")
                .isEqualTo(dying);
        assertThat(dying.hashCode()).isEqualTo(hash);
        assertThat(dying.equals(unasked)).isFalse();
        assertThat(unasked.hashCode()).isEqualTo(unasked.hashCode());
    }

    private static Gauge proxyOfADyingTarget() {
        return WeakProxy.of(Gauge.class, new Dial(7));
    }

    @Test
    @Tag("collector")
    void call_targetDroppedMeanwhile_holdsItUntilItReturns() {
        var diedDuring = new AtomicBoolean();
        List<WeakReference<Object>> observer = new CopyOnWriteArrayList<>();
        Runnable dropped = WeakProxy.of(Runnable.class, collecting(observer, diedDuring));
        dropped.run();
        assertThat(diedDuring).isFalse();
        Deaths.collectUntil("the death of the target", () -> !WeakProxy.isAlive(dropped));
    }

    private static Runnable collecting(List<WeakReference<Object>> observer, AtomicBoolean diedDuring) {
        Runnable target = () -> {
            Deaths.collectUntil("another object's death", new Object() {
                private final WeakReference<Object> other = new WeakReference<>(new Object());

                boolean isOver() {
                    return other.refersTo(null);
                }
            }::isOver);
            diedDuring.set(observer.get(0).refersTo(null));
        };
        observer.add(new WeakReference<>(target));
        return target;
    }

    @Test
    void of_interfaceOfAnotherClassLoader_works() throws Exception {
        Class<?> foreign = new ForeignLoader().loadClass(Greeting.class.getName());
        assertThat(foreign).isNotSameAs(Greeting.class);
        Object target = foreign.getClassLoader()
                .loadClass(Greeter.class.getName())
                .getConstructor()
                .newInstance();
        assertThat(greet(foreign, target)).isEqualTo("hello from afar");
        Reference.reachabilityFence(target);
    }

    private static <T> @Nullable Object greet(Class<T> type, Object target) throws Exception {
        T proxy = WeakProxy.of(type, type.cast(target));
        return type.getMethod("greet").invoke(proxy);
    }

    /** An interface that is loaded once more. */
    public interface Greeting {
        /** Greets. */
        String greet();
    }

    /** Its target. */
    public static final class Greeter implements Greeting {
        /** A greeter. */
        public Greeter() {}

        @Override
        public String greet() {
            return "hello from afar";
        }
    }

    @Test
    void toString_ofALivingTargetThatHasNoText_isNotThatOfADeadOne() {
        Runnable silent = new Runnable() {
            @Override
            public void run() {}

            @Override
            @SuppressWarnings("NullAway") // as code without NullAway may do
            public String toString() {
                return null;
            }
        };
        assertThat(WeakProxy.of(Runnable.class, silent).toString()).isNull();
        Reference.reachabilityFence(silent);
    }

    /** Loads the classes of this test once more. */
    private static final class ForeignLoader extends ClassLoader {
        ForeignLoader() {
            super(WeakProxyTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(WeakProxyTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what a caller without NullAway may pass
    private static <T> T nothing() {
        return (T) null;
    }
}
