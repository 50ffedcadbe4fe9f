package dev.gossamer.jcache;

import dev.gossamer.jcache.common.UserText;
import dev.gossamer.jcache.entry.LiveEntry;
import dev.gossamer.jcache.locking.LockedUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.integration.CacheLoaderException;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** Runs entry processors: one key at a time, atomically, each failure that of its key alone. */
final class EntryProcessorOperations<K, V> extends CacheOperations<K, V> {

    EntryProcessorOperations(CacheParts<K, V> parts) {
        super(parts);
    }

    <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        long start = counters.start();
        try (LockedUpdate<K> change = locks.begin(key)) {
            LiveEntry<K, V> found = entries.find(change, key);
            ProcessedEntry<K, V> entry = new ProcessedEntry<>(key, found, copies, loading);
            T result = process(processor, entry, arguments);
            commit(change, key, entry, start);
            return result;
        }
    }

    private static <K, V, T> @Nullable T process(
            EntryProcessor<K, V, T> processor, ProcessedEntry<K, V> entry, Object... arguments) {
        try {
            return processor.process(entry, arguments);
        } catch (EntryProcessorException e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof CacheLoaderException own && own == entry.loadFailure()) {
                throw own;
            }
            throw new EntryProcessorException("entry processor failed", e);
        }
    }

    private void commit(LockedUpdate<K> change, K key, ProcessedEntry<K, V> entry, long start) {
        switch (entry.change()) {
            case NONE -> countGet(entry, start);
            case ACCESS -> {
                countGet(entry, start);
                if (entry.found() != null) {
                    entries.accessed(key, entry.found().storedValue());
                }
            }
            case LOAD -> {
                countGet(entry, start);
                entries.set(change, key, entries.own(key, entry.value()));
            }
            case SET -> set(change, key, entry, start);
            case REMOVE -> remove(change, key, entry, start);
        }
    }

    private void set(LockedUpdate<K> change, K key, ProcessedEntry<K, V> entry, long start) {
        V own = entries.own(key, entry.value());
        writing.write(key, entry.value());
        countGet(entry, start);
        if (entries.set(change, key, own)) {
            counters.put(start);
        }
    }

    private void remove(LockedUpdate<K> change, K key, ProcessedEntry<K, V> entry, long start) {
        writing.delete(key);
        countGet(entry, start);
        LiveEntry<K, V> old = entries.find(change, key);
        if (old != null) {
            entries.remove(change, key, old);
            counters.removal(start);
        }
    }

    private void countGet(ProcessedEntry<K, V> entry, long start) {
        if (entry.found() == null) {
            counters.miss(start);
        } else {
            counters.hit(start);
        }
    }

    <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
        Map<K, EntryProcessorResult<T>> results = new LinkedHashMap<>();
        for (K key : keys) {
            try {
                T result = invoke(key, processor, arguments);
                if (result != null) {
                    results.put(key, () -> result);
                }
            } catch (RuntimeException e) { // also of a value that the cache refuses
                results.put(key, failed(e));
            }
        }
        return results;
    }

    private static <T> EntryProcessorResult<T> failed(RuntimeException failure) {
        EntryProcessorException thrown = failure instanceof EntryProcessorException own
                ? own
                : new EntryProcessorException(UserText.message(failure), failure);
        return () -> {
            throw thrown;
        };
    }
}
