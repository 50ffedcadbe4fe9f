package dev.gossamer.backend.caffeine;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is handed to Caffeine to look for a {@link CacheNode}: by the key of its entry, or by the entry itself.
 *
 * <p>A lookup serves one look-up of one thread at a time. It comes from a pool that is shared by all tables, and holds
 * nothing when it goes back.
 */
final class LookupKey {
    // How can a look-up by key compare keys, and yet run no user code inside Caffeine?
    //
    // Caffeine stores in a ConcurrentHashMap, which asks lookup.equals(node) for the nodes that have the hash of the
    // lookup. It asks while it holds a read count on the bin, if that bin has grown into a tree; a writer of any key of
    // that bin waits for it, and one that was called by the key's own equals would wait for itself. So equals says yes
    // only where it can tell without user code: to the same object, or when keys compare by identity or are of a class
    // known here. To any other node it says no and notes it down, and the table compares the keys it finds noted after
    // the look-up, when nothing is held. The hashes are equal by then, so there is hardly ever more than one.

    private static final int STRIDE = 16; // references apart, so that two threads share no cache line
    private static final int TRIES = 4;
    private static final int HOMES =
            Math.max(16, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1) << 1);
    private static final AtomicReferenceArray<@Nullable LookupKey> POOL = new AtomicReferenceArray<>(HOMES * STRIDE);
    private static final int KEPT = 64; // candidates for which room is kept in the pool

    private final int home;
    private int hash;
    private @Nullable TableSpec spec;
    private @Nullable Object key;
    private @Nullable Entry wanted;
    private boolean direct;
    private int met;
    private @Nullable CacheNode[] candidates = new CacheNode[4];
    private int count;

    private LookupKey(int home) {
        this.home = home;
    }

    /** A lookup for the node whose entry has a key. */
    static LookupKey of(TableSpec spec, Object key, int hash) {
        LookupKey lookup = borrow();
        lookup.spec = spec;
        lookup.key = key;
        lookup.hash = hash;
        lookup.direct = runsNoUserCode(spec.equivalence(), key);
        return lookup;
    }

    /** A lookup that finds nothing, and notes all nodes of a hash that have an entry. */
    static LookupKey ofAll(int hash) {
        LookupKey lookup = borrow();
        lookup.hash = hash;
        return lookup;
    }

    /** A lookup for the node that has this very entry. */
    static LookupKey of(Entry wanted) {
        LookupKey lookup = borrow();
        lookup.wanted = wanted;
        lookup.hash = wanted.hash();
        return lookup;
    }

    /** Gives the lookup back, which forgets all it knew. */
    void release() {
        spec = null;
        key = null;
        wanted = null;
        direct = false;
        met = 0;
        if (count > KEPT) {
            candidates = new CacheNode[4];
        } else {
            for (int i = 0; i < count; i++) {
                candidates[i] = null;
            }
        }
        count = 0;
        POOL.setRelease(home, this);
    }

    /** How many nodes of the hash were met that have an entry. */
    int met() {
        return met;
    }

    /** How many nodes were noted that may have the key. */
    int count() {
        return count;
    }

    /** A node that was noted. */
    CacheNode candidate(int index) {
        return Objects.requireNonNull(candidates[index]);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof CacheNode node)) {
            return this == other;
        }
        Entry entry = node.entry;
        if (entry == null) {
            return false;
        }
        met++;
        if (is(entry)) {
            return true;
        }
        if (!direct && wanted == null) {
            note(node);
        }
        return false;
    }

    private boolean is(Entry entry) {
        TableSpec by = spec;
        Object sought = key;
        if (by == null || sought == null) {
            return entry == wanted;
        }
        boolean same = by.weakSide() == WeakSide.KEY ? entry.weakIs(sought) : entry.strong() == sought;
        return same || (direct && by.matches(entry, sought));
    }

    private void note(CacheNode node) {
        if (count == candidates.length) {
            candidates = Arrays.copyOf(candidates, 2 * count);
        }
        candidates[count++] = node;
    }

    private static boolean runsNoUserCode(Equivalence<Object> equivalence, Object key) {
        if (equivalence == Equivalence.equality()) {
            Class<?> type = key.getClass();
            return type == String.class || type == Long.class || type == Integer.class || type == UUID.class;
        }
        return equivalence == Equivalence.identity();
    }

    private static LookupKey borrow() {
        int first = (int) ((Thread.currentThread().getId() * 0x9E37_79B9L) >>> 8) & (HOMES - 1);
        for (int i = 0; i < TRIES; i++) {
            int home = ((first + i) & (HOMES - 1)) * STRIDE;
            LookupKey lookup = POOL.getOpaque(home);
            if (lookup != null && POOL.compareAndSet(home, lookup, null)) {
                return lookup;
            }
        }
        return new LookupKey(first * STRIDE);
    }
}
