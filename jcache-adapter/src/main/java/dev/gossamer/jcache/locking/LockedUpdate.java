package dev.gossamer.jcache.locking;

import java.util.List;

/**
 * One atomic change of the entries of some keys, from taking their locks to telling their synchronous listeners. Confined to
 * its thread.
 */
public final class LockedUpdate<K> implements AutoCloseable {
    private final EntryLockTable<K> owner;
    private final OperationScope scope;
    private final List<EntryLockTable.Claim<K>> claims;

    LockedUpdate(EntryLockTable<K> owner, OperationScope scope, List<EntryLockTable.Claim<K>> claims) {
        this.owner = owner;
        this.scope = scope;
        this.claims = claims;
    }

    /** Has an event told after this change, in the order of the changes of its key. */
    public void afterwards(K key, PendingEvent event) {
        EntryLock entryLock = lockOf(key);
        owner.retain(key);
        scope.owe(owner, key, entryLock, event);
        entryLock.enqueue(event);
    }

    private EntryLock lockOf(K key) {
        for (EntryLockTable.Claim<K> claim : claims) {
            if (claim.key().equals(key)) {
                return claim.entryLock();
            }
        }
        throw new IllegalStateException(
                "key " + key + " is not part of this operation; its equals or hashCode changed");
    }

    /** Lets go of the locks, then lets the listeners hear; throws what a synchronous one threw. */
    @Override
    public void close() {
        for (EntryLockTable.Claim<K> claim : claims) {
            claim.entryLock().unlock();
        }
        try {
            for (EntryLockTable.Claim<K> claim : claims) {
                owner.release(claim.key());
            }
        } finally {
            scope.exit(); // though the hashCode of a key throws
        }
    }
}
