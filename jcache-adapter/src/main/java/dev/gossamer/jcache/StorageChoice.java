package dev.gossamer.jcache;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import java.util.function.ToIntBiFunction;
import javax.cache.configuration.Factory;

/** Which storage a configuration asks for, or why it cannot be had. */
final class StorageChoice {
    private StorageChoice() {}

    static <K, V> Storage<K, V> of(WeakCacheConfiguration<K, V> configuration) {
        String name = configuration.getBackend();
        Backend backend = name == null ? Backends.standard() : Backends.named(name);
        Bounds bounds = Bounds.NONE;
        if (configuration.getMaximumSize().isPresent()) {
            require(backend, Feature.MAXIMUM_SIZE);
            bounds = bounds.maximumSize(configuration.getMaximumSize().getAsLong());
        }
        Factory<? extends ToIntBiFunction<? super K, ? super V>> weigher = configuration.getWeigherFactory();
        if (configuration.getMaximumWeight().isPresent() && weigher != null) {
            require(backend, Feature.MAXIMUM_WEIGHT);
            bounds = bounds.maximumWeight(configuration.getMaximumWeight().getAsLong(), weighing(weigher.create()));
        }
        return Storage.in(backend, bounds);
    }

    private static void require(Backend backend, Feature feature) {
        if (!backend.features().contains(feature)) {
            throw new IllegalArgumentException("backend \"" + backend.name() + "\" offers no " + feature.option()
                    + "; leave it out or name a backend that does, such as \"caffeine\"");
        }
    }

    /** Weighs cells by the keys and values in them. */
    @SuppressWarnings("unchecked")
    private static <K, V> ToIntBiFunction<Object, Object> weighing(ToIntBiFunction<? super K, ? super V> weigher) {
        return (key, cell) -> {
            V value = ((Cell<K, V>) cell).value();
            return value == null ? 0 : weigher.applyAsInt((K) key, value);
        };
    }
}
