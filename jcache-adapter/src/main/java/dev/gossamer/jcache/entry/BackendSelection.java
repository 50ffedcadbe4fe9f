package dev.gossamer.jcache.entry;

import dev.gossamer.Backends;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WrapperPolicy;
import dev.gossamer.jcache.Eviction;
import dev.gossamer.jcache.Strength;
import dev.gossamer.jcache.WeakCacheConfiguration;
import dev.gossamer.jcache.common.PluginFactory;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import java.util.concurrent.ConcurrentMap;
import java.util.function.ToIntBiFunction;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/** Opens the storage that a configuration asks for, or says why it cannot be had. */
public final class BackendSelection {
    private BackendSelection() {}

    /** Told of entries that the storage dropped by itself. */
    @FunctionalInterface
    interface Dropped<K, V> {
        void dropped(Eviction.Cause cause, @Nullable K key, StoredValue<K, V> storedValue);
    }

    /** The backend that a configuration names, or the standard one. */
    public static Backend backend(WeakCacheConfiguration<?, ?> configuration) {
        String name = configuration.getBackend();
        return name == null ? Backends.standard() : Backends.named(name);
    }

    static <K, V> ConcurrentMap<K, StoredValue<K, V>> open(
            String cacheName, WeakCacheConfiguration<K, V> configuration, Dropped<K, V> dropped) {
        Backend backend = backend(configuration);
        if (configuration.getKeyStrength() == Strength.WEAK) {
            return WeakKeyMap.<K, StoredValue<K, V>>builder()
                    .backend(backend)
                    .wrapperPolicy(WrapperPolicy.ALLOW)
                    .onCollected((storedValue, ticket) -> dropped.dropped(Eviction.Cause.COLLECTED, null, storedValue))
                    .build();
        }
        return backend.strongMap(
                0,
                bounds(cacheName, configuration),
                (key, storedValue) -> dropped.dropped(Eviction.Cause.BOUNDS, key, storedValue));
    }

    /** Refuses a backend that cannot be found, or does not offer the bounds it is to keep. */
    public static void requireOffered(WeakCacheConfiguration<?, ?> configuration) {
        Backend backend = backend(configuration);
        if (configuration.getMaximumSize().isPresent()) {
            require(backend, Feature.MAXIMUM_SIZE);
        }
        if (configuration.getMaximumWeight().isPresent()) {
            require(backend, Feature.MAXIMUM_WEIGHT);
        }
    }

    private static <K, V> Bounds bounds(String cacheName, WeakCacheConfiguration<K, V> configuration) {
        if (configuration.getMaximumSize().isPresent()) {
            return Bounds.NONE.maximumSize(configuration.getMaximumSize().getAsLong());
        }
        Factory<? extends ToIntBiFunction<? super K, ? super V>> weigher = configuration.getWeigherFactory();
        if (configuration.getMaximumWeight().isPresent() && weigher != null) {
            ToIntBiFunction<? super K, ? super V> made = PluginFactory.make(cacheName, "weigher", weigher);
            return Bounds.NONE.maximumWeight(configuration.getMaximumWeight().getAsLong(), weighing(made));
        }
        return Bounds.NONE;
    }

    private static void require(Backend backend, Feature feature) {
        if (!backend.features().contains(feature)) {
            throw new IllegalArgumentException("backend \"" + backend.name() + "\" offers no " + feature.option()
                    + "; leave it out or name a backend that does, such as \"caffeine\"");
        }
    }

    /** Weighs stored values by the keys and values in them. */
    @SuppressWarnings("unchecked") // the backend weighs only what the cache stores
    private static <K, V> ToIntBiFunction<Object, Object> weighing(ToIntBiFunction<? super K, ? super V> weigher) {
        return (key, storedValue) -> {
            V value = ((StoredValue<K, V>) storedValue).value();
            return value == null ? 0 : weigher.applyAsInt((K) key, value);
        };
    }
}
