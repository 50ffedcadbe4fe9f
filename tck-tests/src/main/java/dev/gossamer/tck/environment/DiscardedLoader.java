package dev.gossamer.tck.environment;

import dev.gossamer.WeakRef;
import dev.gossamer.spi.Backend;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;

/** Uses the library in a class loader that is thrown away. */
public final class DiscardedLoader {
    private DiscardedLoader() {}

    /**
     * Loads everything anew, uses it, and lets go of it.
     *
     * @param backend the class of the backend to test
     * @param use what uses it: has a constructor that takes the name of that class
     */
    public static WeakRef<ClassLoader> useAndDrop(Class<?> backend, Class<? extends Runnable> use) {
        requireConstructible(backend);
        URL[] classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(DiscardedLoader::url)
                .toArray(URL[]::new);
        try (URLClassLoader loader = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            Runnable anew = (Runnable) Class.forName(use.getName(), true, loader)
                    .getConstructor(String.class)
                    .newInstance(backend.getName());
            anew.run();
            return WeakRef.of(loader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvocationTargetException e) {
            throw new AssertionError("the library failed in a class loader of its own: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot use the library in a class loader of its own: " + e, e);
        }
    }

    /** Loads a class of the kit once more, in a loader of its own. */
    public static Class<?> reload(Class<?> type) {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            byte[] definition =
                    Objects.requireNonNull(bytes, "the file of " + type).readAllBytes();
            return new ClassLoader(type.getClassLoader()) {
                Class<?> define() {
                    return defineClass(type.getName(), definition, 0, definition.length);
                }
            }.define();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Has a test that another class loader or JVM is to make the backend for abort where that cannot be. */
    static void requireConstructible(Class<?> backend) {
        Assumptions.assumeTrue(
                DiscardedLoader.class.getClassLoader() == ClassLoader.getSystemClassLoader()
                        && Arrays.stream(backend.getDeclaredConstructors())
                                .anyMatch(each -> each.getParameterCount() == 0),
                "the kit is not on the class path, or the backend has no constructor without parameters");
    }

    /** Makes a backend of the class loader of a class. */
    static Backend make(String backend, Class<?> there) throws ReflectiveOperationException {
        Constructor<?> constructor =
                Class.forName(backend, true, there.getClassLoader()).getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Backend) constructor.newInstance();
    }

    private static URL url(String element) {
        try {
            return Path.of(element).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("the class path has \"" + element + "\", which is no file", e);
        }
    }
}
