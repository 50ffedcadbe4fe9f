package dev.gossamer.jcache;

import dev.gossamer.jcache.common.FailureCollector;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * Gossamer's provider of {@code javax.cache}: found by {@link javax.cache.Caching}, or made by its constructor where no
 * services are found, as in OSGi.
 *
 * <p>Thread-safe. A manager stays until it is closed. Where its class loader is a child of the provider's own, the
 * manager is collected together with that loader, even if nobody closed it.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="provider"}
 *
 * @since 0.1.0
 */
public final class GossamerCachingProvider implements CachingProvider {
    /** The resource that the manager of the default URI reads, if it exists. */
    private static final URI DEFAULT_URI = URI.create("classpath:gossamer-jcache.conf");

    private final ManagerRegistry managers = new ManagerRegistry();

    /** Makes a provider without managers. */
    public GossamerCachingProvider() {}

    /**
     * The manager of a URI and a class loader, made when it is first asked for.
     *
     * <p>A URI of scheme {@code classpath}, {@code file} or {@code jar} names a resource to read the settings from; others
     * are only names.
     *
     * @param uri the URI, or {@code null} for {@link #getDefaultURI()}
     * @param loader where classes come from, or {@code null} for {@link #getDefaultClassLoader()}
     * @param properties kept for {@link CacheManager#getProperties()}, or {@code null}
     * @return the manager
     * @throws javax.cache.CacheException if the resource is missing or wrong; the message says where and what is allowed
     */
    @Override
    public CacheManager getCacheManager(
            @Nullable URI uri, @Nullable ClassLoader loader, @Nullable Properties properties) {
        URI name = uri == null ? getDefaultURI() : uri;
        ClassLoader from = loader == null ? getDefaultClassLoader() : loader;
        Properties copy = new Properties();
        if (properties != null) {
            properties.stringPropertyNames().forEach(key -> copy.setProperty(key, properties.getProperty(key)));
            copy.putAll(properties);
        }
        return managers.get(name, from, () -> new GossamerCacheManager(this, name, from, copy));
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        ClassLoader own = getClass().getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    @Override
    public URI getDefaultURI() {
        return DEFAULT_URI;
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader loader) {
        return getCacheManager(uri, loader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(null, null, null);
    }

    /**
     * Closes all managers; returns when their threads have ended. What one of them, or a cache of it, throws is thrown when all
     * are closed.
     */
    @Override
    public void close() {
        close(managers.all());
    }

    /**
     * Closes the managers of a class loader.
     *
     * @param loader the class loader, or {@code null} for the default one
     */
    @Override
    public void close(@Nullable ClassLoader loader) {
        close(managers.of(loader == null ? getDefaultClassLoader() : loader));
    }

    /**
     * Closes the manager of a URI and a class loader, if there is one.
     *
     * @param uri the URI, or {@code null} for the default one
     * @param loader the class loader, or {@code null} for the default one
     */
    @Override
    public void close(@Nullable URI uri, @Nullable ClassLoader loader) {
        URI name = uri == null ? getDefaultURI() : uri;
        for (GossamerCacheManager manager : managers.of(loader == null ? getDefaultClassLoader() : loader)) {
            if (manager.getURI().equals(name)) {
                manager.close();
            }
        }
    }

    private static void close(List<GossamerCacheManager> closing) {
        FailureCollector failures = new FailureCollector();
        closing.forEach(manager -> failures.attempt(manager::close));
        failures.throwFirst();
    }

    @Override
    public boolean isSupported(OptionalFeature feature) {
        return feature == OptionalFeature.STORE_BY_REFERENCE;
    }

    void forget(GossamerCacheManager manager) {
        managers.remove(manager);
    }
}
