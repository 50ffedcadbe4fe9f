package dev.gossamer.jcache.common;

import javax.cache.CacheException;
import javax.cache.configuration.Factory;

/** Has the factories of a configuration make what they are to plug into a cache. */
public final class PluginFactory {
    private PluginFactory() {}

    /** What a factory makes; where it fails or makes nothing, the exception says what it was to make, and for which cache. */
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
