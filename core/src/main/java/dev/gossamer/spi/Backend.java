package dev.gossamer.spi;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * A provider of storage, found by {@link java.util.ServiceLoader} or given to a builder.
 *
 * <p>Implementations are thread-safe and keep no reference to the tables they made. To be found, a provider is registered
 * both in {@code META-INF/services/dev.gossamer.spi.Backend} and by {@code provides … with} in its module.
 *
 * {@snippet file="dev/gossamer/tck/example/BucketBackend.java" region="backend"}
 *
 * @since 0.1.0
 */
public interface Backend {

    /**
     * The name of this backend in {@code -Ddev.gossamer.backend}, in {@code backend(…)} of builders and in messages.
     *
     * @return a short name in lower case
     */
    String name();

    /**
     * Decides which backend is used when several are found and none is named: the one of the highest rank, and of equal
     * ranks the first by name.
     *
     * @return the rank; 10 for the JDK backend, 20 for the Caffeine one
     */
    int rank();

    /**
     * What this backend offers beyond plain tables.
     *
     * @return its features, unmodifiable and always the same
     */
    Set<Feature> features();

    /**
     * Makes an empty table. Takes constant time and starts no thread.
     *
     * @param spec what the table has to be; its bounds ask only for {@linkplain #features() features} of this backend
     * @return a new table
     */
    Table table(TableSpec spec);

    /**
     * Makes an empty map that holds keys and values strongly and compares keys with {@code equals}: the storage for
     * users whose entries have more parts than a key and a value, such as the JCache adapter.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @param initialCapacity for how many entries to be sized from the start, at least 0
     * @param bounds the limits to keep; ask only for {@linkplain #features() features} of this backend
     * @param onEvicted called with each entry that was dropped because of the bounds, after it is gone, under no lock
     *     of the map
     * @return a new map
     */
    <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted);

    /**
     * Makes a policy for the hot tier of a container. The default leaves it to the library, which goes by recency.
     *
     * @param spec the limits to keep
     * @return a new policy, or empty for the library's own
     */
    default Optional<HotPolicy> hotPolicy(HotSpec spec) {
        return Optional.empty();
    }

    /**
     * Whether an operation stays quick among many keys of one hash code that are {@link Comparable}, on the weak side too.
     * The conformance kit asks for that (rule MAP-17) where a backend says so. Over any other backend, whoever can
     * choose keys can slow down a service.
     *
     * @return whether each operation compares a key with few of those that have its hash code; the default says no
     * @since 0.2.0
     */
    default boolean resistsCollisions() {
        return false;
    }
}
