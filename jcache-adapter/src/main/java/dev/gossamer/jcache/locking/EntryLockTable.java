package dev.gossamer.jcache.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one cache, one for each key in use. Operations on many keys take them by rank, so two of them never wait for
 * each other whatever the order of their arguments.
 */
public final class EntryLockTable<K> {
    private final ConcurrentHashMap<K, EntryLock> locks = new ConcurrentHashMap<>();
    private final AtomicLong ranks = new AtomicLong();

    /** Begins to change the entry of one key, alone; ended by {@link LockedUpdate#close()}. */
    public LockedUpdate<K> begin(K key) {
        EntryLock entryLock = use(key);
        OperationScope scope = OperationScope.enter();
        entryLock.lock();
        return new LockedUpdate<>(this, scope, List.of(new Claim<>(key, entryLock)));
    }

    /** Begins as {@link #begin} does if nobody else is at the key, else returns {@code null}. */
    public @Nullable LockedUpdate<K> tryBegin(K key) {
        EntryLock entryLock = use(key);
        if (!entryLock.tryLock()) {
            release(key);
            return null;
        }
        return new LockedUpdate<>(this, OperationScope.enter(), List.of(new Claim<>(key, entryLock)));
    }

    /** Begins to change the entries of several distinct keys. */
    public LockedUpdate<K> beginAll(Collection<? extends K> keys) {
        List<Claim<K>> claims = new ArrayList<>(keys.size());
        try {
            for (K key : keys) {
                claims.add(new Claim<>(key, use(key)));
            }
        } catch (RuntimeException | Error e) {
            claims.forEach(claim -> release(claim.key));
            throw e;
        }
        claims.sort(Comparator.comparingLong(claim -> claim.entryLock.rank));
        OperationScope scope = OperationScope.enter();
        claims.forEach(claim -> claim.entryLock.lock());
        return new LockedUpdate<>(this, scope, claims);
    }

    private EntryLock use(K key) {
        return locks.compute(key, (k, entryLock) -> {
            EntryLock used = entryLock == null ? new EntryLock(ranks.getAndIncrement()) : entryLock;
            used.users++;
            return used;
        });
    }

    /** One more use of a lock that is in use. */
    void retain(Object key) {
        @SuppressWarnings("unchecked")
        K same = (K) key;
        use(same);
    }

    void release(Object key) {
        @SuppressWarnings("unchecked")
        K same = (K) key;
        locks.computeIfPresent(same, (k, entryLock) -> --entryLock.users == 0 ? null : entryLock);
    }

    public boolean isInUse(K key) {
        return locks.containsKey(key);
    }

    /** How many keys are in use. */
    public int inUse() {
        return locks.size();
    }

    /** A key whose lock is held. */
    record Claim<K>(K key, EntryLock entryLock) {
        Claim {
            Objects.requireNonNull(key, "key");
        }
    }
}
