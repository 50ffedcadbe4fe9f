package dev.gossamer.examples.spring;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URI;
import javax.cache.Caching;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring's {@code @Cacheable} over a cache with weak values: cached while in use, gone when its users are. */
public final class SpringCacheExample {
    private SpringCacheExample() {}

    /** The application: nothing but the URI names Gossamer. */
    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Application {
        @Bean(destroyMethod = "close")
        javax.cache.CacheManager caches() {
            return Caching.getCachingProvider().getCacheManager(URI.create("classpath:covers.conf"), null);
        }

        @Bean
        CacheManager cacheManager(javax.cache.CacheManager caches) {
            return new JCacheCacheManager(caches);
        }

        @Bean
        Covers covers() {
            return new ScannedCovers();
        }
    }

    /**
     * Runs the example.
     *
     * @param arguments none
     * @throws InterruptedException if interrupted while it waits for the collector
     */
    public static void main(String... arguments) throws InterruptedException {
        try (var context = new AnnotationConfigApplicationContext(Application.class)) {
            Covers covers = context.getBean(Covers.class);
            WeakReference<Cover> watched = useFor(covers);
            System.out.println("nobody holds it any more; waiting for the collector");
            while (!watched.refersTo(null)) {
                System.gc();
                Thread.sleep(10);
            }
            System.out.println("asked a third time:");
            System.out.println("  " + covers.of("Momo"));
        }
    }

    private static WeakReference<Cover> useFor(Covers covers) {
        System.out.println("asked for the first time:");
        Cover cover = covers.of("Momo");
        System.out.println("  " + cover);
        System.out.println("asked again while it is in use:");
        System.out.println("  the same object: " + (covers.of("Momo") == cover));
        Reference.reachabilityFence(cover);
        return new WeakReference<>(cover);
    }
}
