package dev.gossamer.jcache.common;

import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/**
 * Has the factories of a configuration make what they are to plug into a cache. Thread-safe.
 *
 * @since 0.2.0
 */
public final class PluginFactory {
    private PluginFactory() {}

    /**
     * Has a factory make a plugin.
     *
     * @param <T> the type of the plugin
     * @param cacheName the cache that it is for
     * @param what what it is, such as {@code listener}
     * @param factory the factory of the configuration
     * @return what the factory made
     * @throws CacheException if the factory fails or makes nothing; it names the cache and what was to be made. One that
     *     the factory throws comes out as it is
     */
    public static <T> T make(String cacheName, String what, Factory<T> factory) {
        T made;
        try {
            made = factory.create();
        } catch (CacheException e) {
            throw e;
        } catch (Throwable e) {
            throw new CacheException(factoryOf(cacheName, what) + " failed: " + UserText.of(e), e);
        }
        if (made == null) {
            throw new CacheException(
                    factoryOf(cacheName, what) + " made nothing; let it make one, or leave the factory out");
        }
        return made;
    }

    private static String factoryOf(String cacheName, String what) {
        return "cache \"" + cacheName + "\": the factory of its " + what;
    }
}
