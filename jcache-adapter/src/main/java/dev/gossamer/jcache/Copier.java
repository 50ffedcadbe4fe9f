package dev.gossamer.jcache;

/**
 * Copies keys and values for a cache that stores by value, in place of Java serialization.
 *
 * <p>Implementations are thread-safe. A configuration resource names the class of one, which then needs a public constructor
 * without parameters.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="copier"}
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Copier {

    /**
     * Copies an object. It may return the object itself only if that is immutable.
     *
     * @param <T> the type of the object
     * @param object the key or value to copy
     * @param loader the class loader of the cache's manager
     * @return an object that is equal and shares no mutable state
     */
    <T> T copy(T object, ClassLoader loader);
}
