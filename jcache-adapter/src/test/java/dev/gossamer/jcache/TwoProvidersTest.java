package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second provider on the path: each is found by its name, and the property names the one that is meant. */
class TwoProvidersTest {
    private static final String OURS = GossamerCachingProvider.class.getName();
    private static final String OTHER = OtherProvider.class.getName();

    private URLClassLoader loader;

    @BeforeEach
    void register(@TempDir Path folder) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(CachingProvider.class.getName()), OTHER);
        loader = new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }

    @AfterEach
    void close() throws Exception {
        System.clearProperty(Caching.JAVAX_CACHE_CACHING_PROVIDER);
        Caching.getCachingProviders(loader).forEach(CachingProvider::close);
        loader.close();
    }

    @Test
    void each_isFoundByName() {
        assertThat(Caching.getCachingProvider(OURS, loader)).isInstanceOf(GossamerCachingProvider.class);
        assertThat(Caching.getCachingProvider(OTHER, loader)).isInstanceOf(OtherProvider.class);
        assertThat(Caching.getCachingProviders(loader)).hasSize(2);
    }

    @Test
    void neitherNamed_isRefused() {
        assertThatThrownBy(() -> Caching.getCachingProvider(loader)).isInstanceOf(CacheException.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {GossamerCachingProvider.class, OtherProvider.class})
    void property_namesTheOneThatIsMeant(Class<?> meant) {
        System.setProperty(Caching.JAVAX_CACHE_CACHING_PROVIDER, meant.getName());
        assertThat(Caching.getCachingProvider(loader)).isInstanceOf(meant);
    }

    /** A provider that only is there. */
    public static final class OtherProvider implements CachingProvider {
        @Override
        public CacheManager getCacheManager(URI uri, ClassLoader from, Properties properties) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CacheManager getCacheManager(URI uri, ClassLoader from) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CacheManager getCacheManager() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ClassLoader getDefaultClassLoader() {
            return getClass().getClassLoader();
        }

        @Override
        public URI getDefaultURI() {
            return URI.create("test:other");
        }

        @Override
        public Properties getDefaultProperties() {
            return new Properties();
        }

        @Override
        public void close() {}

        @Override
        public void close(ClassLoader from) {}

        @Override
        public void close(URI uri, ClassLoader from) {}

        @Override
        public boolean isSupported(OptionalFeature feature) {
            return false;
        }
    }
}
