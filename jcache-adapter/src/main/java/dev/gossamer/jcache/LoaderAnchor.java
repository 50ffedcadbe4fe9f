package dev.gossamer.jcache;

import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Ties an object to a class loader: reachable as long as the loader is, and not keeping it. */
final class LoaderAnchor {
    // Where can one put something into a foreign class loader?
    //
    // A proxy class is defined by the loader it is asked for; the loader holds its classes; and a class holds what a
    // ClassValue computed for it. The chain from loader to object is all strong, and nothing outside it holds the
    // object.
    private static final ClassValue<Set<Object>> HELD = new ClassValue<>() {
        @Override
        protected Set<Object> computeValue(Class<?> type) {
            return ConcurrentHashMap.newKeySet();
        }
    };

    private LoaderAnchor() {}

    /** Ties an object to a loader, if that is a child of our own; returns whether it did. */
    static boolean hold(ClassLoader loader, Object object) {
        if (!isChild(loader)) {
            return false;
        }
        try {
            HELD.get(anchor(loader)).add(object);
            return true;
        } catch (IllegalArgumentException e) {
            return false; // a loader that does not even see Runnable
        }
    }

    static void release(ClassLoader loader, Object object) {
        if (isChild(loader)) {
            HELD.get(anchor(loader)).remove(object);
        }
    }

    private static boolean isChild(ClassLoader loader) {
        ClassLoader own = LoaderAnchor.class.getClassLoader();
        for (ClassLoader parent = loader.getParent(); parent != null; parent = parent.getParent()) {
            if (parent == own) {
                return true;
            }
        }
        return false;
    }

    private static Class<?> anchor(ClassLoader loader) {
        Object proxy =
                Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (self, method, arguments) -> null);
        return proxy.getClass();
    }
}
