package dev.gossamer;

import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Objects;

/** Makes functions that may be given to whatever outlives the library's class loader. Thread-safe. */
final class LoaderNeutralFunction {
    // How can a registry of the whole JVM call us without keeping us?
    //
    // An object of a class of ours, a lambda too, keeps our class loader for as long as it is registered. So what is
    // registered is put together from method handles on the JDK's public methods, as MethodHandlePollingLoop is, and
    // refers weakly to the function of ours that it passes calls on to. Somebody here has to hold that one.

    private LoaderNeutralFunction() {}

    /**
     * A function of classes of the JDK alone that passes each call on to another one, which it holds weakly; or that one itself,
     * where the JDK does not make such a function.
     *
     * @param type a functional interface of the JDK
     * @param method the name of its method
     * @param signature the signature of its method
     * @param target what to call while it is there
     * @param otherwise what to call when it is not: takes nothing, gives what the method gives
     */
    static <F> F of(Class<F> type, String method, MethodType signature, F target, MethodHandle otherwise) {
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        try {
            thread.setContextClassLoader(null); // JDK 17 would define the function's class in it
            return MethodHandleProxies.asInterfaceInstance(type, handle(type, method, signature, target, otherwise));
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            return target;
        } finally {
            thread.setContextClassLoader(context);
        }
    }

    /** {@code arguments -> { F f = reference.get(); return f == null ? otherwise() : f.method(arguments); }}. */
    private static MethodHandle handle(
            Class<?> type, String method, MethodType signature, Object target, MethodHandle otherwise)
            throws ReflectiveOperationException {
        Lookup lookup = MethodHandles.publicLookup();
        MethodHandle call = lookup.findVirtual(type, method, signature);
        MethodHandle isGone = lookup.findStatic(Objects.class, "isNull", methodType(boolean.class, Object.class))
                .asType(methodType(boolean.class, type));
        MethodHandle get = lookup.findVirtual(Reference.class, "get", methodType(Object.class))
                .bindTo(new WeakReference<>(target))
                .asType(methodType(type));
        MethodHandle instead = dropArguments(otherwise, 0, call.type().parameterList());
        return collectArguments(guardWithTest(isGone, instead, call), 0, get);
    }
}
