package dev.gossamer;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.management.DynamicMBean;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/**
 * An MBean on a server that holds nothing of the library: it is there for as long as this is held, or until it is {@linkplain #unregister()
 * unregistered}. Thread-safe.
 */
final class DetachedMBean {
    // What takes an MBean off the server whose application was dropped?
    //
    // The server has a proxy of classes of the JDK alone, which refers to the bean weakly. Nothing runs when the bean
    // goes with its class loader. But the proxy that finds it gone unregisters itself: so whoever looks at it sees it
    // go, and whoever wants its name looks at it first.

    private final WeakReference<MBeanServer> server;
    private final ObjectName name;
    private final InvocationHandler calls; // held here: the server holds it weakly

    private DetachedMBean(MBeanServer server, ObjectName name, InvocationHandler calls) {
        this.server = new WeakReference<>(server);
        this.name = name;
        this.calls = calls;
    }

    /**
     * Registers a bean under a name, or under the first free number of it.
     *
     * @param type the bean's management interface
     * @throws JMException if the server refuses it
     */
    static <T> DetachedMBean register(MBeanServer server, String name, Class<T> type, T bean) throws JMException {
        InvocationHandler calls = new Forwarding(new StandardMBean(bean, type, true));
        for (int number = 1; ; number++) {
            ObjectName free = new ObjectName(number == 1 ? name : name + ",instance=" + number);
            if (isFree(server, free) && isRegistered(server, free, calls)) {
                return new DetachedMBean(server, free, calls);
            }
        }
    }

    /** Whether nobody has a name, after the one who has it was looked at. */
    private static boolean isFree(MBeanServer server, ObjectName name) {
        try {
            return server.getMBeanInfo(name) == null;
        } catch (JMException | RuntimeException absentOrGone) {
            return !server.isRegistered(name);
        }
    }

    private static boolean isRegistered(MBeanServer server, ObjectName name, InvocationHandler calls)
            throws JMException {
        try {
            server.registerMBean(proxy(server, name, calls), name);
            return true;
        } catch (InstanceAlreadyExistsException taken) {
            return false;
        }
    }

    private static Object proxy(MBeanServer server, ObjectName name, InvocationHandler calls) throws JMException {
        InvocationHandler weakly = LoaderNeutralFunction.of(
                InvocationHandler.class,
                "invoke",
                methodType(Object.class, Object.class, Method.class, Object[].class),
                calls,
                unregistration(server, name));
        return Proxy.newProxyInstance(
                ClassLoader.getPlatformClassLoader(), new Class<?>[] {DynamicMBean.class}, weakly);
    }

    /**
     * Unregisters the bean and gives {@code null}. What that throws, such as that somebody else has done it, is dropped: this runs
     * when the library is gone, so nobody is left to be told, and who looked at the bean is told that there is none.
     */
    private static MethodHandle unregistration(MBeanServer server, ObjectName name) throws JMException {
        Lookup lookup = MethodHandles.publicLookup();
        try {
            MethodHandle unregister = lookup.findVirtual(
                            MBeanServer.class, "unregisterMBean", methodType(void.class, ObjectName.class))
                    .bindTo(server)
                    .bindTo(name);
            MethodHandle none = MethodHandles.constant(Object.class, null);
            return MethodHandles.catchException(
                    MethodHandles.filterReturnValue(unregister, none),
                    Exception.class,
                    MethodHandles.dropArguments(none, 0, Exception.class));
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError("the JDK has no MBeanServer.unregisterMBean", missing);
        }
    }

    /** Takes the bean off the server, if both are there. */
    void unregister() throws JMException {
        MBeanServer live = server.get();
        if (live != null) {
            try {
                live.unregisterMBean(name);
            } catch (InstanceNotFoundException gone) {
                return; // somebody else has done it
            }
        }
    }

    /** Passes the calls of the server on to a bean. */
    private record Forwarding(DynamicMBean bean) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(bean, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }
}
