package dev.gossamer.jcache.near;

import dev.gossamer.jcache.common.FailureCollector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * What JMX shows of one near cache: its statistics and its configuration, on the platform server, named as the standard says. As
 * the engine may show its own under that name, further ones are numbered. Thread-safe; registering twice does nothing.
 */
final class NearCacheMBeans {
    private static final String STATISTICS = "CacheStatistics";
    private static final String CONFIGURATION = "CacheConfiguration";

    private static final Logger LOG = System.getLogger(NearCacheMBeans.class.getName());
    private static final Pattern SPECIAL = Pattern.compile("[*?\",:=\\n\\r]");

    private final Cache<?, ?> cache;
    private final MutableConfiguration<?, ?> configuration;
    private final StandardStatistics counters;
    private final Map<String, ObjectName> registered = new HashMap<>();
    private boolean closed;

    NearCacheMBeans(Cache<?, ?> cache, MutableConfiguration<?, ?> configuration, StandardStatistics counters) {
        this.cache = cache;
        this.configuration = configuration;
        this.counters = counters;
    }

    /** Has the standard's statistics counted, and shown, or not. */
    void enableStatistics(boolean enabled) {
        counters.enable(enabled);
        configuration.setStatisticsEnabled(enabled);
        show(enabled, STATISTICS, counters);
    }

    /** Has the configuration shown, or not. */
    void enableManagement(boolean enabled) {
        configuration.setManagementEnabled(enabled);
        show(enabled, CONFIGURATION, new NearCacheConfigurationBean(configuration));
    }

    /** Has nothing shown any more, for good. */
    synchronized void close() {
        closed = true;
        FailureCollector steps = new FailureCollector();
        steps.attempt(() -> unregister(STATISTICS));
        steps.attempt(() -> unregister(CONFIGURATION));
        steps.throwFirst();
    }

    private void show(boolean on, String type, Object bean) {
        if (on) {
            register(type, bean);
        } else {
            unregister(type);
        }
    }

    private synchronized void register(String type, Object bean) {
        for (int number = 1; !closed && !registered.containsKey(type); number++) {
            try {
                ObjectName name = name(type, number);
                ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
                registered.put(type, name);
            } catch (InstanceAlreadyExistsException e) {
                LOG.log(Level.DEBUG, "the engine or another near cache has this name; counting on", e);
            } catch (JMException e) {
                throw new CacheException("cannot register the MBean of cache \"" + cache.getName() + "\"", e);
            }
        }
    }

    private synchronized void unregister(String type) {
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

    private ObjectName name(String type, int number) throws JMException {
        String manager = cache.getCacheManager().getURI().toString().replace(':', '.');
        return new ObjectName("javax.cache:type=" + type + ",CacheManager=" + quoted(manager) + ",Cache="
                + quoted(cache.getName()) + (number == 1 ? "" : ",Near=" + number));
    }

    private static String quoted(String value) {
        return value.isEmpty() || SPECIAL.matcher(value).find() ? ObjectName.quote(value) : value;
    }
}
