package dev.gossamer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/**
 * A class loader with a copy of the library of its own, as a redeployed application has. It shares the JDK's classes
 * with the tests and nothing else.
 */
final class ThrowawayLoader extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private ThrowawayLoader() {
        super(ClassLoader.getPlatformClassLoader());
    }

    /**
     * Runs a probe in a loader of its own, on a thread that has this loader as its context class loader, and drops all
     * that.
     *
     * @param probe a public class with a public constructor without parameters; its result is a type of the JDK
     * @param beforeDrop is given the result while the loader is still held
     * @return a reference to the loader
     */
    static <T> WeakReference<ClassLoader> run(Class<? extends Callable<T>> probe, Consumer<? super T> beforeDrop)
            throws Exception {
        var loader = new ThrowawayLoader();
        @SuppressWarnings("unchecked") // the same class, but for its loader
        Callable<T> copy =
                (Callable<T>) loader.loadClass(probe.getName()).getConstructor().newInstance();
        var call = new FutureTask<>(copy);
        var thread = new Thread(call, "throw-away application");
        thread.setContextClassLoader(loader);
        thread.start();
        thread.join();
        beforeDrop.accept(call.get());
        Reference.reachabilityFence(loader);
        return new WeakReference<>(loader);
    }

    /** Does not ask the platform loader for the library: it would find the module's classes on the module path. */
    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(ThrowawayLoader.class.getPackageName() + ".")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        String resource = "/" + name.replace('.', '/') + ".class";
        try (InputStream in = ThrowawayLoader.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
