package dev.gossamer.jcache.locking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an operation has of one key: the use of its lock, for as long as the operation or an event of it lasts, and the lock itself.
 * Confined to its thread. Made before anything is taken; giving back takes no memory.
 */
final class KeyClaim<K> {
    final K key;
    private final EntryLockTable<K> owner;
    private @Nullable EntryLock entryLock;
    private boolean locked;

    /** How many need the use: the operation, and each event that it owes. */
    private int needs = 1;

    KeyClaim(EntryLockTable<K> owner, K key) {
        this.owner = owner;
        this.key = Objects.requireNonNull(key, "key");
    }

    /** Takes the use of the lock of the key. */
    void use() {
        owner.use(this);
    }

    /** Becomes one more user of a lock; returns whether it has, which it has not if the last one has gone. */
    boolean join(EntryLock there) {
        boolean joined = there.join();
        if (joined) {
            entryLock = there;
        }
        return joined;
    }

    /** Makes a lock and becomes its first user. */
    EntryLock joinNew(long rank) {
        EntryLock made = new EntryLock(rank);
        entryLock = made;
        return made;
    }

    private EntryLock entryLock() {
        return Objects.requireNonNull(entryLock, "entryLock");
    }

    long rank() {
        return entryLock().rank;
    }

    /** Takes the lock, waiting for it. */
    boolean lock() {
        entryLock().lock();
        locked = true;
        return true;
    }

    /** Takes the lock if nobody has it. */
    boolean tryLock() {
        locked = entryLock().tryLock();
        return locked;
    }

    /** Gives the lock back, if it was taken. */
    void unlock() {
        if (locked) {
            locked = false;
            entryLock().unlock();
        }
    }

    /** Appends an event to those of the key, which then needs the use of the lock too. */
    void enqueue(PendingEvent event) {
        entryLock().enqueue(event);
        needs++;
    }

    /** Returns when an event that was appended has been told. */
    void deliver(PendingEvent event) {
        entryLock().deliver(event);
    }

    /** Needs the use once less; the last time it ends. */
    void release() {
        if (--needs == 0 && entryLock != null && entryLock.leave()) {
            owner.remove(key, entryLock);
        }
    }
}
