package dev.gossamer.jcache;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The MBeans of one cache on the platform server. Thread-safe; registering twice does nothing. */
final class Beans {
    private static final Logger LOG = System.getLogger(Beans.class.getName());

    /** What an unquoted value of an object name must not contain, and a line break, which not all clients stand. */
    private static final Pattern SPECIAL = Pattern.compile("[*?\",:=\\n\\r]");

    private static final Pattern SPECIAL_IN_URI = Pattern.compile("[*?\",=\\n\\r]");

    private final URI manager;
    private final String cache;
    private final Map<Type, ObjectName> registered = new EnumMap<>(Type.class);

    /** The standard's two kinds of beans, by the word in their names. */
    enum Type {
        CONFIGURATION("CacheConfiguration"),
        STATISTICS("CacheStatistics");

        private final String word;

        Type(String word) {
            this.word = word;
        }
    }

    Beans(URI manager, String cache) {
        this.manager = manager;
        this.cache = cache;
    }

    synchronized void register(Type type, Object bean) {
        if (registered.containsKey(type)) {
            return;
        }
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (int instance = 1; !registered.containsKey(type); instance++) {
            try {
                ObjectName name = name(type, manager, cache, instance);
                server.registerMBean(bean, name);
                registered.put(type, name);
            } catch (InstanceAlreadyExistsException e) {
                LOG.log(Level.DEBUG, "another manager of this URI has a cache of this name; counting on", e);
            } catch (JMException e) {
                throw new CacheException("cannot register the MBean of cache \"" + cache + "\"", e);
            }
        }
    }

    synchronized void unregister(Type type) {
        ObjectName name = registered.remove(type);
        if (name == null) {
            return;
        }
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (InstanceNotFoundException e) {
            LOG.log(Level.DEBUG, "somebody else has unregistered " + name, e);
        } catch (JMException e) {
            throw new CacheException("cannot unregister the MBean " + name, e);
        }
    }

    void unregisterAll() {
        for (Type type : Type.values()) {
            unregister(type);
        }
    }

    /**
     * The name of a bean. The colons of a URI become dots, as the standard's clients expect; where that is not enough, and for
     * every special character in the name of a cache, the value is quoted. Managers of several class loaders that have the
     * same URI are told apart by a further property.
     */
    static ObjectName name(Type type, URI manager, String cache, int instance) throws MalformedObjectNameException {
        String uri = manager.toString();
        String managerValue = SPECIAL_IN_URI.matcher(uri).find() ? ObjectName.quote(uri) : uri.replace(':', '.');
        String cacheValue = SPECIAL.matcher(cache).find() || cache.isEmpty() ? ObjectName.quote(cache) : cache;
        return new ObjectName("javax.cache:type=" + type.word + ",CacheManager=" + managerValue + ",Cache=" + cacheValue
                + (instance == 1 ? "" : ",Instance=" + instance));
    }
}
