package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The map of a bounded Caffeine cache, each of whose operations does the maintenance that is due and tells what was evicted.
 *
 * <p>Thread-safe and atomic as Caffeine's map is: functions run while their bin is locked. Evictions are told after the
 * operation, never inside such a function; if one uses this map, its evictions are told when the outermost has ended.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class MaintainedCaffeineMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
    private final Cache<K, V> cache;
    private final ConcurrentMap<K, V> map;
    private final CacheMaintenance<Map.Entry<K, V>> maintenance;
    private final Set<Thread> computing = ConcurrentHashMap.newKeySet();

    MaintainedCaffeineMap(Cache<K, V> cache, CacheMaintenance<Map.Entry<K, V>> maintenance) {
        this.cache = cache;
        this.map = cache.asMap();
        this.maintenance = maintenance;
    }

    @Override
    public @Nullable V get(Object key) {
        V value = map.get(key);
        afterRead();
        return value;
    }

    @Override
    public boolean containsKey(Object key) {
        boolean contained = map.containsKey(key);
        afterRead();
        return contained;
    }

    @Override
    public @Nullable V put(K key, V value) {
        V old = map.put(key, value);
        afterWrite();
        return old;
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        V old = map.putIfAbsent(key, value);
        afterWrite();
        return old;
    }

    @Override
    public @Nullable V remove(Object key) {
        V old = map.remove(key);
        afterWrite();
        return old;
    }

    @Override
    public boolean remove(Object key, @Nullable Object value) {
        boolean removed = value != null && map.remove(key, value);
        afterWrite();
        return removed;
    }

    @Override
    public @Nullable V replace(K key, V value) {
        V old = map.replace(key, value);
        afterWrite();
        return old;
    }

    @Override
    public boolean replace(K key, V value, V next) {
        boolean replaced = map.replace(key, value, next);
        afterWrite();
        return replaced;
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        return computing(() -> map.computeIfAbsent(key, function));
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return computing(() -> map.computeIfPresent(key, function));
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return computing(() -> map.compute(key, function));
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return computing(() -> map.merge(key, value, function));
    }

    @Override
    public void clear() {
        map.clear();
        afterWrite();
    }

    @Override
    public int size() {
        long count = 0;
        for (Iterator<K> shown = map.keySet().iterator(); shown.hasNext(); shown.next()) {
            count++; // as Caffeine's own count has what expired and is not dropped yet
        }
        return (int) Math.min(count, Integer.MAX_VALUE);
    }

    @Override
    public Set<K> keySet() {
        return map.keySet();
    }

    @Override
    public Collection<V> values() {
        return map.values();
    }

    @Override
    public Set<Map.Entry<K, V>> entrySet() {
        return new Entries(map.entrySet());
    }

    private @Nullable V computing(Supplier<? extends @Nullable V> operation) {
        Thread thread = Thread.currentThread();
        boolean outermost = computing.add(thread);
        V result;
        try {
            result = operation.get();
        } finally {
            if (outermost) {
                computing.remove(thread);
            }
        }
        afterWrite();
        return result;
    }

    private void afterWrite() {
        if (!isInsideFunction()) {
            maintenance.afterWrite(cache);
        }
    }

    private void afterRead() {
        if (!isInsideFunction()) {
            maintenance.settle(cache);
        }
    }

    private boolean isInsideFunction() {
        return !computing.isEmpty() && computing.contains(Thread.currentThread());
    }

    /** The entries as Caffeine has them, but for {@code setValue}, which is a write of this map. */
    private final class Entries extends AbstractSet<Map.Entry<K, V>> {
        private final Set<Map.Entry<K, V>> entries;

        Entries(Set<Map.Entry<K, V>> entries) {
            this.entries = entries;
        }

        @Override
        public Iterator<Map.Entry<K, V>> iterator() {
            Iterator<Map.Entry<K, V>> each = entries.iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return each.hasNext();
                }

                @Override
                public Map.Entry<K, V> next() {
                    return new WrittenEntry(each.next());
                }

                @Override
                public void remove() {
                    each.remove();
                }
            };
        }

        @Override
        public int size() {
            return MaintainedCaffeineMap.this.size();
        }

        @Override
        public boolean contains(@Nullable Object other) {
            return entries.contains(other);
        }

        @Override
        public boolean remove(@Nullable Object other) {
            return entries.remove(other);
        }

        @Override
        public boolean removeIf(Predicate<? super Map.Entry<K, V>> filter) {
            return entries.removeIf(entry -> filter.test(new WrittenEntry(entry)));
        }

        @Override
        public void clear() {
            MaintainedCaffeineMap.this.clear();
        }
    }

    /** An entry that was met on iteration. */
    private final class WrittenEntry extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1L;

        WrittenEntry(Map.Entry<K, V> met) {
            super(met);
        }

        @Override
        public V setValue(V value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
