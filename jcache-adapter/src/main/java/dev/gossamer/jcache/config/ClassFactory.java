package dev.gossamer.jcache.config;

import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/**
 * Makes objects of a class that was looked up already, so that no thread's class loader has a say.
 *
 * @param <T> the type of what is made
 * @param type the class to make objects of
 */
public record ClassFactory<T>(Class<? extends T> type) implements Factory<T> {

    public static <T> ClassFactory<T> of(Class<? extends T> type) {
        return new ClassFactory<>(type);
    }

    @Override
    public T create() {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new CacheException(
                    "cannot make a " + type.getName() + "; it needs to be public, with a public constructor without"
                            + " parameters",
                    e);
        }
    }
}
