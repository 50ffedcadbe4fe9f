package dev.gossamer.jcache.near;

import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** A listener of the user's as the engine calls it: hears of what is stored, and passes values on. Thread-safe. */
final class UserListener<K, V>
        implements CacheEntryCreatedListener<K, Object>,
                CacheEntryUpdatedListener<K, Object>,
                CacheEntryRemovedListener<K, Object>,
                CacheEntryExpiredListener<K, Object> {
    private final Cache<K, V> source;
    private final NearStore<K, V> store;
    private final CacheEntryListener<? super K, ? super V> listener;
    private final @Nullable CacheEntryEventFilter<? super K, ? super V> filter;

    UserListener(
            Cache<K, V> source,
            NearStore<K, V> store,
            CacheEntryListener<? super K, ? super V> listener,
            @Nullable CacheEntryEventFilter<? super K, ? super V> filter) {
        this.source = source;
        this.store = store;
        this.listener = listener;
        this.filter = filter;
    }

    CacheEntryListener<? super K, ? super V> listener() {
        return listener;
    }

    @Nullable CacheEntryEventFilter<? super K, ? super V> filter() {
        return filter;
    }

    @Override
    @SuppressWarnings("unchecked") // the listener takes events of its types
    public void onCreated(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        if (listener instanceof CacheEntryCreatedListener<?, ?>) {
            ((CacheEntryCreatedListener<K, V>) listener).onCreated(restored(EventType.CREATED, events));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the listener takes events of its types
    public void onUpdated(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        if (listener instanceof CacheEntryUpdatedListener<?, ?>) {
            ((CacheEntryUpdatedListener<K, V>) listener).onUpdated(restored(EventType.UPDATED, events));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the listener takes events of its types
    public void onRemoved(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        if (listener instanceof CacheEntryRemovedListener<?, ?>) {
            ((CacheEntryRemovedListener<K, V>) listener).onRemoved(restored(EventType.REMOVED, events));
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the listener takes events of its types
    public void onExpired(Iterable<CacheEntryEvent<? extends K, ?>> events) {
        if (listener instanceof CacheEntryExpiredListener<?, ?>) {
            ((CacheEntryExpiredListener<K, V>) listener).onExpired(restored(EventType.EXPIRED, events));
        }
    }

    @SuppressWarnings("unchecked") // the filter takes events of its types
    private List<CacheEntryEvent<? extends K, ? extends V>> restored(
            EventType type, Iterable<CacheEntryEvent<? extends K, ?>> events) {
        List<CacheEntryEvent<? extends K, ? extends V>> told = new ArrayList<>();
        for (CacheEntryEvent<? extends K, ?> event : events) {
            Restored<K, V> restored = new Restored<>(source, store, type, event);
            if (filter == null || ((CacheEntryEventFilter<K, V>) filter).evaluate(restored)) {
                told.add(restored);
            }
        }
        return told;
    }

    /** An event with values in place of what is stored. */
    private static final class Restored<K, V> extends CacheEntryEvent<K, V> {
        private static final long serialVersionUID = 1;

        private final transient K key;
        private final transient @Nullable V value;
        private final transient @Nullable V oldValue;

        Restored(Cache<K, V> source, NearStore<K, V> store, EventType type, CacheEntryEvent<? extends K, ?> event) {
            super(source, type);
            this.key = event.getKey();
            Object stored = event.getValue();
            Object old = event.isOldValueAvailable() ? event.getOldValue() : null;
            this.value = stored == null ? null : store.instance(key, stored);
            this.oldValue = old == null ? null : store.instance(key, old);
        }

        @Override
        public K getKey() {
            return key;
        }

        @Override
        public @Nullable V getValue() {
            return value;
        }

        @Override
        public @Nullable V getOldValue() {
            return oldValue;
        }

        @Override
        public boolean isOldValueAvailable() {
            return oldValue != null;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            return Unwrapping.as(this, type);
        }
    }
}
