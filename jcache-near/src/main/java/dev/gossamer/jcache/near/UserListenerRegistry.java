package dev.gossamer.jcache.near;

import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.common.PluginCloser;
import dev.gossamer.jcache.common.PluginFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListener;

/** The listeners that users have registered with one near cache, each registered in the engine for this process alone. Thread-safe. */
final class UserListenerRegistry<K, V> {
    private static final Logger LOG = System.getLogger(UserListenerRegistry.class.getName());

    private final Cache<K, V> source;
    private final EngineRegistration<K> engine;
    private final NearStore<K, V> store;
    private final Map<CacheEntryListenerConfiguration<K, V>, Registered<K, V>> registered = new HashMap<>();

    /** A listener with what stands for it in the engine. */
    private record Registered<K, V>(UserListener<K, V> listener, ListenerRegistration<K> inEngine) {}

    UserListenerRegistry(Cache<K, V> source, EngineRegistration<K> engine, NearStore<K, V> store) {
        this.source = source;
        this.engine = engine;
        this.store = store;
    }

    synchronized void register(CacheEntryListenerConfiguration<K, V> configuration) {
        if (registered.containsKey(configuration)) {
            throw new IllegalArgumentException("cache \"" + source.getName() + "\" has the listener " + configuration
                    + " already; deregister it first, or give another factory");
        }
        UserListener<K, V> listener = listener(configuration);
        boolean complete = false;
        try {
            ListenerRegistration<K> inEngine =
                    engine.register(listener, configuration.isOldValueRequired(), configuration.isSynchronous());
            registered.put(configuration, new Registered<>(listener, inEngine));
            complete = true;
        } finally {
            if (!complete) {
                close(listener);
            }
        }
    }

    /** Makes listener and filter; where there is no filter to be had the listener is closed. */
    private UserListener<K, V> listener(CacheEntryListenerConfiguration<K, V> configuration) {
        CacheEntryListener<? super K, ? super V> listener =
                PluginFactory.make(source.getName(), "listener", configuration.getCacheEntryListenerFactory());
        Factory<CacheEntryEventFilter<? super K, ? super V>> filters = configuration.getCacheEntryEventFilterFactory();
        try {
            CacheEntryEventFilter<? super K, ? super V> filter =
                    filters == null ? null : PluginFactory.make(source.getName(), "filter", filters);
            return new UserListener<>(source, store, listener, filter);
        } catch (Throwable e) {
            PluginCloser.close(listener);
            throw e;
        }
    }

    synchronized void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        Registered<K, V> gone = registered.remove(configuration);
        if (gone != null) {
            takeBack(gone);
        }
    }

    private void takeBack(Registered<K, V> gone) {
        try {
            engine.deregister(gone.inEngine());
        } finally {
            close(gone.listener());
        }
    }

    private static void close(UserListener<?, ?> listener) {
        PluginCloser.close(listener.listener());
        PluginCloser.close(listener.filter());
    }

    synchronized void close() {
        FailureCollector steps = new FailureCollector();
        for (CacheEntryListenerConfiguration<K, V> configuration : Set.copyOf(registered.keySet())) {
            steps.attempt(() -> {
                try {
                    deregister(configuration);
                } catch (RuntimeException e) {
                    LOG.log(Level.DEBUG, "the engine is gone, and its listeners with it", e);
                }
            });
        }
        steps.throwFirst();
    }
}
