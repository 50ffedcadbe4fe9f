package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToIntBiFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings read from the resource that the URI of a manager names. */
class ResourceTest extends CacheFixture {
    @TempDir
    private Path directory;

    /** A copier that a resource can name. */
    public static final class SharingCopier implements Copier {
        @Override
        public <T> T copy(T object, ClassLoader loader) {
            return object;
        }
    }

    /** A weigher that a resource can name. */
    public static final class OneWeigher implements ToIntBiFunction<Object, Object> {
        @Override
        public int applyAsInt(Object key, Object value) {
            return 1;
        }
    }

    private CacheManager reading(String text) throws IOException {
        return provider.getCacheManager(
                Files.writeString(directory.resolve("test.conf"), text).toUri(), null);
    }

    private static WeakCacheConfiguration<?, ?> settings(Cache<?, ?> cache) {
        return ((GossamerCache<?, ?>) cache).parts().configuration();
    }

    @Test
    void everySetting_isRead() throws IOException {
        CacheManager read = reading("""
                defaults { backend = jdk, statistics = true }
                caches {
                  books {
                    key-type = java.lang.String
                    value-type = java.lang.Integer
                    keys = strong
                    backend = caffeine
                    maximum-weight = 7
                    weigher = "dev.gossamer.jcache.ResourceTest$OneWeigher"
                    store-by-value = true
                    management = true
                    copier = "dev.gossamer.jcache.ResourceTest$SharingCopier"
                    expiry { after-creation = 10 minutes, after-access = 90 seconds, after-update = 1 hour }
                  }
                  "with.dots and spaces" { values = soft, store-by-value = false, hot { recent = 5, for-at-least = 1s } }
                }
                """);
        WeakCacheConfiguration<?, ?> books = settings(read.getCache("books", String.class, Integer.class));
        assertThat(books.getBackend()).isEqualTo("caffeine");
        assertThat(books.getMaximumWeight()).hasValue(7);
        assertThat(books.getWeigherFactory().create()).isInstanceOf(OneWeigher.class);
        assertThat(books.getCopierFactory().create()).isInstanceOf(SharingCopier.class);
        assertThat(books.isStatisticsEnabled()).isTrue();
        assertThat(books.isManagementEnabled()).isTrue();
        var expiry = books.getExpiryPolicyFactory().create();
        assertThat(expiry.getExpiryForCreation().getDurationAmount()).isEqualTo(600_000);
        assertThat(expiry.getExpiryForAccess().getDurationAmount()).isEqualTo(90_000);
        assertThat(expiry.getExpiryForUpdate().getDurationAmount()).isEqualTo(3_600_000);
        WeakCacheConfiguration<?, ?> dots = settings(read.getCache("with.dots and spaces"));
        assertThat(dots.getValueStrength()).isEqualTo(Strength.SOFT);
        assertThat(dots.getBackend()).isEqualTo("jdk");
        assertThat(dots.isStoreByValue()).isFalse();
        assertThat(dots.getHotTierFactory()).isEqualTo(new HotSettings<>(5L, Duration.ofSeconds(1)));
    }

    @Test
    void listedCache_existsFromTheStartAndTakesTheTypesAsked() throws IOException {
        CacheManager read = reading("caches { a {}, b {} }");
        assertThat(read.getCacheNames()).containsExactly("a", "b");
        Cache<String, Integer> a = read.getCache("a", String.class, Integer.class);
        assertThat(a).isSameAs(read.getCache("a"));
        read.destroyCache("b");
        assertThat(read.getCacheNames()).containsExactly("a");
        Cache<Object, Object> b = read.getCache("b");
        assertThat(b).isNull();
        Cache<Object, Object> unlisted = read.getCache("unlisted");
        assertThat(unlisted).isNull();
    }

    @Test
    void createCache_withAStandardConfiguration_resourceHasTheLastWord() throws IOException {
        CacheManager read =
                reading("defaults { values = weak, store-by-value = false }, caches { s { values = strong } }");
        Cache<String, String> any = read.createCache("any", strings());
        assertThat(settings(any).getValueStrength()).isEqualTo(Strength.WEAK);
        assertThat(settings(any).isStoreByValue()).isFalse();
        assertThat(settings(any).isStatisticsEnabled()).isTrue();
        Cache<String, String> listed = read.createCache("s", strings());
        assertThat(settings(listed).getValueStrength()).isEqualTo(Strength.STRONG);
        assertThat(settings(listed).isStoreByValue()).isFalse();
    }

    @Test
    void createCache_withOurConfiguration_codeHasTheLastWord() throws IOException {
        CacheManager read = reading("defaults { values = weak, store-by-value = false }");
        var configuration =
                WeakCacheConfiguration.builder(String.class, String.class).build();
        assertThat(settings(read.createCache("c", configuration))).isEqualTo(configuration);
    }

    @Test
    void weakByDefaultWithByValueByDefault_isRefused() throws IOException {
        CacheManager read = reading("caches { c { values = weak } }");
        assertThatThrownBy(() -> read.getCache("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot store by value and hold values WEAK");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            valuess = weak                              | unknown key "defaults.valuess"; choose among [backend, copier, expiry, hot, keys, management, maximum-size, maximum-weight, statistics, store-by-value, values, weigher]
            values = feeble                             | "defaults.values" is feeble; it has to be one of [strong, weak, soft]
            keys = soft                                 | "defaults.keys" is soft; it has to be one of [strong, weak]
            maximum-size = many                         | "defaults.maximum-size" is many; it has to be a whole number, 0 or more
            maximum-size = -1                           | "defaults.maximum-size" is -1; it has to be a whole number, 0 or more
            store-by-value = perhaps                    | "defaults.store-by-value" is perhaps; it has to be true or false
            maximum-weight = 3                          | "defaults.maximum-weight" is alone; it has to be together with the other one of maximum-weight and weigher
            copier = no.such.Class                      | "defaults.copier" is no.such.Class; it has to be the name of a class that is a dev.gossamer.jcache.Copier and on the class path
            hot {}                                      | "defaults.hot" is empty; it has to be a section with recent, for-at-least or both
            hot { recent = 0 }                          | "defaults.hot" is {recent=0}; it has to be possible: recent 0 holds nothing; give 1 or more, or leave hot(…) out
            expiry = 10                                 | "defaults.expiry" is 10; it has to be a section in braces
            expiry { after-noon = 1s }                  | unknown key "defaults.expiry.after-noon"; choose among [after-access, after-creation, after-update]
            expiry { after-access = soon }              | "defaults.expiry.after-access" is soon; it has to be a duration such as 90 seconds or 10 minutes
            """)
    void mistake_isNamedWithItsPlaceAndTheChoices(String line, String message) {
        assertThatThrownBy(() -> reading("\ndefaults {\n  " + line + "\n}"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("test.conf: 3")
                .hasMessageEndingWith(message);
    }

    @Test
    void mistakes_elsewhere_areNamedToo() {
        assertThatThrownBy(() -> reading("cachez {}"))
                .hasMessageEndingWith(
                        "test.conf: 1: unknown key \"cachez\"; choose among [caches, defaults, serialization-filter]");
        assertThatThrownBy(() -> reading("caches { a { x = 1 } }"))
                .hasMessageContaining("unknown key \"caches.a.x\"; choose among [backend, ");
        assertThatThrownBy(() -> reading("caches { a = 1 }"))
                .hasMessageContaining("\"caches.a\" is 1; it has to be a section in braces");
        assertThatThrownBy(() -> reading("serialization-filter = \"maxdepth=x\""))
                .hasMessageContaining("\"serialization-filter\" is maxdepth=x");
        assertThatThrownBy(() -> reading("caches {"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("test.conf");
    }

    @Test
    void missingResource_isAnErrorThatNamesIt() {
        assertThatThrownBy(() -> provider.getCacheManager(URI.create("classpath:no/such.conf"), null))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "no resource no/such.conf on the class path of the cache manager; put it there, or use a URI"
                                + " whose scheme is none of classpath, file and jar if it is only to be a name");
        URI missing = directory.resolve("missing.conf").toUri();
        assertThatThrownBy(() -> provider.getCacheManager(missing, null))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("cannot read " + missing);
    }

    @Test
    void defaultUri_withoutResource_givesPlainCaches() {
        CacheManager plain = provider.getCacheManager();
        assertThat(plain.getCacheNames()).isEmpty();
        Cache<String, String> cache =
                plain.createCache("c", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        assertThat(settings(cache))
                .isEqualTo(WeakCacheConfiguration.builder(String.class, String.class)
                        .build());
    }

    @Test
    void resource_fromTheManagersClassPathOrAJar_isRead() throws IOException {
        Files.writeString(directory.resolve("gossamer-jcache.conf"), "caches { mine {} }");
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            assertThat(provider.getCacheManager(null, loader).getCacheNames()).containsExactly("mine");
            assertThat(provider.getCacheManager(URI.create("classpath:/gossamer-jcache.conf"), loader)
                            .getCacheNames())
                    .containsExactly("mine");
        }
        Path jar = directory.resolve("settings.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry("in.conf"));
            out.write("caches { jarred {} }".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        assertThat(provider.getCacheManager(URI.create("jar:" + jar.toUri() + "!/in.conf"), null)
                        .getCacheNames())
                .containsExactly("jarred");
    }
}
