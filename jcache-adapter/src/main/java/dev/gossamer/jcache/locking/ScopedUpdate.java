package dev.gossamer.jcache.locking;

import dev.gossamer.jcache.common.UserText;
import java.util.List;

/** A change during which anything of the user's may run: each key has a lock of its own. Confined to its thread. */
final class ScopedUpdate<K> implements LockedUpdate<K> {
    private final EntryLockTable<K> owner;
    private final OperationScope scope;
    private final List<EntryLockTable.Claim<K>> claims;

    ScopedUpdate(EntryLockTable<K> owner, OperationScope scope, List<EntryLockTable.Claim<K>> claims) {
        this.owner = owner;
        this.scope = scope;
        this.claims = claims;
    }

    @Override
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
                "key " + UserText.of(key) + " is not part of this operation; its equals or hashCode changed");
    }

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
