package dev.gossamer.jcache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** The listeners of one cache, and what they have to be told. Thread-safe. */
final class Listeners<K, V> {
    private final Cache<K, V> cache;
    private final Copies<K, V> copies;
    private final Workers workers;
    private final List<Registration<K, V>> registrations = new CopyOnWriteArrayList<>();

    Listeners(Cache<K, V> cache, Copies<K, V> copies, Workers workers) {
        this.cache = cache;
        this.copies = copies;
        this.workers = workers;
    }

    void register(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.add(new Registration<>(configuration, workers));
    }

    void deregister(CacheEntryListenerConfiguration<K, V> configuration) {
        registrations.removeIf(registration -> registration.configuration().equals(configuration));
    }

    /**
     * Takes an event into account: asynchronous listeners get it into their mailboxes now, in the order of the changes;
     * synchronous ones hear it when the change is over.
     */
    void record(Transition<K> change, EventType type, K key, V value, @Nullable V oldValue) {
        if (registrations.isEmpty()) {
            return;
        }
        Notice<K, V> event = new Notice<>(cache, type, copies, key, value, oldValue);
        List<Registration<K, V>> waiting = new ArrayList<>();
        for (Registration<K, V> registration : registrations) {
            if (registration.hears(type)) {
                if (registration.isSynchronous()) {
                    waiting.add(registration);
                } else {
                    registration.tellLater(event);
                }
            }
        }
        if (!waiting.isEmpty()) {
            change.afterwards(key, new Delivery(event, waiting));
        }
    }

    void evicted(Eviction.Cause cause, @Nullable K key, @Nullable V value) {
        for (Registration<K, V> registration : registrations) {
            if (registration.hearsEvictions()) {
                registration.tellLater(new Eviction<>(
                        cache.getName(),
                        cause,
                        key == null ? null : copies.key(key),
                        value == null ? null : copies.value(value)));
            }
        }
    }

    /** Lets pending events be told, then closes listeners and filters that can be closed. */
    void close() {
        long end = Clock.after(Mailbox.patience());
        for (Registration<K, V> registration : registrations) {
            registration.mailbox().awaitEmpty(end - Clock.now());
        }
        for (Registration<K, V> registration : registrations) {
            Closing.close(registration.listener());
            Closing.close(registration.filter());
        }
        registrations.clear();
    }
}
