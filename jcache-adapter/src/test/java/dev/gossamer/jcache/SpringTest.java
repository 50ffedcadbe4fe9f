package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A real client: Spring's cache abstraction, and its support for the standard's annotations, over a parsed configuration. */
class SpringTest {

    record Book(String title) {}

    /** What is cached. */
    public interface Library {
        Object find(String title);

        void forget(String title);

        String annotated(String title);

        void annotatedRemove(String title);

        int calls();
    }

    static class CountingLibrary implements Library {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        @Cacheable("books")
        public Object find(String title) {
            calls.incrementAndGet();
            return new Book(title);
        }

        @Override
        @CacheEvict("books")
        public void forget(String title) {}

        @Override
        @CacheResult(cacheName = "annotated")
        public String annotated(String title) {
            calls.incrementAndGet();
            return "found " + title;
        }

        @Override
        @CacheRemove(cacheName = "annotated")
        public void annotatedRemove(String title) {}

        @Override
        public int calls() {
            return calls.get();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Application {
        @Bean(destroyMethod = "close")
        javax.cache.CacheManager gossamer() {
            return new GossamerCachingProvider().getCacheManager(URI.create("classpath:clients.conf"), null);
        }

        @Bean
        CacheManager cacheManager(javax.cache.CacheManager gossamer) {
            return new JCacheCacheManager(gossamer);
        }

        @Bean
        Library library() {
            return new CountingLibrary();
        }
    }

    private final AnnotationConfigApplicationContext context =
            new AnnotationConfigApplicationContext(Application.class);
    private final Library library = context.getBean(Library.class);

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void cacheable_whileTheValueIsInUse_isCached() {
        Object book = library.find("Momo");
        assertThat(library.find("Momo")).isSameAs(book);
        assertThat(library.calls()).isOne();
        library.forget("Momo");
        assertThat(library.find("Momo")).isNotSameAs(book);
        Reference.reachabilityFence(book);
    }

    @Test
    @Tag("collector")
    void cacheable_whenItsOwnersAreGone_isForgotten() {
        LifecycleTest.awaitCollected("the book", findAndDrop());
        library.find("Momo");
        assertThat(library.calls()).isEqualTo(2);
    }

    private WeakReference<Object> findAndDrop() {
        return new WeakReference<>(library.find("Momo"));
    }

    @Test
    void jcacheAnnotations_throughSpring_work() {
        assertThat(library.annotated("Momo")).isEqualTo("found Momo");
        assertThat(library.annotated("Momo")).isEqualTo("found Momo");
        assertThat(library.calls()).isOne();
        library.annotatedRemove("Momo");
        library.annotated("Momo");
        assertThat(library.calls()).isEqualTo(2);
    }

    @Test
    void manager_listsTheParsedCaches() {
        assertThat(context.getBean(CacheManager.class).getCacheNames()).contains("books", "annotated");
    }
}
