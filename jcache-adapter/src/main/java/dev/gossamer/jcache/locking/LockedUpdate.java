package dev.gossamer.jcache.locking;

/**
 * One atomic change of the entries of some keys, from taking their locks to telling their synchronous listeners. Confined to
 * its thread.
 */
public interface LockedUpdate<K> extends AutoCloseable {
    /** Has an event told after this change, in the order of the changes of its key. */
    void afterwards(K key, PendingEvent event);

    /** Lets go of the locks, then lets the listeners hear; throws what a synchronous one threw. */
    @Override
    void close();
}
