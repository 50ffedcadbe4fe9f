package dev.gossamer.jcache.near;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.configuration.Factory;
import javax.cache.integration.CacheWriter;

/** A user's writer as the engine uses it: given what is stored, it writes the values. */
final class RestoringWriter<K, V> implements CacheWriter<K, Object>, Closeable {
    private final CacheWriter<? super K, ? super V> writer;
    private final StorageFormat<K, V> format;

    private RestoringWriter(CacheWriter<? super K, ? super V> writer, StorageFormat<K, V> format) {
        this.writer = writer;
        this.format = format;
    }

    @Override
    public void write(Cache.Entry<? extends K, ?> entry) {
        writer.write(restored(entry));
    }

    @Override
    @SuppressWarnings("unchecked") // a writer takes entries of its types
    public void writeAll(Collection<Cache.Entry<? extends K, ?>> entries) {
        List<Cache.Entry<? extends K, ? extends V>> restored = new ArrayList<>();
        entries.forEach(entry -> restored.add(restored(entry)));
        List<Cache.Entry<? extends K, ? extends V>> given = new ArrayList<>(restored);
        try {
            ((CacheWriter<K, V>) writer).writeAll(given);
        } finally {
            Set<Object> left = new HashSet<>();
            given.forEach(entry -> left.add(entry.getKey()));
            entries.removeIf(entry -> !left.contains(entry.getKey()));
        }
    }

    @Override
    public void delete(Object key) {
        writer.delete(key);
    }

    @Override
    public void deleteAll(Collection<?> keys) {
        writer.deleteAll(keys);
    }

    @Override
    public void close() throws IOException {
        if (writer instanceof Closeable closeable) {
            closeable.close();
        }
    }

    private Cache.Entry<K, V> restored(Cache.Entry<? extends K, ?> entry) {
        return new NearIterator.Seen<>(entry.getKey(), format.restore(entry.getValue()));
    }

    /** Makes such writers where the engine wants them. */
    record Maker<K, V>(Factory<CacheWriter<? super K, ? super V>> writers, StorageFormat<K, V> format)
            implements Factory<CacheWriter<K, Object>> {
        private static final long serialVersionUID = 1;

        @Override
        public CacheWriter<K, Object> create() {
            return new RestoringWriter<>(writers.create(), format);
        }
    }
}
