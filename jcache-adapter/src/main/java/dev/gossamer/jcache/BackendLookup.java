package dev.gossamer.jcache;

import dev.gossamer.spi.Backend;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import javax.cache.CacheException;
import org.jspecify.annotations.Nullable;

/** Finds the backend that is to store the entries of a cache. */
final class BackendLookup {
    private BackendLookup() {}

    /** The backend of a name, or for {@code null} the one that {@code dev.gossamer.backend} names, or the best there is. */
    static Backend find(@Nullable String name) {
        List<Backend> found = ServiceLoader.load(Backend.class, Backend.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparingInt((Backend backend) -> -backend.rank())
                        .thenComparing(Backend::name))
                .toList();
        String wanted = name == null ? System.getProperty("dev.gossamer.backend") : name;
        for (Backend backend : found) {
            if (wanted == null || backend.name().equals(wanted)) {
                return backend;
            }
        }
        List<String> names = found.stream().map(Backend::name).toList();
        throw new CacheException(
                wanted == null
                        ? "no backend found; put gossamer-backend-jdk or gossamer-backend-caffeine on the path"
                        : "no backend named \"" + wanted + "\"; found: " + names);
    }
}
