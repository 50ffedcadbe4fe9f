package dev.gossamer.jcache;

import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import org.jspecify.annotations.Nullable;

/** What makes the near caches of one manager; looked for when the first is wanted. Thread-safe. */
final class NearCaches {
    private final CacheManager manager;
    private @Nullable NearCacheProvider provider;

    NearCaches(CacheManager manager) {
        this.manager = manager;
    }

    <K, V> ManagedCache<K, V> create(
            String name, CompleteConfiguration<K, V> configuration, NearCacheSettings settings, Runnable closed) {
        return provider(name).create(manager, name, configuration, settings, closed);
    }

    private synchronized NearCacheProvider provider(String cacheName) {
        if (provider == null) {
            provider = find(cacheName);
        }
        return provider;
    }

    private NearCacheProvider find(String cacheName) {
        Iterator<NearCacheProvider> found = ServiceLoader.load(NearCacheProvider.class, manager.getClassLoader())
                .iterator();
        Throwable unusable = null;
        while (true) {
            try {
                if (!found.hasNext()) {
                    break;
                }
                return found.next();
            } catch (ServiceConfigurationError e) {
                unusable = e; // one broken line hides no other
            }
        }
        throw new CacheException(
                "cache \"" + cacheName + "\" is to be near, and nothing found makes near caches;"
                        + " put gossamer-jcache-near on the path, or leave its section near out",
                unusable);
    }

    /** Lets go of the engines. */
    synchronized void close() {
        if (provider != null) {
            provider.close();
            provider = null;
        }
    }
}
