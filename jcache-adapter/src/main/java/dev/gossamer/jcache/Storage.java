package dev.gossamer.jcache;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** How the map of one cache is made. */
@FunctionalInterface
interface Storage<K, V> {

    /** Makes an empty map that tells of every entry it drops by itself. */
    ConcurrentMap<K, Cell<K, V>> open(Dropped<K, V> dropped);

    /** Told of entries that the map dropped. */
    @FunctionalInterface
    interface Dropped<K, V> {
        void dropped(Eviction.Cause cause, @Nullable K key, Cell<K, V> cell);
    }

    /** Keys held strongly, in a backend's map. */
    static <K, V> Storage<K, V> in(Backend backend, Bounds bounds) {
        return dropped ->
                backend.strongMap(0, bounds, (key, cell) -> dropped.dropped(Eviction.Cause.BOUNDS, key, cell));
    }
}
