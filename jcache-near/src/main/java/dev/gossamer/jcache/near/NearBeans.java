package dev.gossamer.jcache.near;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/** The MBeans of one near cache on the platform server, named as the standard says. Thread-safe; registering twice does nothing. */
final class NearBeans {
    static final String STATISTICS = "CacheStatistics";
    static final String CONFIGURATION = "CacheConfiguration";

    private static final Logger LOG = System.getLogger(NearBeans.class.getName());
    private static final Pattern SPECIAL = Pattern.compile("[*?\",:=\\n\\r]");

    private final Map<String, ObjectName> registered = new HashMap<>();

    synchronized void register(String type, Cache<?, ?> cache, Object bean) {
        for (int number = 1; !registered.containsKey(type); number++) {
            try {
                ObjectName name = name(type, cache, number);
                ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
                registered.put(type, name);
            } catch (InstanceAlreadyExistsException e) {
                LOG.log(Level.DEBUG, "the engine or another near cache has this name; counting on", e);
            } catch (JMException e) {
                throw new CacheException("cannot register the MBean of cache \"" + cache.getName() + "\"", e);
            }
        }
    }

    synchronized void unregister(String type) {
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

    private static ObjectName name(String type, Cache<?, ?> cache, int number) throws JMException {
        String manager = cache.getCacheManager().getURI().toString().replace(':', '.');
        return new ObjectName("javax.cache:type=" + type + ",CacheManager=" + quoted(manager) + ",Cache="
                + quoted(cache.getName()) + (number == 1 ? "" : ",Near=" + number));
    }

    private static String quoted(String value) {
        return value.isEmpty() || SPECIAL.matcher(value).find() ? ObjectName.quote(value) : value;
    }
}
