package dev.gossamer.jcache.near;

import java.lang.ref.WeakReference;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;

/**
 * Lets each event of the engine invalidate its key, and counts it. Holds what it invalidates weakly, as the engine holds it.
 * Asks the engine nothing; idempotent. Thread-safe.
 */
final class InvalidationListener<K, V>
        implements CacheEntryCreatedListener<K, Object>,
                CacheEntryUpdatedListener<K, Object>,
                CacheEntryRemovedListener<K, Object>,
                CacheEntryExpiredListener<K, Object> {
    private final WeakReference<ReservationTable<K, V>> table;
    private final ReceivedEvents received;

    InvalidationListener(WeakReference<ReservationTable<K, V>> table, ReceivedEvents received) {
        this.table = table;
        this.received = received;
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        hear(events);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        hear(events);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        hear(events);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        hear(events);
    }

    private void hear(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        ReservationTable<K, V> near = table.get();
        if (near != null) {
            for (CacheEntryEvent<? extends K, ?> event : events) {
                hear(near, event);
            }
        }
    }

    private void hear(ReservationTable<K, V> near, CacheEntryEvent<? extends K, ?> event) {
        EventType type = event.getEventType();
        boolean written = type == EventType.CREATED || type == EventType.UPDATED;
        if (written && event.getValue() instanceof Envelope envelope) {
            near.invalidate(event.getKey(), envelope.writer(), envelope.sequence());
            received.written(envelope.writer(), envelope.sequence());
        } else {
            near.invalidate(event.getKey());
            if (type == EventType.REMOVED) {
                received.removed();
            }
        }
    }
}
