package dev.gossamer.jcache.near;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;
import javax.cache.event.EventType;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;

/**
 * An engine in memory whose events are told when a test says so, and that runs a step of the test's in the middle of a read or
 * write. What a test needs of {@link Cache} and no more.
 */
final class FakeEngine {
    final Map<Object, Object> stored = new ConcurrentHashMap<>();
    final Queue<Runnable> events = new ArrayDeque<>();
    final List<CacheEntryListenerConfiguration<?, ?>> registrations = new CopyOnWriteArrayList<>();
    private final List<Object> listeners = new CopyOnWriteArrayList<>();
    Runnable afterRead = () -> {};
    Runnable beforeWrite = () -> {};
    Runnable afterWrite = () -> {};
    RuntimeException failure;
    Factory<? extends ExpiryPolicy> expiry = EternalExpiryPolicy.factoryOf();
    /** A fault: reads see a key as it was before its last write. */
    boolean lagging;
    /** A fault: of several listeners only the first is told. */
    boolean tellsFirstAlone;

    private final Map<Object, Object> before = new ConcurrentHashMap<>();
    /** What the engine loads where it stores nothing, {@code null} if it does not. */
    UnaryOperator<Object> loader;

    int reads;
    private boolean closed;

    @SuppressWarnings("unchecked")
    <K, T> Cache<K, T> cache() {
        return (Cache<K, T>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    try {
                        Class<?>[] types = method.getParameterTypes();
                        for (int i = 0; i < types.length; i++) {
                            types[i] = types[i] == String.class ? Object.class : types[i];
                        }
                        return getClass()
                                .getDeclaredMethod(method.getName(), types)
                                .invoke(this, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void requireUp() {
        if (closed) {
            throw new IllegalStateException("the engine's cache is closed");
        }
        if (failure != null) {
            throw failure;
        }
    }

    Object get(Object key) {
        requireUp();
        reads++;
        Object value = lagging ? before.get(key) : stored.get(key);
        if (value == null && loader != null) {
            value = loader.apply(key);
            stored.put(key, value);
        }
        Runnable step = afterRead;
        afterRead = () -> {};
        step.run();
        return value;
    }

    boolean containsKey(Object key) {
        return stored.containsKey(key);
    }

    /** Iterates over what is stored now. */
    Iterator<Cache.Entry<Object, Object>> iterator() {
        List<Cache.Entry<Object, Object>> now = new ArrayList<>();
        stored.forEach((key, value) -> now.add(new NearIterator.Seen<>(key, value)));
        return now.iterator();
    }

    Map<Object, Object> getAll(Set<?> keys) {
        Map<Object, Object> found = new HashMap<>();
        for (Object key : keys) {
            Object value = get(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    void put(Object key, Object value) {
        requireUp();
        Runnable first = beforeWrite;
        beforeWrite = () -> {};
        first.run();
        Object old = stored.put(key, value);
        before.put(key, old == null ? value : old);
        tell(key, value, old == null ? EventType.CREATED : EventType.UPDATED);
        Runnable step = afterWrite;
        afterWrite = () -> {};
        step.run();
    }

    void putAll(Map<?, ?> map) {
        Runnable step = afterWrite;
        afterWrite = () -> {};
        map.forEach(this::put);
        step.run();
    }

    boolean putIfAbsent(Object key, Object value) {
        if (stored.putIfAbsent(key, value) != null) {
            return false;
        }
        tell(key, value, EventType.CREATED);
        return true;
    }

    Object getAndPut(Object key, Object value) {
        Object old = stored.get(key);
        put(key, value);
        return old;
    }

    boolean replace(Object key, Object old, Object value) {
        if (!stored.replace(key, old, value)) {
            return false;
        }
        tell(key, value, EventType.UPDATED);
        return true;
    }

    boolean replace(Object key, Object value) {
        return getAndReplace(key, value) != null;
    }

    Object getAndReplace(Object key, Object value) {
        Object old = stored.replace(key, value);
        if (old != null) {
            tell(key, value, EventType.UPDATED);
        }
        return old;
    }

    boolean remove(Object key) {
        Object old = stored.remove(key);
        if (old != null) {
            tell(key, old, EventType.REMOVED);
        }
        return old != null;
    }

    boolean remove(Object key, Object old) {
        if (!stored.remove(key, old)) {
            return false;
        }
        tell(key, old, EventType.REMOVED);
        return true;
    }

    void removeAll(Set<?> keys) {
        keys.forEach(this::remove);
    }

    void clear() {
        stored.clear();
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    String getName() {
        return "fake";
    }

    Object getCacheManager() {
        return null;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    Object getConfiguration(Class<?> type) {
        MutableConfiguration<Object, Object> told = new MutableConfiguration<>();
        told.setExpiryPolicyFactory(expiry).setReadThrough(loader != null);
        registrations.forEach(registration ->
                told.addCacheEntryListenerConfiguration((CacheEntryListenerConfiguration) registration));
        return told;
    }

    void registerCacheEntryListener(CacheEntryListenerConfiguration<?, ?> registration) {
        registrations.add(registration);
        listeners.add(registration.getCacheEntryListenerFactory().create());
    }

    void deregisterCacheEntryListener(CacheEntryListenerConfiguration<?, ?> registration) {
        int at = registrations.indexOf(registration);
        if (at >= 0) {
            registrations.remove(at);
            listeners.remove(at);
        }
    }

    /** Forgets what is stored, and what was to be told. */
    void forget() {
        stored.clear();
        before.clear();
        events.clear();
    }

    /** Lets no listener that is registered hear anything any more, as Hazelcast does on the side that lost in a merge. */
    void silenceListeners() {
        listeners.replaceAll(silenced -> new Object());
    }

    private void tell(Object key, Object value, EventType type) {
        events.add(() -> List.copyOf(listeners).stream()
                .limit(tellsFirstAlone ? 1 : Long.MAX_VALUE)
                .forEach(listener -> tell(listener, new Event(cache(), key, value, type))));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static void tell(Object listener, Event event) {
        if (!(listener instanceof CacheEntryCreatedListener<?, ?>)) {
            return;
        }
        List<CacheEntryEvent<?, ?>> one = List.of(event);
        switch (event.getEventType()) {
            case CREATED -> ((CacheEntryCreatedListener<Object, Object>) listener).onCreated((Iterable) one);
            case UPDATED -> ((CacheEntryUpdatedListener<Object, Object>) listener).onUpdated((Iterable) one);
            default -> ((CacheEntryRemovedListener<Object, Object>) listener).onRemoved((Iterable) one);
        }
    }

    /** Tells all events that wait, in order. */
    void deliver() {
        for (Runnable event = events.poll(); event != null; event = events.poll()) {
            event.run();
        }
    }

    /** An event as an engine would tell it. */
    private static final class Event extends CacheEntryEvent<Object, Object> {
        private static final long serialVersionUID = 1;
        private final transient Object key;
        private final transient Object value;

        @SuppressWarnings({"unchecked", "rawtypes"})
        Event(Cache<?, ?> source, Object key, Object value, EventType type) {
            super((Cache) source, type);
            this.key = key;
            this.value = value;
        }

        @Override
        public Object getKey() {
            return key;
        }

        @Override
        public Object getValue() {
            return value;
        }

        @Override
        public Object getOldValue() {
            return null;
        }

        @Override
        public boolean isOldValueAvailable() {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }
}
