package dev.gossamer.jcache.near;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryListener;

/**
 * The listeners that near caches of this JVM have registered in their engines. An engine may copy a registration to all
 * members, also to those that join later, and make its listener there; so what it is given is only a number, which means
 * something in the JVM that drew it and nothing anywhere else. Two registrations never compare equal. Thread-safe.
 */
final class LocalListeners {
    private static final Map<UUID, CacheEntryListener<?, ?>> LISTENERS = new ConcurrentHashMap<>();

    private LocalListeners() {}

    /** A registration of a listener, to be ended by {@link #forget}. */
    static <K> CacheEntryListenerConfiguration<K, Object> registration(
            CacheEntryListener<? super K, Object> listener, boolean oldValues, boolean synchronous) {
        UUID number = UUID.randomUUID();
        LISTENERS.put(number, listener);
        return new MutableCacheEntryListenerConfiguration<>(new Numbered<K>(number), null, oldValues, synchronous);
    }

    static void forget(CacheEntryListenerConfiguration<?, ?> registration) {
        Object factory = registration.getCacheEntryListenerFactory();
        if (factory instanceof Numbered<?> numbered) {
            LISTENERS.remove(numbered.number());
        }
    }

    /** How many are registered; for tests of what {@code close()} leaves. */
    static int count() {
        return LISTENERS.size();
    }

    /** Makes the listener of a number, or one that does nothing in a JVM that does not know it. */
    private record Numbered<K>(UUID number) implements Factory<CacheEntryListener<? super K, ? super Object>> {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("unchecked") // registered under this number with these types
        public CacheEntryListener<? super K, ? super Object> create() {
            CacheEntryListener<?, ?> listener = LISTENERS.get(number);
            return listener == null ? new SilentListener<>() : (CacheEntryListener<? super K, ? super Object>) listener;
        }
    }

    /** A listener that hears nothing. */
    private static final class SilentListener<K> implements CacheEntryListener<K, Object> {}
}
