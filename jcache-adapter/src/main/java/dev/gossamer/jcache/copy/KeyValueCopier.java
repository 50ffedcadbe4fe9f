package dev.gossamer.jcache.copy;

import dev.gossamer.jcache.Copier;
import dev.gossamer.jcache.common.UserText;
import java.lang.ref.WeakReference;
import java.util.Objects;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Copies the keys and values that cross the border of a cache: none by reference, the mutable ones by value. */
public final class KeyValueCopier<K, V> {
    private final @Nullable Copier copier;
    private final WeakReference<ClassLoader> loader;

    private KeyValueCopier(@Nullable Copier copier, ClassLoader loader) {
        this.copier = copier;
        this.loader = new WeakReference<>(loader);
    }

    public static <K, V> KeyValueCopier<K, V> byReference(ClassLoader loader) {
        return new KeyValueCopier<>(null, loader);
    }

    public static <K, V> KeyValueCopier<K, V> byValue(Copier copier, ClassLoader loader) {
        return new KeyValueCopier<>(Objects.requireNonNull(copier, "copier"), loader);
    }

    public K key(K key) {
        return copier == null || isShared(key) ? key : copy(copier, "key", key);
    }

    public V value(V value) {
        return copier == null || isShared(value) ? value : copy(copier, "value", value);
    }

    /** Whether an object needs no copy: nobody can change it, and its class is what the manager's loader knows by that name. */
    private boolean isShared(Object object) {
        if (!ImmutableTypes.contains(object)) {
            return false;
        }
        Class<?> type = object instanceof Enum<?> constant ? constant.getDeclaringClass() : object.getClass();
        ClassLoader defining = type.getClassLoader();
        return defining == null || object instanceof Class || isSeenFrom(type, defining);
    }

    private boolean isSeenFrom(Class<?> type, ClassLoader defining) {
        ClassLoader seenFrom = loader.get();
        if (seenFrom == null || defining == seenFrom) {
            return true;
        }
        try {
            return Class.forName(type.getName(), false, seenFrom) == type;
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // the copy will say so
        }
    }

    private <T> T copy(Copier by, String what, T object) {
        ClassLoader seenFrom = loader.get();
        if (seenFrom == null) {
            throw new IllegalStateException("the class loader of the cache manager is gone");
        }
        T copy;
        try {
            copy = by.copy(object, seenFrom);
        } catch (Throwable e) {
            throw new CacheException(failure(what, object) + ": " + UserText.message(e), e);
        }
        if (copy == null) {
            throw new CacheException(failure(what, object) + ": the copier returned null");
        }
        return copy;
    }

    private static String failure(String what, Object object) {
        return "cannot store the " + what + " by value, a " + object.getClass().getName()
                + "; make it serializable, name a copier, or store by reference";
    }
}
