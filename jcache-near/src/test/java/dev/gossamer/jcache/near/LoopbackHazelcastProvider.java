package dev.gossamer.jcache.near;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.core.HazelcastInstance;
import java.net.URI;
import java.util.Properties;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;

/**
 * Hazelcast for a configuration that names a provider: one member of this JVM, on loopback, which stays until the JVM ends.
 * Hazelcast's own provider would look for others and phone home.
 */
public final class LoopbackHazelcastProvider implements CachingProvider {
    private static HazelcastInstance instance;

    private final CachingProvider hazelcast = new HazelcastMemberCachingProvider();

    static synchronized HazelcastInstance instance() {
        if (instance == null) {
            instance = HazelcastMember.alone();
        }
        return instance;
    }

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader loader, Properties properties) {
        return hazelcast.getCacheManager(uri, loader, HazelcastCachingProvider.propertiesByInstanceItself(instance()));
    }

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader loader) {
        return getCacheManager(uri, loader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(null, null, null);
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        return hazelcast.getDefaultClassLoader();
    }

    @Override
    public URI getDefaultURI() {
        return URI.create("hz");
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public void close() {
        hazelcast.close();
    }

    @Override
    public void close(ClassLoader loader) {
        hazelcast.close(loader);
    }

    @Override
    public void close(URI uri, ClassLoader loader) {
        hazelcast.close(uri, loader);
    }

    @Override
    public boolean isSupported(OptionalFeature feature) {
        return hazelcast.isSupported(feature);
    }
}
