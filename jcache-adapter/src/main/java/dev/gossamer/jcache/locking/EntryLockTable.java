package dev.gossamer.jcache.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one cache, one for each key in use. Operations on many keys take them by rank, so two of them never wait for
 * each other whatever the order of their arguments.
 */
public final class EntryLockTable<K> {
    // How does a change that runs no code of the user's do without a lock of its key?
    //
    // It holds the lock of a share of the keys, under which a key also gets its own lock. So while it is at it nobody
    // gets that, and if somebody has it already it waits for that one like everybody else. As nothing but equals and
    // hashCode of keys runs meanwhile, keys that share a lock cannot wait for each other in a circle.
    private final List<BriefUpdate<K>> brief;

    private final ConcurrentHashMap<K, EntryLock> locks = new ConcurrentHashMap<>();
    private final AtomicLong ranks = new AtomicLong();

    /** The locks of a cache whose changes run nothing of the user's but its keys, or also other things. */
    public static <K> EntryLockTable<K> of(boolean runningOnlyKeys) {
        if (!runningOnlyKeys) {
            return new EntryLockTable<>(0);
        }
        int processors = Math.min(Runtime.getRuntime().availableProcessors(), 16);
        return new EntryLockTable<>(Integer.highestOneBit(processors * 4));
    }

    private EntryLockTable(int shares) {
        this.brief = Stream.generate(BriefUpdate<K>::new).limit(shares).toList();
    }

    private BriefUpdate<K> briefOf(Object key) {
        int hash = key.hashCode() * 0x9E3779B9; // the golden ratio
        return brief.get((hash >>> 16) & (brief.size() - 1));
    }

    /**
     * Begins a change that itself runs nothing of the user's and that nobody listens to; without a lock of its key where
     * changes run nothing else either.
     */
    public LockedUpdate<K> beginBriefly(K key) {
        if (brief.isEmpty()) {
            return begin(key);
        }
        BriefUpdate<K> update = briefOf(key);
        boolean alone = false;
        update.lock();
        try {
            alone = !locks.containsKey(key);
        } finally {
            if (!alone) {
                update.unlock();
            }
        }
        return alone ? update : begin(key);
    }

    /** Begins to change the entry of one key, alone; ended by {@link LockedUpdate#close()}. */
    public LockedUpdate<K> begin(K key) {
        EntryLock entryLock = use(key);
        OperationScope scope = OperationScope.enter();
        entryLock.lock();
        return new ScopedUpdate<>(this, scope, List.of(new Claim<>(key, entryLock)));
    }

    /** Begins as {@link #begin} does if nobody else is at the key, else returns {@code null}. */
    public @Nullable LockedUpdate<K> tryBegin(K key) {
        EntryLock entryLock = use(key);
        if (!entryLock.tryLock()) {
            release(key);
            return null;
        }
        return new ScopedUpdate<>(this, OperationScope.enter(), List.of(new Claim<>(key, entryLock)));
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
        return new ScopedUpdate<>(this, scope, claims);
    }

    private EntryLock use(K key) {
        if (brief.isEmpty()) {
            return locks.compute(key, this::used);
        }
        BriefUpdate<K> update = briefOf(key);
        update.lock();
        try {
            return locks.compute(key, this::used);
        } finally {
            update.unlock();
        }
    }

    private EntryLock used(K key, @Nullable EntryLock entryLock) {
        EntryLock used = entryLock == null ? new EntryLock(ranks.getAndIncrement()) : entryLock;
        used.users++;
        return used;
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
