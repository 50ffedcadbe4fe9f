package dev.gossamer.jcache.near;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Iterator;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** The hooks that are found: those of service files, and the library's own. */
final class DiscoveredEngineHooks {
    private static final Logger LOG = System.getLogger(DiscoveredEngineHooks.class.getName());

    private DiscoveredEngineHooks() {}

    /** Does something with each hook that can be had. One that cannot be loaded, or is for an engine that is not there, is left out. */
    static void forEach(Consumer<EngineHooks> action) {
        Iterator<EngineHooks> found = ServiceLoader.load(EngineHooks.class, EngineHooks.class.getClassLoader())
                .iterator();
        while (tryNext(found, action)) {}
        try {
            action.accept(new HazelcastHooks());
        } catch (LinkageError e) {
            LOG.log(Level.DEBUG, "Hazelcast is not on the class path", e);
        }
        try {
            action.accept(new RedissonHooks());
        } catch (LinkageError e) {
            LOG.log(Level.DEBUG, "Redisson is not on the class path", e);
        }
    }

    private static boolean tryNext(Iterator<EngineHooks> found, Consumer<EngineHooks> action) {
        try {
            if (!found.hasNext()) {
                return false;
            }
            action.accept(found.next());
        } catch (ServiceConfigurationError e) {
            LOG.log(Level.WARNING, "a hook of an engine cannot be loaded; the others are used", e);
        } catch (LinkageError e) {
            LOG.log(Level.DEBUG, "a hook is for an engine that is not on the class path", e);
        }
        return true;
    }
}
