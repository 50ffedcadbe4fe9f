package dev.gossamer.jcache.near;

import java.net.URI;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.redisson.jcache.JCachingProvider;

/** A client of a Redis, with a provider of its own. */
final class RedissonMember implements AutoCloseable {
    final CacheManager manager;

    RedissonMember(URI configuration) {
        this.manager = new JCachingProvider().getCacheManager(configuration, null);
    }

    <T> Cache<String, T> cache(String name, Class<T> type) {
        Cache<String, T> there = manager.getCache(name, String.class, type);
        return there != null
                ? there
                : manager.createCache(name, new MutableConfiguration<String, T>().setTypes(String.class, type));
    }

    NearCacheBuilder<String, byte[]> near(String name) {
        return NearCache.over(cache(name, Envelope.class));
    }

    @Override
    public void close() {
        manager.close();
    }
}
