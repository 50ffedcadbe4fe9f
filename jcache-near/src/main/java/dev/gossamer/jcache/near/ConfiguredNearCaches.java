package dev.gossamer.jcache.near;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.jcache.ManagedCache;
import dev.gossamer.jcache.NearCacheProvider;
import dev.gossamer.jcache.NearCacheSettings;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.spi.CachingProvider;

/**
 * Makes the near caches that the resource of a Gossamer cache manager asks for. Thread-safe. Holds the engine's
 * providers, which it shares only with other instances of this class in this JVM; each is closed with the last Gossamer
 * manager that uses it.
 *
 * @since 0.2.0
 */
public final class ConfiguredNearCaches implements NearCacheProvider {
    private final Map<String, CachingProvider> engines = new HashMap<>();

    /** Makes one for a manager, without contacting an engine. */
    public ConfiguredNearCaches() {}

    @Override
    public <K, V> ManagedCache<K, V> create(
            CacheManager manager,
            String name,
            CompleteConfiguration<K, V> configuration,
            NearCacheSettings settings,
            Runnable closed) {
        CacheManager engine = engine(manager, settings);
        NearCacheBuilder<K, V> builder = NearCache.create(engine, name, configuration)
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .presentedBy(manager, closed);
        Duration maxStaleness = settings.maxStaleness();
        if (maxStaleness != null) {
            builder.maxStaleness(maxStaleness);
        }
        HotTier<? super Object> hot = settings.hot();
        if (hot != null) {
            builder.hot(hot);
        }
        String backend = settings.backend();
        if (backend != null) {
            builder.backend(backend);
        }
        return new Managed<>(builder.assemble(), engine);
    }

    private synchronized CacheManager engine(CacheManager manager, NearCacheSettings settings) {
        ClassLoader loader = manager.getClassLoader();
        CachingProvider engine = engines.get(settings.provider());
        if (engine == null) {
            engine = EngineProviders.acquire(settings.provider(), loader);
            engines.put(settings.provider(), engine);
        }
        URI uri = settings.uri();
        return engine.getCacheManager(uri != null ? uri : engine.getDefaultURI(), loader);
    }

    @Override
    public synchronized void close() {
        engines.values().forEach(EngineProviders::release);
        engines.clear();
    }

    /** A near cache whose contents are in a manager of the engine. */
    private record Managed<K, V>(WeakNearCache<K, V> near, CacheManager engine) implements ManagedCache<K, V> {
        @Override
        public Cache<K, V> cache() {
            return near;
        }

        @Override
        public void enableStatistics(boolean enabled) {
            near.beans().enableStatistics(enabled);
        }

        @Override
        public void enableManagement(boolean enabled) {
            near.beans().enableManagement(enabled);
        }

        @Override
        public void closeBeans() {
            near.beans().close();
        }

        @Override
        public void destroy() {
            near.close();
            if (!engine.isClosed()) {
                engine.destroyCache(near.getName());
            }
        }
    }
}
