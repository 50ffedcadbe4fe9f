package dev.gossamer.jcache;

import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.common.PluginFactory;
import dev.gossamer.jcache.common.StandardUnwrap;
import dev.gossamer.jcache.concurrent.ManagerThreadPool;
import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.expiry.ExpiryScheduler;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * The caches of one URI and class loader, and the threads they share. Thread-safe. Knows its class loader only weakly, so that
 * a manager that nobody closed does not keep it.
 */
final class GossamerCacheManager implements CacheManager {
    private final GossamerCachingProvider provider;
    private final URI uri;
    private final WeakReference<ClassLoader> loader;
    private final Properties properties;
    private final CacheDefaults defaults;
    private final ManagerThreadPool workers;
    private final NearCaches near = new NearCaches(this);
    private final ExpiryScheduler expiry = new ExpiryScheduler();
    private final Map<String, ManagedCache<?, ?>> caches = new ConcurrentHashMap<>();
    private final ReentrantLock lifecycle = new ReentrantLock();
    private volatile boolean closed;

    GossamerCacheManager(GossamerCachingProvider provider, URI uri, ClassLoader loader, Properties properties) {
        this.provider = provider;
        this.uri = uri;
        this.loader = new WeakReference<>(loader);
        this.properties = properties;
        this.defaults = CacheDefaults.read(uri, loader, provider.getDefaultURI());
        this.workers = new ManagerThreadPool(loader);
    }

    ManagerThreadPool workers() {
        return workers;
    }

    ExpiryScheduler expiry() {
        return expiry;
    }

    <K, V> KeyValueCopier<K, V> copies(String cacheName, WeakCacheConfiguration<K, V> configuration) {
        ClassLoader from = requireLoader();
        if (!configuration.isStoreByValue()) {
            return KeyValueCopier.byReference(from);
        }
        var factory = configuration.getCopierFactory();
        Copier copier = factory == null ? defaults.serialization() : PluginFactory.make(cacheName, "copier", factory);
        return KeyValueCopier.byValue(copier, from);
    }

    private ClassLoader requireLoader() {
        ClassLoader current = loader.get();
        if (current == null) {
            throw new IllegalStateException("the class loader of cache manager " + uri + " is gone");
        }
        return current;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("cache manager " + uri + " is closed");
        }
    }

    @Override
    public CachingProvider getCachingProvider() {
        return provider;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public @Nullable ClassLoader getClassLoader() {
        return loader.get();
    }

    @Override
    public Properties getProperties() {
        Properties copy = new Properties();
        copy.putAll(properties);
        return copy;
    }

    @Override
    public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String cacheName, C configuration) {
        requireOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        Objects.requireNonNull(configuration, "configuration");
        lifecycle.lock();
        try {
            requireOpen();
            if (caches.containsKey(cacheName) || defaults.lists(cacheName)) {
                throw existsAlready(cacheName);
            }
            WeakCacheConfiguration<K, V> complete = defaults.complete(cacheName, configuration);
            return open(cacheName, complete, defaults.near(cacheName, configuration))
                    .cache();
        } finally {
            lifecycle.unlock();
        }
    }

    private <K, V> ManagedCache<K, V> open(
            String cacheName, WeakCacheConfiguration<K, V> configuration, @Nullable NearCacheSettings settings) {
        ConfigurationValidator.check(cacheName, configuration);
        ManagedCache<K, V> cache = settings == null
                ? new GossamerCache<>(cacheName, this, configuration)
                : near.create(cacheName, configuration, settings, () -> forgetClosed(cacheName));
        boolean complete = false;
        try {
            add(cacheName, cache);
            cache.enableStatistics(configuration.isStatisticsEnabled());
            cache.enableManagement(configuration.isManagementEnabled());
            complete = true;
        } finally {
            if (!complete) { // it or its MBeans are refused
                cache.cache().close();
            }
        }
        return cache;
    }

    /** Adds a cache, unless one of its factories has closed this manager, or made a cache of the same name. */
    private void add(String cacheName, ManagedCache<?, ?> cache) {
        requireOpen();
        if (caches.putIfAbsent(cacheName, cache) != null) {
            throw existsAlready(cacheName);
        }
    }

    private CacheException existsAlready(String cacheName) {
        return new CacheException("a cache named \"" + cacheName + "\" exists already"
                + (defaults.lists(cacheName) ? ", as " + uri + " lists it" : "")
                + "; ask for it by getCache, choose another name or destroy it first");
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName, Class<K> keyType, Class<V> valueType) {
        requireOpen();
        Objects.requireNonNull(keyType, "keyType");
        Objects.requireNonNull(valueType, "valueType");
        Cache<K, V> cache = given(find(cacheName, keyType, valueType));
        if (cache != null) {
            Configuration<?, ?> configuration = configuration(cache);
            requireType("key", cacheName, configuration.getKeyType(), keyType);
            requireType("value", cacheName, configuration.getValueType(), valueType);
        }
        return cache;
    }

    @SuppressWarnings("unchecked") // the caller says of what types the cache of a name is
    private static <K, V> @Nullable Cache<K, V> given(@Nullable ManagedCache<?, ?> found) {
        return found == null ? null : (Cache<K, V>) found.cache();
    }

    @SuppressWarnings("unchecked") // each of our caches has one
    private static Configuration<?, ?> configuration(Cache<?, ?> cache) {
        return ((Cache<Object, Object>) cache).getConfiguration(CompleteConfiguration.class);
    }

    private static void requireType(String what, String cacheName, Class<?> configured, Class<?> asked) {
        if (configured != asked) {
            throw new ClassCastException("the " + what + " type of cache \"" + cacheName + "\" is "
                    + configured.getName() + ", not " + asked.getName());
        }
    }

    @Override
    public <K, V> @Nullable Cache<K, V> getCache(String cacheName) {
        requireOpen();
        return given(find(cacheName, null, null));
    }

    /** The cache of a name; one that the resource lists is made when it is first asked for. */
    private @Nullable ManagedCache<?, ?> find(
            String cacheName, @Nullable Class<?> keyType, @Nullable Class<?> valueType) {
        Objects.requireNonNull(cacheName, "cacheName");
        ManagedCache<?, ?> cache = caches.get(cacheName);
        if (cache == null && defaults.lists(cacheName)) {
            cache = openListed(cacheName, keyType, valueType);
        }
        return cache;
    }

    private @Nullable ManagedCache<?, ?> openListed(
            String cacheName, @Nullable Class<?> keyType, @Nullable Class<?> valueType) {
        lifecycle.lock();
        try {
            requireOpen();
            ManagedCache<?, ?> cache = caches.get(cacheName);
            return cache != null || !defaults.lists(cacheName)
                    ? cache
                    : open(cacheName, defaults.listed(cacheName, keyType, valueType), defaults.near(cacheName, null));
        } finally {
            lifecycle.unlock();
        }
    }

    @Override
    public Iterable<String> getCacheNames() {
        requireOpen();
        TreeSet<String> names = new TreeSet<>(caches.keySet());
        names.addAll(defaults.listed());
        return List.copyOf(names);
    }

    @Override
    public void destroyCache(String cacheName) {
        requireOpen();
        Objects.requireNonNull(cacheName, "cacheName");
        ManagedCache<?, ?> cache;
        lifecycle.lock();
        try {
            defaults.destroyed(cacheName);
            cache = caches.get(cacheName);
        } finally {
            lifecycle.unlock();
        }
        if (cache != null) {
            cache.destroy();
        }
    }

    @Override
    public void enableManagement(String cacheName, boolean enabled) {
        requireOpen();
        ManagedCache<?, ?> cache = find(cacheName, null, null);
        if (cache != null) {
            cache.enableManagement(enabled);
        }
    }

    @Override
    public void enableStatistics(String cacheName, boolean enabled) {
        requireOpen();
        ManagedCache<?, ?> cache = find(cacheName, null, null);
        if (cache != null) {
            cache.enableStatistics(enabled);
        }
    }

    void forget(GossamerCache<?, ?> cache) {
        caches.remove(cache.getName(), cache);
    }

    private void forgetClosed(String cacheName) {
        caches.computeIfPresent(cacheName, (name, cache) -> cache.cache().isClosed() ? null : cache);
    }

    @Override
    public void close() {
        FailureCollector failures = new FailureCollector();
        lifecycle.lock();
        try {
            if (closed) {
                return;
            }
            caches.values()
                    .forEach(cache -> failures.attempt(cache::closeBeans)); // before another manager can have the names
            closed = true;
        } finally {
            lifecycle.unlock();
        }
        failures.attempt(() -> provider.forget(this));
        for (ManagedCache<?, ?> cache : new ArrayList<>(caches.values())) {
            failures.attempt(() -> cache.cache().close());
        }
        failures.attempt(near::close);
        failures.attempt(expiry::close);
        failures.attempt(workers::close);
        failures.throwFirst();
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return StandardUnwrap.as(this, type);
    }

    @Override
    public String toString() {
        return "cache manager " + uri + (closed ? " (closed)" : "");
    }
}
