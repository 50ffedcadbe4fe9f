package dev.gossamer.it.micronaut;

import io.micronaut.cache.annotation.CacheInvalidate;
import io.micronaut.cache.annotation.CachePut;
import io.micronaut.cache.annotation.Cacheable;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** What is slow, and cached by Micronaut's annotations. */
@Singleton
class Library {
    private final AtomicInteger loads = new AtomicInteger();

    /** What is held weakly; compared by identity. */
    static final class Book {}

    @Cacheable("books")
    Book find(String title) {
        loads.incrementAndGet();
        return new Book();
    }

    @CacheInvalidate("books")
    void forget(String title) {}

    @Cacheable("titles")
    String title(int shelf, int place) {
        loads.incrementAndGet();
        return "Momo";
    }

    @CachePut(
            cacheNames = "titles",
            parameters = {"shelf", "place"})
    String rename(int shelf, int place, String title) {
        return title;
    }

    @CacheInvalidate(cacheNames = "titles", all = true)
    void clear() {}

    @Cacheable("titles")
    CompletableFuture<String> later(String key) {
        loads.incrementAndGet();
        return CompletableFuture.completedFuture("later " + key);
    }

    int loads() {
        return loads.get();
    }
}
