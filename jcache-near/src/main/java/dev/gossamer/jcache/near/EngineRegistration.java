package dev.gossamer.jcache.near;

import dev.gossamer.jcache.common.FailureCollector;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.event.CacheEntryListener;
import org.jspecify.annotations.Nullable;

/**
 * What one near cache has left with its engine: the invalidating listener, listeners of users, hooks, a record in the control
 * cache. But for listeners of users it holds nothing of the near cache strongly, so that it can be taken back when that was
 * dropped. Thread-safe.
 */
final class EngineRegistration<K> {
    private static final Logger LOG = System.getLogger(EngineRegistration.class.getName());

    private final Cache<K, Object> engine;
    private final @Nullable ControlChannel channel;
    private final List<ListenerRegistration<K>> listeners = new ArrayList<>();
    private final List<EngineHooks.Attachment> hooks = new ArrayList<>();
    private boolean closed;

    /** Registers nothing yet: the first {@link #renew} does. */
    EngineRegistration(
            Cache<K, Object> engine, CacheEntryListener<K, Object> invalidation, @Nullable ControlChannel channel) {
        this.engine = engine;
        this.channel = channel;
        listeners.add(new ListenerRegistration<>(engine, invalidation, false, false));
    }

    synchronized void attach(EngineHooks.Attachment hook) {
        hooks.add(hook);
    }

    boolean isEngineClosed() {
        return engine.isClosed();
    }

    /** Registers a listener of a user's, to be registered anew with the near cache's own. */
    synchronized ListenerRegistration<K> register(
            CacheEntryListener<K, Object> listener, boolean oldValues, boolean synchronous) {
        if (closed) {
            throw new IllegalStateException("cache \"" + engine.getName() + "\" is closed");
        }
        ListenerRegistration<K> registration = new ListenerRegistration<>(engine, listener, oldValues, synchronous);
        boolean registered = false;
        listeners.add(registration);
        try {
            registration.renew();
            registered = true;
            return registration;
        } finally {
            if (!registered) {
                listeners.remove(registration);
            }
        }
    }

    /** Takes a listener of a user's back. */
    synchronized void deregister(ListenerRegistration<K> registration) {
        if (listeners.remove(registration)) {
            registration.takeBack();
        }
    }

    /** Registers every listener anew, as those from before may be dead. */
    synchronized void renew() {
        if (!closed) {
            listeners.forEach(ListenerRegistration::renew);
        }
    }

    /** Takes everything back. What the engine refuses, as it has been closed or cannot be reached, is logged. */
    synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        FailureCollector steps = new FailureCollector();
        listeners.forEach(listener -> steps.attempt(() -> quietly("deregister a listener", listener::takeBack)));
        hooks.forEach(hook -> steps.attempt(() -> quietly("end a hook", hook::close)));
        if (channel != null && !engine.isClosed()) {
            steps.attempt(() -> quietly("leave the control cache", () -> channel.leave(channel.self())));
        }
        steps.throwFirst();
    }

    private void quietly(String what, Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            Level level = engine.isClosed() ? Level.DEBUG : Level.WARNING;
            LOG.log(level, "near cache \"" + engine.getName() + "\" could not " + what, e);
        }
    }
}
