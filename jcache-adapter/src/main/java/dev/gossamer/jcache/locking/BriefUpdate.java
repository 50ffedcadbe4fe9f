package dev.gossamer.jcache.locking;

/**
 * The lock of some keys for changes that run nothing of the user's but the {@code equals} and {@code hashCode} of keys, and
 * such a change itself: there is one at a time, so nothing is made for it. What it changes nobody was listening to when it
 * began, so nobody is told.
 */
@SuppressWarnings("serial") // never written
final class BriefUpdate<K> extends WholeLock implements LockedUpdate<K> {
    @Override
    public void afterwards(K key, PendingEvent event) {}

    @Override
    public void close() {
        unlock();
    }
}
