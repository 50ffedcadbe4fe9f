package dev.gossamer.jcache;

import java.net.URI;
import java.util.Set;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/** What the resource of a manager says about its caches. */
final class CacheDefaults {
    private final Copier serialization = new SerializingCopier(SerializingCopier.DEFAULT_FILTER);

    static CacheDefaults read(URI uri, ClassLoader loader, URI optional) {
        return new CacheDefaults();
    }

    Copier serialization() {
        return serialization;
    }

    <K, V> WeakCacheConfiguration<K, V> complete(String cacheName, Configuration<K, V> configuration) {
        return WeakCacheConfiguration.builder(configuration).build();
    }

    boolean lists(String cacheName) {
        return false;
    }

    Set<String> listed() {
        return Set.of();
    }

    WeakCacheConfiguration<?, ?> listed(
            String cacheName, @Nullable Class<?> keyType, @Nullable Class<?> valueType) {
        throw new IllegalStateException(cacheName);
    }

    void forget(String cacheName) {}
}
