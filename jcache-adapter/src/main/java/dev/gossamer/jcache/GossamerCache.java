package dev.gossamer.jcache;

import dev.gossamer.jcache.common.FailureCollector;
import dev.gossamer.jcache.common.StandardUnwrap;
import dev.gossamer.jcache.integration.AsynchronousLoad;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** A cache: checks what it is given and hands it to the part that knows what to do. Thread-safe. */
final class GossamerCache<K, V> implements Cache<K, V>, ManagedCache<K, V> {
    private final String name;
    private final GossamerCacheManager manager;
    private final CacheParts<K, V> parts;
    private final SingleKeyOperations<K, V> single;
    private final BulkOperations<K, V> bulk;
    private final EntryProcessorOperations<K, V> processing;
    private volatile boolean closed;

    GossamerCache(String name, GossamerCacheManager manager, WeakCacheConfiguration<K, V> configuration) {
        this.name = name;
        this.manager = manager;
        this.parts = new CacheParts<>(this, manager, configuration);
        this.single = new SingleKeyOperations<>(parts);
        this.bulk = new BulkOperations<>(parts);
        this.processing = new EntryProcessorOperations<>(parts);
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("cache \"" + name + "\" is closed"
                    + (manager.isClosed()
                            ? ", as its manager " + manager.getURI() + " is; clients that end one by one need one each,"
                                    + " told apart by a fragment of the URI"
                            : ""));
        }
    }

    private K checked(K key) {
        requireOpen();
        return Objects.requireNonNull(key, "key");
    }

    private static <T> T checkedValue(T value) {
        return Objects.requireNonNull(value, "value");
    }

    private Set<K> checked(Set<? extends K> keys) {
        requireOpen();
        Set<K> distinct = new LinkedHashSet<>();
        for (K key : Objects.requireNonNull(keys, "keys")) {
            distinct.add(Objects.requireNonNull(key, "key"));
        }
        return distinct;
    }

    @Override
    public @Nullable V get(K key) {
        return single.get(checked(key));
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        return bulk.getAll(checked(keys), single);
    }

    @Override
    public boolean containsKey(K key) {
        return parts.entries.contains(checked(key));
    }

    @Override
    public void loadAll(Set<? extends K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        Set<K> wanted = checked(keys);
        AsynchronousLoad load =
                new AsynchronousLoad(name, () -> bulk.loadAll(wanted, replaceExisting, () -> !closed), listener);
        if (!parts.loading.hasLoader()) {
            load.complete();
        } else if (!manager.workers().execute(load)) {
            throw new IllegalStateException("cache \"" + name + "\" is closed");
        }
    }

    @Override
    public void put(K key, V value) {
        single.put(checked(key), checkedValue(value));
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        return single.getAndPut(checked(key), checkedValue(value));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        requireOpen();
        Map<K, V> given = new LinkedHashMap<>();
        for (Map.Entry<? extends K, ? extends V> entry :
                Objects.requireNonNull(map, "map").entrySet()) {
            given.put(Objects.requireNonNull(entry.getKey(), "key"), checkedValue(entry.getValue()));
        }
        bulk.putAll(given);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return single.putIfAbsent(checked(key), checkedValue(value));
    }

    @Override
    public boolean remove(K key) {
        return single.remove(checked(key));
    }

    @Override
    public boolean remove(K key, V oldValue) {
        return single.remove(checked(key), Objects.requireNonNull(oldValue, "oldValue"));
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        return single.getAndRemove(checked(key));
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        return single.replace(
                checked(key),
                Objects.requireNonNull(oldValue, "oldValue"),
                Objects.requireNonNull(newValue, "newValue"));
    }

    @Override
    public boolean replace(K key, V value) {
        return single.replace(checked(key), checkedValue(value));
    }

    @Override
    public @Nullable V getAndReplace(K key, V value) {
        return single.getAndReplace(checked(key), checkedValue(value));
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        bulk.removeAll(checked(keys));
    }

    @Override
    public void removeAll() {
        requireOpen();
        bulk.removeAll(parts.entries.keys());
    }

    @Override
    public void clear() {
        requireOpen();
        parts.entries.clear();
    }

    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        return parts.configurationAs(type);
    }

    @Override
    public <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        checked(key);
        return processing.invoke(key, Objects.requireNonNull(processor, "processor"), arguments);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
        Set<K> distinct = checked(keys);
        return processing.invokeAll(distinct, Objects.requireNonNull(processor, "processor"), arguments);
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public CacheManager getCacheManager() {
        return manager;
    }

    @Override
    public void close() {
        if (isFirstToClose()) {
            FailureCollector failures = new FailureCollector();
            failures.attempt(parts::closeBeans);
            failures.attempt(() -> manager.forget(this));
            failures.attempt(parts::close);
            failures.throwFirst();
        }
    }

    private synchronized boolean isFirstToClose() {
        boolean first = !closed;
        closed = true;
        return first;
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
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        requireOpen();
        parts.register(Objects.requireNonNull(configuration, "configuration"));
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> configuration) {
        requireOpen();
        parts.deregister(Objects.requireNonNull(configuration, "configuration"));
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        requireOpen();
        return new EntryIterator<>(this, parts.entries, parts.context);
    }

    @Override
    public Cache<K, V> cache() {
        return this;
    }

    @Override
    public void closeBeans() {
        parts.closeBeans();
    }

    @Override
    public void destroy() {
        close();
    }

    @Override
    public void enableStatistics(boolean enabled) {
        parts.enableStatistics(enabled);
    }

    @Override
    public void enableManagement(boolean enabled) {
        parts.enableManagement(enabled);
    }

    CacheParts<K, V> parts() {
        return parts;
    }

    @Override
    public String toString() {
        return "cache \"" + name + "\"" + (isClosed() ? " (closed)" : "");
    }
}
