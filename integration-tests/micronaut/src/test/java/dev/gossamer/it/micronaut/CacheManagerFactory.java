package dev.gossamer.it.micronaut;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.net.URI;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** Where a JCache manager is a bean, Micronaut's caches are its caches. */
@Factory
class CacheManagerFactory {

    @Singleton
    @Bean(preDestroy = "close")
    CacheManager cacheManager() {
        return Caching.getCachingProvider().getCacheManager(URI.create("classpath:micronaut.conf"), null);
    }
}
