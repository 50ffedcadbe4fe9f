package dev.gossamer.jcache.entry;

import dev.gossamer.jcache.copy.KeyValueCopier;
import dev.gossamer.jcache.event.ListenerRegistry;
import dev.gossamer.jcache.locking.EntryLockTable;
import dev.gossamer.jcache.management.CacheCounters;

/** What the parts of one cache share. */
public record CacheContext<K, V>(
        KeyValueCopier<K, V> copies,
        ListenerRegistry<K, V> listeners,
        CacheCounters counters,
        EntryLockTable<K> locks) {}
