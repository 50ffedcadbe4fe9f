package dev.gossamer.jcache.near;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListener;
import org.jspecify.annotations.Nullable;

/**
 * One listener of this process as its engine has it, to be registered anew where the engine may have dropped it. Not thread-safe.
 */
final class ListenerRegistration<K> {
    private static final Logger LOG = System.getLogger(ListenerRegistration.class.getName());

    private final Cache<K, Object> engine;
    private final CacheEntryListener<K, Object> listener;
    private final boolean oldValues;
    private final boolean synchronous;
    private @Nullable CacheEntryListenerConfiguration<K, Object> current;

    ListenerRegistration(
            Cache<K, Object> engine, CacheEntryListener<K, Object> listener, boolean oldValues, boolean synchronous) {
        this.engine = engine;
        this.listener = listener;
        this.oldValues = oldValues;
        this.synchronous = synchronous;
    }

    /** Registers the listener, and only then takes its registration from before back: so an event may come twice at that moment. */
    void renew() {
        CacheEntryListenerConfiguration<K, Object> before = current;
        CacheEntryListenerConfiguration<K, Object> next = LocalListeners.registration(listener, oldValues, synchronous);
        try {
            engine.registerCacheEntryListener(next);
        } catch (RuntimeException | Error e) {
            LocalListeners.forget(next);
            throw e;
        }
        current = next;
        if (before != null) {
            replaced(before);
        }
    }

    private void replaced(CacheEntryListenerConfiguration<K, Object> before) {
        try {
            deregister(before);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "near cache \"" + engine.getName() + "\" could not deregister a listener that it has replaced",
                    e);
        }
    }

    private void deregister(CacheEntryListenerConfiguration<K, Object> old) {
        LocalListeners.forget(old);
        engine.deregisterCacheEntryListener(old);
    }

    /** Deregisters the listener, if it is registered. */
    void takeBack() {
        CacheEntryListenerConfiguration<K, Object> last = current;
        current = null;
        if (last != null) {
            deregister(last);
        }
    }
}
