package dev.gossamer.jcache.near;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/**
 * A user's entry processor as the engine runs it: over what is stored, whatever its form, and with a report of what it did.
 * Travels to where the engine has the entry.
 */
final class ReportingProcessor<K, V, T>
        implements EntryProcessor<K, Object, ReportingProcessor.Report<T>>, Serializable {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // serializable if the user's is, which an engine of several processes demands
    private final EntryProcessor<K, V, T> processor;

    private final StorageFormat<K, V> format;
    private final StalenessPolicy.Life life;

    ReportingProcessor(EntryProcessor<K, V, T> processor, StorageFormat<K, V> format, StalenessPolicy.Life life) {
        this.processor = processor;
        this.format = format;
        this.life = life;
    }

    /** What a processor gave, and what it did to its entry. */
    @SuppressWarnings("serial") // serializable if the user's result is, which an engine of several processes demands
    record Report<T>(@Nullable T result, boolean found, boolean written, boolean removed) implements Serializable {}

    @Override
    public Report<T> process(MutableEntry<K, Object> stored, Object... arguments) {
        Entry entry = new Entry(stored);
        boolean found = stored.exists();
        T result = processor.process(entry, arguments);
        return new Report<>(result, found, entry.written, found && entry.removed);
    }

    /** The entry as the user's processor sees it. */
    private final class Entry implements MutableEntry<K, V> {
        private final MutableEntry<K, Object> stored;
        private @Nullable V value;
        private boolean written;
        private boolean removed;

        Entry(MutableEntry<K, Object> stored) {
            this.stored = stored;
        }

        @Override
        public boolean exists() {
            return stored.exists();
        }

        @Override
        public void remove() {
            removed = true;
            written = false;
            value = null;
            stored.remove();
        }

        @Override
        public void setValue(V next) {
            if (next == null) {
                throw new NullPointerException("value");
            }
            stored.setValue(format.store(VersionSource.foreign(stored.getKey()), next, life.deadline()));
            value = next;
            written = true;
            removed = false;
        }

        @Override
        public K getKey() {
            return stored.getKey();
        }

        @Override
        public @Nullable V getValue() {
            if (value == null) {
                Object there = stored.getValue();
                value = there == null ? null : format.restore(there);
            }
            return value;
        }

        @Override
        public <U> U unwrap(Class<U> type) {
            return Unwrapping.as(this, type);
        }
    }
}
