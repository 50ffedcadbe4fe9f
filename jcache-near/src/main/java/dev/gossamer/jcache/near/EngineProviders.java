package dev.gossamer.jcache.near;

import java.util.HashMap;
import java.util.Map;
import javax.cache.CacheException;
import javax.cache.spi.CachingProvider;

/**
 * The providers of engines that configurations name, one of each class in this JVM, as a second one would be a second member of
 * its cluster. Not those of {@link javax.cache.Caching}, where they would make the program's own provider ambiguous. Closed when
 * the last user lets go. Thread-safe.
 */
final class EngineProviders {
    private static final Map<Class<?>, EngineProviders> IN_USE = new HashMap<>();

    private final CachingProvider provider;
    private int users;

    private EngineProviders(CachingProvider provider) {
        this.provider = provider;
    }

    /** The provider of a class, to be released as often. */
    static CachingProvider acquire(String className, ClassLoader loader) {
        try {
            Class<? extends CachingProvider> type =
                    Class.forName(className, true, loader).asSubclass(CachingProvider.class);
            synchronized (IN_USE) {
                EngineProviders known = IN_USE.get(type);
                if (known == null) {
                    known = new EngineProviders(type.getConstructor().newInstance());
                    IN_USE.put(type, known);
                }
                known.users++;
                return known.provider;
            }
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new CacheException(
                    "cannot make the provider " + className + " that a section near names; give the name of a public"
                            + " CachingProvider on the class path that has a public constructor without parameters",
                    e);
        }
    }

    static void release(CachingProvider provider) {
        boolean last = false;
        synchronized (IN_USE) {
            EngineProviders known = IN_USE.get(provider.getClass());
            if (known != null && --known.users == 0) {
                last = IN_USE.remove(provider.getClass(), known);
            }
        }
        if (last) {
            provider.close();
        }
    }
}
