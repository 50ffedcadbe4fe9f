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
    void near_withoutAModuleThatMakesNearCaches_tellsTheWayOut() throws IOException {
        CacheManager read = reading("caches { c { near { provider = p } } }");
        assertThatThrownBy(() -> read.getCache("c"))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"c\" is to be near, and nothing found makes near caches;"
                        + " put gossamer-jcache-near on the path, or leave its section near out");
        assertThat(read.getCacheNames()).containsExactly("c");
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
        assertThatThrownBy(() -> read.createCache("s", strings()))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("a cache named \"s\" exists already, as file:")
                .hasMessageEndingWith("lists it; ask for it by getCache, choose another name or destroy it first");
        read.destroyCache("s");
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
    void contradictorySettings_areRefusedWhenTheResourceIsRead() {
        assertThatThrownBy(() -> reading("\ncaches { c { values = weak } }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("test.conf: 2: cache \"c\": cannot store by value and hold values WEAK");
        assertThatThrownBy(() -> reading("caches { c { backend = jdk, maximum-size = 5 } }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("backend \"jdk\" offers no maximumSize");
        assertThatThrownBy(() -> reading("caches { c { backend = nowhere } }"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void destroyedCache_madeAgain_hasTheSettingsOfTheResource() throws IOException {
        CacheManager read = reading("caches { c { values = weak, store-by-value = false } }");
        read.getCache("c");
        for (int round = 0; round < 3; round++) {
            read.destroyCache("c");
            assertThat(read.getCacheNames()).isEmpty();
            Cache<String, String> again = read.createCache("c", strings());
            assertThat(settings(again).getValueStrength()).isEqualTo(Strength.WEAK);
            assertThat(settings(again).isStoreByValue()).isFalse();
        }
    }

    @Test
    void closedCache_askedForAgain_hasTheSettingsOfTheResource() throws IOException {
        CacheManager read = reading("caches { c { values = weak, store-by-value = false } }");
        read.getCache("c").close();
        assertThat(settings(read.getCache("c")).getValueStrength()).isEqualTo(Strength.WEAK);
        URI uri = read.getURI();
        read.close();
        CacheManager reopened = provider.getCacheManager(uri, null);
        assertThat(settings(reopened.getCache("c")).getValueStrength()).isEqualTo(Strength.WEAK);
    }

    @Test
    void listedCache_createdByManyThreads_hasTheSettingsOfTheResourceWhoeverWins() throws Exception {
        CacheManager read = reading("caches { c { values = weak, store-by-value = false } }");
        for (int round = 0; round < 50; round++) {
            Racers.race(3, i -> () -> {
                if (i == 0) {
                    read.destroyCache("c");
                } else if (i == 1) {
                    read.getCache("c");
                } else {
                    createQuietly(read);
                }
                return null;
            });
            Cache<?, ?> winner = read.getCache("c");
            assertThat(winner == null || settings(winner).getValueStrength() == Strength.WEAK)
                    .isTrue();
        }
    }

    private static void createQuietly(CacheManager read) {
        try {
            read.createCache("c", strings());
        } catch (CacheException e) {
            assertThat(e).hasMessageContaining("exists already");
        }
    }

    @Test
    void weakByDefault_valuesThatCannotBeReferencedWeakly_areHeldStrongly() throws IOException {
        CacheManager read = reading("defaults { values = weak, store-by-value = false }, caches { named {} }");
        Cache<Object, Object> any = read.createCache("any", new MutableConfiguration<>());
        any.put("k", 1L);
        assertThat(any.get("k")).isEqualTo(1L);
        Cache<Object, Object> named = read.getCache("named");
        assertThatThrownBy(() -> named.put("k", 1L)).isInstanceOf(dev.gossamer.NotWeaklyReferenceableException.class);
    }

    @Test
    void expiry_withoutAfterCreation_countsCreationAsTheFirstUpdateOrRead() throws IOException {
        CacheManager read = reading(
                "caches { a { expiry { after-access = 90 s } }, b { expiry { after-access = 1 s, after-update = 2 s } } }");
        var a = settings(read.getCache("a")).getExpiryPolicyFactory().create();
        assertThat(a.getExpiryForCreation().getDurationAmount()).isEqualTo(90_000);
        var b = settings(read.getCache("b")).getExpiryPolicyFactory().create();
        assertThat(b.getExpiryForCreation().getDurationAmount()).isEqualTo(2_000);
    }

    @Test
    void substitutions_fromTheDefinitions_areFilledIn() throws IOException {
        CacheManager read = reading("""
                definitions { short { after-creation = 5 s }, anything = 1 }
                caches { a { expiry = ${definitions.short} } }
                """);
        var expiry = settings(read.getCache("a")).getExpiryPolicyFactory().create();
        assertThat(expiry.getExpiryForCreation().getDurationAmount()).isEqualTo(5_000);
    }

    @ParameterizedTest
    @CsvSource({"plain", "jar", "jar on the class path"})
    void include_relativeToItsResource_isFoundWhereverThatIs(String where) throws IOException {
        java.util.Map<String, String> files = java.util.Map.of(
                "conf/main.conf", "include \"more\", include \"sub/other.conf\", include \"absent\", caches { own {} }",
                "conf/more.conf", "caches { more {} }",
                "conf/sub/other.conf", "include \"nested.conf\"",
                "conf/sub/nested.conf", "caches { nested {} }");
        Path jar = directory.resolve("included.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (var file : files.entrySet()) {
                Path plain = directory.resolve(file.getKey());
                Files.createDirectories(plain.getParent());
                Files.writeString(plain, file.getValue());
                out.putNextEntry(new JarEntry(file.getKey()));
                out.write(file.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
            URI uri = URI.create(
                    where.equals("plain")
                            ? directory.resolve("conf/main.conf").toUri().toString()
                            : where.equals("jar")
                                    ? "jar:" + jar.toUri() + "!/conf/main.conf"
                                    : "CLASSPATH:conf/main.conf");
            assertThat(provider.getCacheManager(uri, loader).getCacheNames()).containsExactly("more", "nested", "own");
        }
    }

    @Test
    void include_thatIsRequiredAndMissingOrACircle_isAnError() throws IOException {
        assertThatThrownBy(() -> reading("include required(\"nowhere.conf\")"))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("nowhere.conf");
        assertThatThrownBy(() -> reading("include \"test.conf\""))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("break the circle");
    }

    @Test
    void schemes_ignoreCase_andARelativePathIsNoName() throws IOException {
        URI file = Files.writeString(directory.resolve("x.conf"), "caches { c {} }")
                .toUri();
        assertThat(provider.getCacheManager(URI.create(file.toString().replace("file:", "FILE:")), null)
                        .getCacheNames())
                .containsExactly("c");
        assertThat(provider.getCacheManager(URI.create("Classpath:clients.conf"), null)
                        .getCacheNames())
                .contains("books");
        assertThatThrownBy(() -> provider.getCacheManager(URI.create("caches.conf"), null))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "cannot tell where caches.conf is; say classpath:caches.conf or give an absolute URI of scheme"
                                + " file or jar");
    }

    @Test
    void fragment_tellsApartManagersThatReadOneResource() throws IOException {
        URI file = Files.writeString(directory.resolve("x.conf"), "caches { c {} }")
                .toUri();
        CacheManager first = provider.getCacheManager(URI.create(file + "#first"), null);
        CacheManager second = provider.getCacheManager(URI.create(file + "#second"), null);
        first.close();
        assertThat(second.isClosed()).isFalse();
        assertThat(second.getCacheNames()).containsExactly("c");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            valuess = weak                              | unknown key "defaults.valuess"; choose among [backend, copier, expiry, hot, keys, management, maximum-size, maximum-weight, near, statistics, store-by-value, values, weigher]
            values = feeble                             | "defaults.values" is feeble; it has to be one of [strong, weak, soft]
            keys = soft                                 | "defaults.keys" is soft; it has to be one of [strong, weak]
            maximum-size = many                         | "defaults.maximum-size" is many; it has to be a whole number, 0 or more
            maximum-size = -1                           | "defaults.maximum-size" is -1; it has to be a whole number, 0 or more
            maximum-size = 1.5                          | "defaults.maximum-size" is 1.5; it has to be a whole number, 0 or more
            maximum-size = 1e30                         | "defaults.maximum-size" is 1.0E30; it has to be a whole number, 0 or more
            hot { recent = "2.5" }                      | "defaults.hot.recent" is 2.5; it has to be a whole number, 0 or more
            store-by-value = perhaps                    | "defaults.store-by-value" is perhaps; it has to be true or false
            maximum-weight = 3                          | "defaults.maximum-weight" is alone; it has to be together with the other one of maximum-weight and weigher
            copier = no.such.Class                      | "defaults.copier" is no.such.Class; it has to be the name of a class that is a dev.gossamer.jcache.Copier and on the class path
            hot {}                                      | "defaults.hot" is empty; it has to be a section with recent, for-at-least or both
            hot { recent = 0 }                          | "defaults.hot" is {recent=0}; it has to be possible: recent 0 holds nothing; give 1 or more, or leave hot(…) out
            expiry = 10                                 | "defaults.expiry" is 10; it has to be a section in braces
            expiry { after-noon = 1s }                  | unknown key "defaults.expiry.after-noon"; choose among [after-access, after-creation, after-update]
            expiry { after-access = 10 us }             | "defaults.expiry.after-access" is PT0.00001S; it has to be 0, or 1 millisecond or more
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
                        "test.conf: 1: unknown key \"cachez\"; choose among [caches, defaults, definitions, serialization-filter]");
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
