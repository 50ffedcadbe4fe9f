package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs an application with a copy of the library of its own, as a container does that redeploys it. */
final class Redeployment {

    private Redeployment() {}

    /**
     * Runs an application in a class loader of its own and drops all that.
     *
     * @param application a public class with a public constructor without parameters; its result is a type of the JDK
     * @param whileHeld is given the result before the loader is dropped
     * @return a reference to the loader
     */
    static <T> WeakReference<ClassLoader> run(Class<? extends Callable<T>> application, Consumer<? super T> whileHeld)
            throws Exception {
        try (URLClassLoader loader = new URLClassLoader(places(), ClassLoader.getPlatformClassLoader())) {
            @SuppressWarnings("unchecked") // the same class, but for its loader
            Callable<T> copy = (Callable<T>)
                    loader.loadClass(application.getName()).getConstructor().newInstance();
            FutureTask<T> call = new FutureTask<>(copy);
            Thread thread = new Thread(call, "application");
            thread.setContextClassLoader(loader);
            thread.start();
            whileHeld.accept(call.get());
            thread.join();
            Reference.reachabilityFence(copy);
            return new WeakReference<>(loader);
        }
    }

    /** Where the classes of the library and of these tests are. */
    private static URL[] places() throws IOException {
        return Stream.of(WeakValueMap.class, JdkBackend.class, Redeployment.class)
                .map(each -> each.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
    }
}
