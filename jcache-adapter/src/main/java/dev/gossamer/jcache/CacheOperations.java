package dev.gossamer.jcache;

import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.entry.EntryStore;
import dev.gossamer.jcache.event.ListenerRegistry;
import dev.gossamer.jcache.integration.ReadThroughLoader;
import dev.gossamer.jcache.integration.WriteThroughWriter;
import dev.gossamer.jcache.locking.EntryLockTable;
import dev.gossamer.jcache.locking.LockedUpdate;
import dev.gossamer.jcache.management.CacheCounters;

/** What every kind of operation on one cache works with. */
abstract class CacheOperations<K, V> {
    final EntryStore<K, V> entries;
    final EntryLockTable<K> locks;
    final KeyValueCopier<K, V> copies;
    final CacheCounters counters;
    final ReadThroughLoader<K, V> loading;
    final WriteThroughWriter<K, V> writing;

    private final ListenerRegistry<K, V> listeners;

    CacheOperations(CacheParts<K, V> parts) {
        this.listeners = parts.context.listeners();
        this.entries = parts.entries;
        this.locks = parts.context.locks();
        this.copies = parts.context.copies();
        this.counters = parts.context.counters();
        this.loading = parts.loading;
        this.writing = parts.writing;
    }

    /** Begins to change one entry, for an operation that itself runs nothing of the user's. */
    final LockedUpdate<K> begin(K key) {
        return listeners.isEmpty() ? locks.beginBriefly(key) : locks.begin(key);
    }
}
