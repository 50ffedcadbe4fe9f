package dev.gossamer.jcache;

import dev.gossamer.jcache.common.StandardUnwrap;
import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.entry.LiveEntry;
import dev.gossamer.jcache.integration.ReadThroughLoader;
import java.util.Objects;
import javax.cache.integration.CacheLoaderException;
import javax.cache.processor.MutableEntry;
import org.jspecify.annotations.Nullable;

/** The entry that an entry processor sees: its changes are gathered, and take effect together when it has returned. */
final class ProcessedEntry<K, V> implements MutableEntry<K, V> {
    private final K key;
    private final KeyValueCopier<K, V> copies;
    private final ReadThroughLoader<K, V> loading;
    private final @Nullable LiveEntry<K, V> found;
    private @Nullable V value;
    private Change change = Change.NONE;
    private boolean loaded;
    private @Nullable CacheLoaderException loadFailure;

    /** What is to become of the entry. */
    enum Change {
        NONE,
        ACCESS,
        LOAD,
        SET,
        REMOVE
    }

    ProcessedEntry(
            K key, @Nullable LiveEntry<K, V> found, KeyValueCopier<K, V> copies, ReadThroughLoader<K, V> loading) {
        this.key = key;
        this.found = found;
        this.copies = copies;
        this.loading = loading;
    }

    @Override
    public K getKey() {
        return copies.key(key);
    }

    @Override
    public boolean exists() {
        return switch (change) {
            case NONE, ACCESS -> found != null;
            case LOAD, SET -> true;
            case REMOVE -> false;
        };
    }

    @Override
    public @Nullable V getValue() {
        if (change == Change.NONE) {
            if (found != null) {
                change = Change.ACCESS;
                value = copies.value(found.value());
            } else if (loading.isReadThrough()) {
                load();
            }
        }
        return change == Change.REMOVE ? null : value;
    }

    private void load() {
        V fresh = loadOrRemember();
        if (fresh != null) {
            loaded = true;
            change = Change.LOAD;
            value = copies.value(fresh);
        }
    }

    private @Nullable V loadOrRemember() {
        try {
            return loading.load(key);
        } catch (CacheLoaderException e) {
            loadFailure = e;
            throw e;
        }
    }

    /** What the loader threw through the processor, {@code null} if nothing. */
    @Nullable CacheLoaderException loadFailure() {
        return loadFailure;
    }

    @Override
    public void setValue(V next) {
        value = Objects.requireNonNull(next, "value");
        change = Change.SET;
    }

    @Override
    public void remove() {
        boolean made = change == Change.SET && found == null && !loaded;
        value = null;
        change = made ? Change.NONE : Change.REMOVE;
    }

    Change change() {
        return change;
    }

    @Nullable LiveEntry<K, V> found() {
        return found;
    }

    /** The value that was set or loaded. */
    V value() {
        return Objects.requireNonNull(value, "value");
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return StandardUnwrap.as(this, type);
    }
}
