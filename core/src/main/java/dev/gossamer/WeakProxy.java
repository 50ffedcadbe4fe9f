package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes proxies: objects of an interface that pass every call on to a target they hold weakly.
 *
 * <p>A call, also of a default method, holds the target until it returns and throws what the target throws. A checked
 * exception that the method of the interface does not declare is wrapped in an
 * {@link java.lang.reflect.UndeclaredThrowableException}, as by every {@link Proxy}. When the target is dead, a call
 * throws {@link DeadReferenceException}. The methods of {@link Object} never do: {@code toString} is the target's, or
 * tells that the target is dead; {@code equals} and {@code hashCode} are those of
 * {@linkplain WeakRef#of(Object) weak references} to the targets, so a proxy never equals its target.
 *
 * <p>Thread-safe as far as the target is. A proxy holds nothing strongly; a call costs one reflective call.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="weak-proxy"}
 *
 * @since 0.1.0
 */
public final class WeakProxy {
    private WeakProxy() {}

    /**
     * A new proxy of an object.
     *
     * @param <T> the type of the interface
     * @param type the interface whose methods are passed on; of any class loader
     * @param target the object to pass them to
     * @return an object that implements {@code type}
     * @throws NotWeaklyReferenceableException if the target's class is value-based
     * @throws IllegalArgumentException if {@code type} is no interface, or a sealed one, or one that the module system keeps
     *     from this library
     */
    public static <T> T of(Class<T> type, T target) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(target, "target");
        requireProxied(type, target);
        WeakRef<T> reference = WeakRef.of(target);
        boolean opening = needsOpening(type, target);
        InvocationHandler handler = new Forwarding(type.getName(), reference, opening);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /**
     * Whether the target of a proxy is alive, without making it strongly reachable.
     *
     * @param proxy what {@link #of} made
     * @return whether a call would reach the target
     * @throws IllegalArgumentException if the object is no proxy of this kind
     */
    public static boolean isAlive(Object proxy) {
        Objects.requireNonNull(proxy, "proxy");
        Forwarding forwarding = forwardingOf(proxy);
        if (forwarding == null) {
            throw new IllegalArgumentException(
                    "not a weak proxy: " + proxy.getClass().getName() + "; give what WeakProxy.of has made");
        }
        return forwarding.reference.isAlive();
    }

    /**
     * Whether an object is a proxy that {@link #of} made.
     *
     * @param object the object, or {@code null}
     * @return whether it is a weak proxy
     */
    public static boolean isProxy(@Nullable Object object) {
        return object != null && forwardingOf(object) != null;
    }

    private static @Nullable Forwarding forwardingOf(Object object) {
        return Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof Forwarding found
                ? found
                : null;
    }

    private static void requireProxied(Class<?> type, Object target) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(type.getName() + " is no interface; name an interface of "
                    + target.getClass().getName() + ": "
                    + Arrays.stream(target.getClass().getInterfaces())
                            .map(Class::getName)
                            .toList());
        }
        if (type.isSealed()) {
            throw new IllegalArgumentException(
                    type.getName() + " is a sealed interface, which a proxy cannot implement; name one that is not");
        }
    }

    private static boolean needsOpening(Class<?> type, Object target) {
        boolean opening = false;
        for (Method method : type.getMethods()) {
            if (!Modifier.isStatic(method.getModifiers()) && !method.canAccess(target)) {
                opening = true;
                if (!method.trySetAccessible()) {
                    throw new IllegalArgumentException("cannot call " + method + "; export or open the package "
                            + method.getDeclaringClass().getPackageName() + " to "
                            + WeakProxy.class.getModule());
                }
            }
        }
        return opening;
    }

    /** Passes the calls of one proxy on. */
    private record Forwarding(String type, WeakRef<?> reference, boolean opening) implements InvocationHandler {

        @Override
        @SuppressWarnings("NullAway") // the array of arguments may be null, and hold nulls
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object[] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "equals" -> equalsProxy(arguments[0]);
                    case "hashCode" -> reference.hashCode();
                    default -> text();
                };
            }
            Object target = reference.get();
            if (target == null) {
                throw new DeadReferenceException("the target of this WeakProxy of " + type + " is dead; keep the target"
                        + " for as long as it is called, or ask WeakProxy.isAlive");
            }
            if (opening) {
                method.setAccessible(true);
            }
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            } finally {
                Reference.reachabilityFence(target);
            }
        }

        private boolean equalsProxy(@Nullable Object other) {
            Forwarding that = other == null ? null : forwardingOf(other);
            return that != null && reference.equals(that.reference);
        }

        private String text() {
            Object target = reference.get();
            return target == null ? "WeakProxy of " + type + "[dead]" : target.toString(); // whatever that is
        }
    }
}
