package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.jcache.GossamerCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Near caches that a program gets by what the resource of its cache manager says, and no code. */
class NearConfigurationTest {
    private static final String ENGINE = LoopbackHazelcastProvider.class.getName();

    private final GossamerCachingProvider provider = new GossamerCachingProvider();

    @TempDir
    private Path directory;

    private CacheManager reading(String text) throws IOException {
        URI resource = Files.writeString(directory.resolve("test.conf"), text).toUri();
        return provider.getCacheManager(resource, null);
    }

    @AfterEach
    void close() {
        provider.close();
        assertThat(LocalListeners.count()).isZero();
    }

    @Test
    void listedCache_withASectionNear_isOneOverTheEngine() throws IOException {
        CacheManager manager = reading("caches { covers { statistics = true, near { provider = \"" + ENGINE
                + "\", uri = hz, max-staleness = 10 s, backend = jdk, hot { recent = 10 } } } }");
        Cache<String, byte[]> covers = manager.getCache("covers");
        byte[] cover = {1};
        covers.put("k", cover);
        assertThat(covers.get("k")).isSameAs(cover);
        assertThat((Object) covers.unwrap(NearCache.class)).isSameAs(covers);
        assertThat(covers.getCacheManager()).isSameAs(manager);
        manager.enableManagement("covers", true);
        manager.enableStatistics("covers", false);
        covers.close();
        assertThat(covers.isClosed()).isTrue();
        Cache<String, byte[]> again = manager.getCache("covers");
        assertThat(again).isNotSameAs(covers);
        assertThat(again.get("k")).containsExactly(1);
        manager.destroyCache("covers");
    }

    @Test
    void createdCache_withoutIdentityOfValues_worksAndGoesWithItsDestruction() throws IOException {
        CacheManager manager = reading("defaults { near { provider = \"" + ENGINE + "\" } }");
        MutableConfiguration<String, Integer> numbers =
                new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
        Cache<String, Integer> first = manager.createCache("numbers", numbers);
        first.put("k", 1);
        assertThat(first.get("k")).isEqualTo(1);
        manager.destroyCache("numbers");
        Cache<String, Integer> second = manager.createCache("numbers", numbers);
        assertThat(second.get("k")).isNull();
    }

    @Test
    void provider_thatIsNone_isNamed() throws IOException {
        CacheManager manager = reading("caches { c { near { provider = java.lang.String } } }");
        assertThatThrownBy(() -> manager.getCache("c"))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cannot make the provider java.lang.String that a section near names; give the name of a public"
                                + " CachingProvider on the class path that has a public constructor without parameters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "near { uri = hz }|a section with a provider, the class name of the engine's CachingProvider",
                "near { provider = p, max-age = 1 s }|unknown key \"caches.c.near.max-age\"",
                "near { provider = p, max-staleness = 0 s }|\"caches.c.near.max-staleness\" is PT0S; it has to be more than 0",
                "near { provider = p }, values = weak|it has to be without it, as the engine stores the entries",
            })
    void resource_thatSaysWhatCannotBe_isRefused(String settings, String message) {
        assertThatThrownBy(() -> reading("caches { c { " + settings + " } }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(message);
    }
}
