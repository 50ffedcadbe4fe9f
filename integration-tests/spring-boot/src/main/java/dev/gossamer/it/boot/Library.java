package dev.gossamer.it.boot;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** What is slow, and cached: by Spring's annotation in a cache with weak values, by the standard's in one that copies. */
@Service
public class Library {
    private final AtomicInteger loads = new AtomicInteger();

    /**
     * A book; compared by identity, and kept by nobody but its readers.
     *
     * @param title its title
     * @return the book
     */
    @Cacheable("books")
    public Book find(String title) {
        loads.incrementAndGet();
        return new Book(title);
    }

    /**
     * The words of a title.
     *
     * @param title the title
     * @return a value that is copied
     */
    @CacheResult(cacheName = "words")
    public Words words(String title) {
        loads.incrementAndGet();
        return new Words(new ArrayList<>(List.of(title.split(" "))));
    }

    /**
     * Drops the words of a title.
     *
     * @param title the title
     */
    @CacheRemove(cacheName = "words")
    public void forgetWords(String title) {}

    int loads() {
        return loads.get();
    }

    /** What is held weakly. */
    public static final class Book {
        private final String title;

        Book(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * What is stored by value, so read again by the class loader of the one jar.
     *
     * @param all the words
     */
    public record Words(List<String> all) implements Serializable {}
}
