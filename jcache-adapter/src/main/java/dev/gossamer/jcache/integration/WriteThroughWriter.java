package dev.gossamer.jcache.integration;

import dev.gossamer.jcache.common.StandardUnwrap;
import dev.gossamer.jcache.common.UserText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import org.jspecify.annotations.Nullable;

/** The writer of one cache, if it writes through. Its failures all become {@link CacheWriterException}, once. */
public final class WriteThroughWriter<K, V> {
    private final @Nullable CacheWriter<? super K, ? super V> writer;
    private final boolean writeThrough;

    public WriteThroughWriter(@Nullable CacheWriter<? super K, ? super V> writer, boolean writeThrough) {
        this.writer = writer;
        this.writeThrough = writeThrough && writer != null;
    }

    public boolean isWriteThrough() {
        return writeThrough;
    }

    public @Nullable CacheWriter<? super K, ? super V> writer() {
        return writer;
    }

    public void write(K key, V value) {
        if (writeThrough && writer != null) {
            try {
                writer.write(new Written<>(key, value));
            } catch (Throwable e) {
                throw failure("writer failed for key " + UserText.of(key), e);
            }
        }
    }

    public void delete(K key) {
        if (writeThrough && writer != null) {
            try {
                writer.delete(key);
            } catch (Throwable e) {
                throw failure("writer failed to delete key " + UserText.of(key), e);
            }
        }
    }

    /** Writes many entries; what was written counts also when the writer fails on the rest. */
    public Outcome<K> writeAll(Map<K, V> entries) {
        if (!writeThrough || writer == null || entries.isEmpty()) {
            return new Outcome<>(entries.keySet(), null);
        }
        List<Cache.Entry<? extends K, ? extends V>> left = new ArrayList<>();
        entries.forEach((key, value) -> left.add(new Written<>(key, value)));
        CacheWriterException failure = null;
        try {
            writeAll(writer, left);
        } catch (Throwable e) {
            failure = failure("writer failed for " + left.size() + " of " + entries.size() + " entries", e);
        }
        Set<K> written = new HashSet<>(entries.keySet());
        if (failure != null) {
            left.forEach(entry -> written.remove(entry.getKey()));
        }
        return new Outcome<>(written, failure);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Collection<Entry<? extends K, ? extends V>> of a super-typed writer
    private static void writeAll(CacheWriter<?, ?> writer, Collection<?> entries) {
        ((CacheWriter) writer).writeAll(entries);
    }

    /** Deletes many keys; what was deleted counts also when the writer fails on the rest. */
    public Outcome<K> deleteAll(Collection<? extends K> keys) {
        if (!writeThrough || writer == null || keys.isEmpty()) {
            return new Outcome<>(new HashSet<>(keys), null);
        }
        List<K> left = new ArrayList<>(keys);
        CacheWriterException failure = null;
        try {
            writer.deleteAll(left);
        } catch (Throwable e) {
            failure = failure("writer failed to delete " + left.size() + " of " + keys.size() + " keys", e);
        }
        Set<K> deleted = new HashSet<>(keys);
        if (failure != null) {
            left.forEach(deleted::remove);
        }
        return new Outcome<>(deleted, failure);
    }

    private static CacheWriterException failure(String what, Throwable cause) {
        return cause instanceof CacheWriterException own ? own : new CacheWriterException(what, cause);
    }

    /** What the writer did: the keys that are done, and why not all are. */
    public record Outcome<K>(Set<K> done, @Nullable CacheWriterException failure) {
        public void throwIfFailed() {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** What a writer is given. */
    private record Written<K, V>(K getKey, V getValue) implements Cache.Entry<K, V> {
        @Override
        public <T> T unwrap(Class<T> type) {
            return StandardUnwrap.as(this, type);
        }
    }
}
