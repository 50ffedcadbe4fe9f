package dev.gossamer.it.micronaut;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.cache.CacheManager;
import io.micronaut.context.ApplicationContext;
import java.lang.ref.Reference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real client: Micronaut's cache annotations, whose caches are those of a resource. */
class MicronautTest {
    private final ApplicationContext context = ApplicationContext.run();
    private final Library library = context.getBean(Library.class);

    @AfterEach
    void closeContext() {
        context.close();
    }

    @Test
    void caches_areThoseOfTheResource() {
        CacheManager<?> caches = context.getBean(CacheManager.class);
        assertThat(caches.getCacheNames()).containsExactlyInAnyOrder("books", "titles");
    }

    @Test
    void cacheable_withWeakValues_isTheSameWhileInUseUntilItIsInvalidated() {
        Library.Book book = library.find("Momo");
        assertThat(library.find("Momo")).isSameAs(book);
        assertThat(library.loads()).isOne();
        library.forget("Momo");
        assertThat(library.find("Momo")).isNotSameAs(book);
        assertThat(library.loads()).isEqualTo(2);
        Reference.reachabilityFence(book);
    }

    @Test
    void keysOfSeveralParameters_storedByValue_areFoundPutAndCleared() {
        assertThat(library.title(1, 2)).isEqualTo("Momo");
        assertThat(library.title(1, 2)).isEqualTo("Momo");
        assertThat(library.loads()).isOne();
        assertThat(library.rename(1, 2, "Jim Knopf")).isEqualTo("Jim Knopf");
        assertThat(library.title(1, 2)).isEqualTo("Jim Knopf");
        assertThat(library.loads()).isOne();
        library.clear();
        assertThat(library.title(1, 2)).isEqualTo("Momo");
        assertThat(library.loads()).isEqualTo(2);
    }

    @Test
    void cacheable_thatCompletesLater_cachesWhatItCompletesWith() {
        assertThat(library.later("k").join()).isEqualTo("later k");
        assertThat(library.later("k").join()).isEqualTo("later k");
        assertThat(library.loads()).isOne();
    }

    @Test
    void context_closed_closesTheManager() {
        javax.cache.CacheManager manager = context.getBean(javax.cache.CacheManager.class);
        context.close();
        assertThat(manager.isClosed()).isTrue();
    }
}
