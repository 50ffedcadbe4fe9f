package dev.gossamer.jcache.near;

import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** One process of an engine, or one that stands for it in this JVM, with a provider of its own. */
abstract class EngineMember implements AutoCloseable {
    final CacheManager manager;

    EngineMember(CacheManager manager) {
        this.manager = manager;
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
    public abstract void close();
}
