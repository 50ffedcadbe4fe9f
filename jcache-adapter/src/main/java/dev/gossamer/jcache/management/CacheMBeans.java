package dev.gossamer.jcache.management;

import dev.gossamer.Finalizers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * The MBeans of one cache. Thread-safe; registering twice does nothing. They go when the cache is closed, or collected because
 * its class loader was.
 */
public final class CacheMBeans {
    private static final Logger LOG = System.getLogger(CacheMBeans.class.getName());

    /** What an unquoted value of an object name must not contain, and a line break, which not all clients stand. */
    private static final Pattern SPECIAL = Pattern.compile("[*?\",:=\\n\\r]");

    private static final Pattern SPECIAL_IN_URI = Pattern.compile("[*?\",=\\n\\r]");

    private final URI manager;
    private final String cache;
    private final Map<Type, MBeanNames.RegisteredBean> registered = new EnumMap<>(Type.class);
    private boolean closed;

    /** The standard's two kinds of beans, by the word in their names. */
    public enum Type {
        CONFIGURATION("CacheConfiguration"),
        STATISTICS("CacheStatistics");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    private CacheMBeans(URI manager, String cache) {
        this.manager = manager;
        this.cache = cache;
    }

    /** The beans of a cache, which they do not hold: neither must what is registered, as the server holds that. */
    public static CacheMBeans of(Cache<?, ?> cache, URI manager) {
        CacheMBeans beans = new CacheMBeans(manager, cache.getName());
        Finalizers.registerAction(cache, beans, CacheMBeans::close).atExit(false);
        return beans;
    }

    public synchronized void register(Type type, Object bean) {
        if (closed || registered.containsKey(type)) {
            return;
        }
        try {
            registered.put(type, MBeanNames.PLATFORM.register(name(type, manager, cache), bean));
        } catch (JMException e) {
            throw new CacheException("cannot register the MBean of cache \"" + cache + "\"", e);
        }
    }

    public synchronized void unregister(Type type) {
        MBeanNames.RegisteredBean bean = registered.remove(type);
        if (bean == null) {
            return;
        }
        try {
            MBeanNames.PLATFORM.unregister(bean);
        } catch (JMException e) {
            LOG.log(Level.WARNING, "cannot unregister an MBean of cache \"" + cache + "\"", e);
        }
    }

    /** Unregisters all for good. */
    public synchronized void close() {
        closed = true;
        for (Type type : Type.values()) {
            unregister(type);
        }
    }

    /**
     * The name that the standard gives to a bean. The colons of a URI become dots, as the standard's clients expect; where that
     * is not enough, and for every special character in the name of a cache, the value is quoted.
     */
    private static ObjectName name(Type type, URI manager, String cache) throws MalformedObjectNameException {
        String uri = manager.toString();
        String managerValue = SPECIAL_IN_URI.matcher(uri).find() ? ObjectName.quote(uri) : uri.replace(':', '.');
        String cacheValue = SPECIAL.matcher(cache).find() || cache.isEmpty() ? ObjectName.quote(cache) : cache;
        return new ObjectName(
                "javax.cache:type=" + type.word + ",CacheManager=" + managerValue + ",Cache=" + cacheValue);
    }
}
