package dev.gossamer.jcache.near;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;

/** The listeners that users have registered with one near cache, each registered in the engine for this process alone. Thread-safe. */
final class UserListeners<K, V> {
    private static final Logger LOG = System.getLogger(UserListeners.class.getName());

    private final Cache<K, V> source;
    private final EngineRegistration<K> engine;
    private final NearStore<K, V> store;
    private final Map<CacheEntryListenerConfiguration<K, V>, Registered<K, V>> registered = new HashMap<>();

    /** A listener with what stands for it in the engine. */
    private record Registered<K, V>(UserListener<K, V> listener, ListenerRegistration<K> inEngine) {}

    UserListeners(Cache<K, V> source, EngineRegistration<K> engine, NearStore<K, V> store) {
        this.source = source;
        this.engine = engine;
        this.store = store;
    }

    synchronized void register(CacheEntryListenerConfiguration<K, V> configuration) {
        if (registered.containsKey(configuration)) {
            throw new IllegalArgumentException("cache \"" + source.getName() + "\" has the listener " + configuration
                    + " already; deregister it first, or give another factory");
        }
        UserListener<K, V> listener = new UserListener<>(source, store, configuration);
        ListenerRegistration<K> inEngine =
                engine.register(listener, configuration.isOldValueRequired(), configuration.isSynchronous());
        registered.put(configuration, new Registered<>(listener, inEngine));
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
            close(gone.listener().listener());
            Object filter = gone.listener().filter();
            if (filter != null) {
                close(filter);
            }
        }
    }

    private static void close(Object part) {
        if (part instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a listener could not be closed", e);
            }
        }
    }

    synchronized void close() {
        ClosingSteps steps = new ClosingSteps();
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
