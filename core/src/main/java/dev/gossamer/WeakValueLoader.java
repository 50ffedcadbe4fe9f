package dev.gossamer;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the values of a {@link LoadingWeakValueMap}. Called by any thread; must be thread-safe.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="loader"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
@FunctionalInterface
public interface WeakValueLoader<K, V> {

    /**
     * Makes the value of a key.
     *
     * @param key the key
     * @return the value, or {@code null} when there is none
     */
    @Nullable V load(K key);

    /**
     * Makes the values of several keys, in one call. The default loads one after another; override it if the source can
     * return many at once.
     *
     * @param keys the keys, at least one
     * @return the values that were found; a key without a value is left out, and keys that were not asked for are
     *     ignored
     */
    default Map<K, V> loadAll(Set<K> keys) {
        Map<K, V> loaded = new HashMap<>();
        for (K key : keys) {
            V value = load(key);
            if (value != null) {
                loaded.put(key, value);
            }
        }
        return loaded;
    }
}
