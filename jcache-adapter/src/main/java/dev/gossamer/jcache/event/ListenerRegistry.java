package dev.gossamer.jcache.event;

import dev.gossamer.jcache.Eviction;
import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.common.PluginCloser;
import dev.gossamer.jcache.concurrent.ManagerThreadPool;
import dev.gossamer.jcache.concurrent.SerialExecutor;
import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.locking.LockedUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** The listeners of one cache, and what they have to be told. Thread-safe. */
public final class ListenerRegistry<K, V> {
    private final Cache<K, V> cache;
    private final KeyValueCopier<K, V> copies;
    private final ManagerThreadPool workers;
    private final List<RegisteredListener<K, V>> registrations = new CopyOnWriteArrayList<>();

    public ListenerRegistry(Cache<K, V> cache, KeyValueCopier<K, V> copies, ManagerThreadPool workers) {
        this.cache = cache;
        this.copies = copies;
        this.workers = workers;
    }

    public boolean isEmpty() {
        return registrations.isEmpty();
    }

    public void register(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.add(RegisteredListener.of(cache.getName(), configuration, workers));
    }

    public void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.removeIf(registration -> registration.configuration().equals(configuration));
    }

    /**
     * Takes an event into account: asynchronous listeners get it into their queues now, in the order of the changes;
     * synchronous ones hear it when the change is over.
     */
    public void record(LockedUpdate<K> change, EventType type, K key, V value, @Nullable V oldValue) {
        if (registrations.isEmpty()) {
            return;
        }
        EntryEvent<K, V> event = new EntryEvent<>(cache, type, copies, key, value, oldValue);
        List<RegisteredListener<K, V>> waiting = new ArrayList<>();
        for (RegisteredListener<K, V> registration : registrations) {
            if (registration.hears(type)) {
                if (registration.isSynchronous()) {
                    waiting.add(registration);
                } else {
                    registration.tellLater(event);
                }
            }
        }
        if (!waiting.isEmpty()) {
            change.afterwards(key, new SynchronousDelivery(event, waiting));
        }
    }

    /** Has eviction listeners told; copies nothing on the thread that happens to find out. */
    public void evicted(Eviction.Cause cause, @Nullable K key, @Nullable V value) {
        for (RegisteredListener<K, V> registration : registrations) {
            if (registration.hearsEvictions()) {
                registration.tellLater(cache.getName(), () -> eviction(cause, key, value));
            }
        }
    }

    private Eviction<K, V> eviction(Eviction.Cause cause, @Nullable K key, @Nullable V value) {
        return new Eviction<>(
                cache.getName(),
                cause,
                key == null ? null : copies.key(key),
                value == null ? null : copies.value(value));
    }

    /** Lets pending events be told, then closes listeners and filters that can be closed. */
    public void close() {
        long end = System.nanoTime() + SerialExecutor.patience();
        FailureCollector failures = new FailureCollector();
        for (RegisteredListener<K, V> registration : registrations) {
            failures.attempt(() -> registration.queue().awaitEmpty(end - System.nanoTime()));
        }
        for (RegisteredListener<K, V> registration : registrations) {
            failures.attempt(() -> PluginCloser.close(registration.listener()));
            failures.attempt(() -> PluginCloser.close(registration.filter()));
        }
        registrations.clear();
        failures.throwFirst();
    }
}
