package dev.gossamer.jcache.event;

import dev.gossamer.jcache.common.StandardUnwrap;
import dev.gossamer.jcache.common.UserText;
import dev.gossamer.jcache.copy.KeyValueCopier;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * An event, whose key and values are copied anew for everybody who asks where the cache stores by value. Immutable.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 */
final class EntryEvent<K, V> extends CacheEntryEvent<K, V> {
    private static final long serialVersionUID = 1;

    private final transient KeyValueCopier<K, V> copies;
    private final transient K key;
    private final transient V value;
    private final transient @Nullable V oldValue;

    /** An event of a cache; the value of one that removed or expired is what was there before. */
    EntryEvent(Cache<K, V> source, EventType type, KeyValueCopier<K, V> copies, K key, V value, @Nullable V oldValue) {
        super(source, type);
        this.copies = copies;
        this.key = key;
        this.value = value;
        this.oldValue = oldValue;
    }

    @Override
    public K getKey() {
        return copies.key(key);
    }

    @Override
    public V getValue() {
        return copies.value(value);
    }

    @Override
    public @Nullable V getOldValue() {
        return oldValue == null ? null : copies.value(oldValue);
    }

    @Override
    public boolean isOldValueAvailable() {
        return oldValue != null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return StandardUnwrap.as(this, type);
    }

    @Override
    public String toString() {
        return getEventType() + " " + UserText.of(key) + " in " + getSource();
    }
}
