package dev.gossamer.jcache.event;

import dev.gossamer.jcache.Eviction;
import dev.gossamer.jcache.EvictionListener;
import dev.gossamer.jcache.common.PluginCloser;
import dev.gossamer.jcache.common.PluginFactory;
import dev.gossamer.jcache.concurrent.ManagerThreadPool;
import dev.gossamer.jcache.concurrent.SerialExecutor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** One registered listener with its filter and, for what it hears later, its queue. Thread-safe. */
final class RegisteredListener<K, V> {
    private static final Logger LOG = System.getLogger(RegisteredListener.class.getName());

    private final CacheEntryListenerConfiguration<K, V> configuration;
    private final CacheEntryListener<? super K, ? super V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;
    private final SerialExecutor queue;

    private RegisteredListener(
            CacheEntryListenerConfiguration<K, V> configuration,
            CacheEntryListener<? super K, ? super V> listener,
            @Nullable CacheEntryEventFilter<? super K, ? super V> filter,
            SerialExecutor queue) {
        this.configuration = configuration;
        this.listener = listener;
        this.filter = filter;
        this.queue = queue;
    }

    /** Makes listener and filter; where there is no filter to be had the listener is closed. */
    static <K, V> RegisteredListener<K, V> of(
            String cacheName, CacheEntryListenerConfiguration<K, V> configuration, ManagerThreadPool workers) {
        CacheEntryListener<? super K, ? super V> listener =
                PluginFactory.make(cacheName, "listener", configuration.getCacheEntryListenerFactory());
        Factory<CacheEntryEventFilter<? super K, ? super V>> filters = configuration.getCacheEntryEventFilterFactory();
        try {
            CacheEntryEventFilter<? super K, ? super V> filter =
                    filters == null ? null : PluginFactory.make(cacheName, "filter", filters);
            return new RegisteredListener<>(configuration, listener, filter, new SerialExecutor(workers));
        } catch (Throwable e) {
            PluginCloser.close(listener);
            throw e;
        }
    }

    CacheEntryListenerConfiguration<K, V> configuration() {
        return configuration;
    }

    CacheEntryListener<? super K, ? super V> listener() {
        return listener;
    }

    @Nullable CacheEntryEventFilter<? super K, ? super V> filter() {
        return filter;
    }

    SerialExecutor queue() {
        return queue;
    }

    boolean isSynchronous() {
        return configuration.isSynchronous();
    }

    boolean hears(EventType type) {
        return switch (type) {
            case CREATED -> listener instanceof CacheEntryCreatedListener;
            case UPDATED -> listener instanceof CacheEntryUpdatedListener;
            case REMOVED -> listener instanceof CacheEntryRemovedListener;
            case EXPIRED -> listener instanceof CacheEntryExpiredListener;
        };
    }

    boolean hearsEvictions() {
        return listener instanceof EvictionListener;
    }

    /** Tells the listener now, unless its filter says no; throws only {@link CacheEntryListenerException}. */
    void tell(EntryEvent<?, ?> notice) {
        @SuppressWarnings("unchecked")
        EntryEvent<K, V> event = (EntryEvent<K, V>) notice;
        try {
            if (filter == null || filter.evaluate(event)) {
                dispatch(event);
            }
        } catch (CacheEntryListenerException e) {
            throw e;
        } catch (Throwable e) {
            throw new CacheEntryListenerException("listener failed on " + event, e);
        }
    }

    @SuppressWarnings("unchecked")
    private void dispatch(EntryEvent<K, V> event) {
        List<CacheEntryEvent<? extends K, ? extends V>> events = List.of(event);
        switch (event.getEventType()) {
            case CREATED -> ((CacheEntryCreatedListener<K, V>) listener).onCreated(events);
            case UPDATED -> ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(events);
            case REMOVED -> ((CacheEntryRemovedListener<K, V>) listener).onRemoved(events);
            case EXPIRED -> ((CacheEntryExpiredListener<K, V>) listener).onExpired(events);
        }
    }

    /** Has an asynchronous listener told, after all it was to be told before. */
    void tellLater(EntryEvent<K, V> event) {
        queue.add(() -> {
            try {
                tell(event);
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "asynchronous listener failed on " + event, e);
            }
        });
    }

    /** Has an eviction listener told of what is made when its turn has come. */
    @SuppressWarnings("unchecked")
    void tellLater(String cacheName, Supplier<Eviction<K, V>> eviction) {
        EvictionListener<K, V> evictions = (EvictionListener<K, V>) listener;
        queue.add(() -> {
            try {
                evictions.onEvicted(eviction.get());
            } catch (Throwable e) {
                LOG.log(Level.ERROR, "eviction listener of cache \"" + cacheName + "\" failed", e);
            }
        });
    }
}
