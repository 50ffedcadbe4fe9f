package dev.gossamer.jcache.near;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import org.jspecify.annotations.Nullable;

/** What users plug into a near cache: made by their factories, and closed with it. */
final class UserPlugins {
    private static final Logger LOG = System.getLogger(UserPlugins.class.getName());

    private UserPlugins() {}

    /** What a factory makes; where it fails or makes nothing, the exception says what it was to make, and for which cache. */
    static <T> T make(String cacheName, String what, Factory<T> factory) {
        T made;
        try {
            made = factory.create();
        } catch (CacheException e) {
            throw e;
        } catch (Throwable e) {
            throw new CacheException(factoryOf(cacheName, what) + " failed", e);
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

    /** Closes a plugin that can be closed; where it throws an exception, that is logged and stops nothing. */
    static void close(@Nullable Object plugin) {
        if (plugin instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.WARNING, "could not close " + plugin.getClass().getName(), e);
            }
        }
    }
}
