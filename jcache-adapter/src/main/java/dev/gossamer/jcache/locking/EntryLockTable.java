package dev.gossamer.jcache.locking;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
            alone = !isInUse(key);
        } finally {
            if (!alone) {
                update.unlock();
            }
        }
        return alone ? update : begin(key);
    }

    /** Begins to change the entry of one key, alone; ended by {@link LockedUpdate#close()}. */
    public LockedUpdate<K> begin(K key) {
        ScopedUpdate<K> update = claiming(key);
        update.begin(KeyClaim::lock);
        return update;
    }

    /** Begins as {@link #begin} does if nobody else is at the key, else returns {@code null}. */
    public @Nullable LockedUpdate<K> tryBegin(K key) {
        ScopedUpdate<K> update = claiming(key);
        return update.begin(KeyClaim::tryLock) ? update : null;
    }

    private ScopedUpdate<K> claiming(K key) {
        return new ScopedUpdate<>(Collections.singletonList(new KeyClaim<>(this, key)));
    }

    /** Begins to change the entries of several distinct keys. */
    public LockedUpdate<K> beginAll(Collection<? extends K> keys) {
        List<KeyClaim<K>> claims = new ArrayList<>(keys.size());
        for (K key : keys) {
            claims.add(new KeyClaim<>(this, key));
        }
        ScopedUpdate<K> update = new ScopedUpdate<>(claims);
        update.begin(KeyClaim::lock);
        return update;
    }

    /** Makes a claim one of the users of the lock of its key. */
    void use(KeyClaim<K> claim) {
        if (brief.isEmpty()) {
            join(claim);
            return;
        }
        BriefUpdate<K> update = briefOf(claim.key);
        update.lock();
        try {
            join(claim);
        } finally {
            update.unlock();
        }
    }

    // Not by compute: where the stack ends in that, the JDK's map can keep its mark of a key that is being computed.
    private void join(KeyClaim<K> claim) {
        EntryLock there = locks.get(claim.key);
        while (there == null || !claim.join(there)) {
            if (there != null) {
                locks.remove(claim.key, there);
            }
            there = locks.putIfAbsent(claim.key, claim.joinNew(ranks.getAndIncrement()));
            if (there == null) {
                return;
            }
        }
    }

    /** Takes a lock that nobody uses any more off the map. */
    void remove(K key, EntryLock entryLock) {
        locks.remove(key, entryLock);
    }

    /** Whether somebody is at a key. */
    public boolean isInUse(K key) {
        EntryLock there = locks.get(key);
        return there != null && there.isUsed();
    }

    /** How many keys are in use. */
    public int inUse() {
        return (int) locks.values().stream().filter(EntryLock::isUsed).count();
    }
}
