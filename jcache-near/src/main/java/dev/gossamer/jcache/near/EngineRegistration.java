package dev.gossamer.jcache.near;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListener;
import org.jspecify.annotations.Nullable;

/**
 * What one near cache has left with its engine: the invalidating listener, hooks, a record in the control cache. Holds nothing
 * of the near cache strongly, so that it can be taken back when that was dropped. Thread-safe.
 */
final class EngineRegistration<K> {
    private static final Logger LOG = System.getLogger(EngineRegistration.class.getName());

    private final Cache<K, Object> engine;
    private final Supplier<CacheEntryListener<K, Object>> listeners;
    private final @Nullable ControlChannel channel;
    private final List<EngineHooks.Attachment> hooks = new ArrayList<>();
    private @Nullable CacheEntryListenerConfiguration<K, Object> registration;
    private boolean closed;

    EngineRegistration(
            Cache<K, Object> engine,
            Supplier<CacheEntryListener<K, Object>> listeners,
            @Nullable ControlChannel channel) {
        this.engine = engine;
        this.listeners = listeners;
        this.channel = channel;
    }

    synchronized void attach(EngineHooks.Attachment hook) {
        hooks.add(hook);
    }

    boolean isEngineClosed() {
        return engine.isClosed();
    }

    /** Registers a new listener, and takes the one from before back, which may be dead. */
    synchronized void renew() {
        if (closed) {
            return;
        }
        CacheEntryListenerConfiguration<K, Object> before = registration;
        CacheEntryListenerConfiguration<K, Object> next = LocalListeners.registration(listeners.get(), false, false);
        try {
            engine.registerCacheEntryListener(next);
        } catch (RuntimeException | Error e) {
            LocalListeners.forget(next);
            throw e;
        }
        registration = next;
        if (before != null) {
            takeBack(before);
        }
    }

    private void takeBack(CacheEntryListenerConfiguration<K, Object> old) {
        LocalListeners.forget(old);
        quietly("deregister a listener", () -> engine.deregisterCacheEntryListener(old));
    }

    /** Takes everything back. What the engine refuses, as it has been closed or cannot be reached, is logged. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (registration != null) {
            takeBack(registration);
        }
        hooks.forEach(hook -> quietly("end a hook", hook::close));
        if (channel != null && !engine.isClosed()) {
            quietly("leave the control cache", () -> channel.leave(channel.self()));
        }
    }

    private void quietly(String what, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            Level level = engine.isClosed() ? Level.DEBUG : Level.WARNING;
            LOG.log(level, "near cache \"" + engine.getName() + "\" could not " + what, e);
        }
    }
}
