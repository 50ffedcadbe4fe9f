package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import dev.gossamer.spi.Entry;
import org.jspecify.annotations.Nullable;

/**
 * The writes to the keys of a table that share it: one at a time to Caffeine, and what their nodes have, with the count.
 *
 * <p>Thread-safe. No user code runs under its locks.
 */
final class LockStripe {
    // How is a key stored at most once, when Caffeine compares nodes by identity?
    //
    // An insertion reads the count of insertions, looks for the key, and is admitted if the count is still the same:
    // then no other node has come since the look-up began, and the key is still absent. Otherwise it looks again, and
    // this time it is also admitted if no node of its hash has come. Keys are compared, which is user code, outside of
    // the lock. The count rises after the entry became visible: whoever reads the new count finds it.
    //
    // Why can no error tear a write apart?
    //
    // Caffeine may fail between any two of its steps, so what Caffeine has decides nothing. A node is put into it
    // empty, which nobody sees; then its entry and the counts are written in one block that calls nothing and allocates
    // nothing (with the key that its cell holds, if it has one), so neither a StackOverflowError nor an
    // OutOfMemoryError can come in between. A removal empties the node first and has it taken out of Caffeine
    // afterwards. A node that is left over matches nothing, until the table is rebuilt.
    //
    // The monitor of a stripe is held while Caffeine is written to, and may so wait for locks of Caffeine. The lock of
    // its counts is a leaf: it can be taken under those, as an eviction has to.

    private final Object counts = new Object();
    private volatile int insertions;
    private int size;
    private int peak;
    private final boolean timed;
    private @Nullable BoundedNode newest;
    private @Nullable BoundedNode evicted;

    private LockStripe(boolean timed) {
        this.timed = timed;
    }

    /** As many stripes as this machine needs; for a table whose entries expire or not. */
    static LockStripe[] some(boolean timed) {
        int count = Math.min(
                64, Math.max(8, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1) << 1));
        LockStripe[] stripes = new LockStripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new LockStripe(timed);
        }
        return stripes;
    }

    int insertions() {
        return insertions;
    }

    /**
     * Stores an entry in a new node; under the monitor.
     *
     * @param among what is to be done in the same step, if the node comes among many of its hash
     */
    void admit(Cache<Object, CacheNode> cache, CacheNode node, Entry entry, CrowdedHash.@Nullable Insertion among) {
        cache.put(node, node);
        show(node, node instanceof BoundedNode bounded ? bounded : null, entry, among);
    }

    /**
     * Makes a change after which keys are looked for in another place, under the monitor. Insertions that are under way look
     * again.
     */
    @SuppressWarnings("NonAtomicVolatileUpdate") // under the monitor
    void redirect(Runnable change) {
        change.run();
        insertions++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the monitor
    private void show(
            CacheNode node, @Nullable BoundedNode bounded, Entry entry, CrowdedHash.@Nullable Insertion among) {
        synchronized (counts) {
            if (among != null) {
                among.crowd.cells = among.after; // no call: nothing can be thrown in between
            }
            node.entry = entry;
            insertions++;
            size++;
            if (size > peak) {
                peak = size;
            }
            if (bounded != null && timed) {
                bounded.nextNew = newest;
                newest = bounded;
            }
        }
    }

    /** Puts {@code next} in the place of {@code expected}; whoever takes an entry out of its node decides its fate. */
    boolean exchange(CacheNode node, Entry expected, @Nullable Entry next) {
        Object key = next == null ? null : next.strong();
        synchronized (counts) {
            if (node.entry != expected) {
                return false;
            }
            node.entry = next;
            NodeCell cell = node.cell;
            if (cell != null && cell.key != null) {
                cell.key = key;
            }
            if (next == null) {
                size--;
            }
            return true;
        }
    }

    /** Writes another entry, which is no claim, into a node. */
    boolean rewrite(BoundedNode node, Entry expected, Entry next, int weight, long now) {
        Object key = next.strong();
        synchronized (counts) {
            if (node.entry != expected) {
                return false;
            }
            node.entry = next;
            NodeCell cell = node.cell;
            if (cell != null && cell.key != null) {
                cell.key = key;
            }
            node.claimed = false;
            node.weight = weight;
            node.writtenAt = now;
            node.usedAt = now;
            return true;
        }
    }

    /** Exchanges the strong side of the entry in a node. */
    boolean overwrite(BoundedNode node, Entry entry, Object expected, Object next, int weight, long now) {
        synchronized (counts) {
            if (node.entry != entry || !entry.casStrong(expected, next)) {
                return false;
            }
            node.weight = weight;
            node.claimed = false;
            node.writtenAt = now;
            node.usedAt = now;
            return true;
        }
    }

    /** Puts a claim in the place of an entry, whose weight and times stay. */
    boolean claim(BoundedNode node, Entry expected, Entry claim) {
        Object key = claim.strong();
        synchronized (counts) {
            if (node.entry != expected) {
                return false;
            }
            node.entry = claim;
            NodeCell cell = node.cell;
            if (cell != null && cell.key != null) {
                cell.key = key;
            }
            node.claimed = true;
            node.lapsed = false;
            return true;
        }
    }

    /** Puts an entry back in the place of a claim. */
    boolean restore(BoundedNode node, Entry claim, Entry before) {
        Object key = before.strong();
        synchronized (counts) {
            if (node.entry != claim) {
                return false;
            }
            node.entry = before;
            NodeCell cell = node.cell;
            if (cell != null && cell.key != null) {
                cell.key = key;
            }
            node.claimed = false;
            return true;
        }
    }

    /** Notes that the store was told that what stood before a claim has expired. */
    void lapsed(BoundedNode node, Entry claim) {
        synchronized (counts) {
            if (node.entry == claim) {
                node.lapsed = true;
            }
        }
    }

    /** Takes an entry, no claim, out of its node because of a bound; it is to be told. */
    boolean evict(BoundedNode node, Entry expected) {
        synchronized (counts) {
            if (node.entry != expected || node.claimed) {
                return false;
            }
            node.entry = null;
            NodeCell cell = node.cell;
            if (cell != null) {
                cell.key = null;
            }
            size--;
            node.victim = expected;
            node.nextEvicted = evicted;
            evicted = node;
            return true;
        }
    }

    /** A node whose victim is to be told; it stays the first until {@link #told}. */
    @Nullable BoundedNode firstEvicted() {
        synchronized (counts) {
            return evicted;
        }
    }

    /** Forgets a victim that was told; for whoever maintains the table. */
    void told(BoundedNode node) {
        synchronized (counts) {
            BoundedNode before = null;
            BoundedNode each = evicted;
            while (each != null && each != node) { // those before it came meanwhile
                before = each;
                each = each.nextEvicted;
            }
            if (before == null) {
                evicted = node.nextEvicted;
            } else {
                before.nextEvicted = node.nextEvicted;
            }
            node.nextEvicted = null;
            node.victim = null;
        }
    }

    /** Takes the nodes that came since this was called last, linked by {@code nextNew}. */
    @Nullable BoundedNode takeNew() {
        synchronized (counts) {
            BoundedNode first = newest;
            newest = null;
            return first;
        }
    }

    /** The claim that stands in a node, if it is one. */
    @Nullable Entry claimIn(BoundedNode node) {
        synchronized (counts) {
            return node.claimed ? node.entry : null;
        }
    }

    int size() {
        synchronized (counts) {
            return size;
        }
    }

    /** The most entries there were since the room in Caffeine was last settled. */
    int peak() {
        synchronized (counts) {
            return peak;
        }
    }

    /** Notes that the room is what is needed now. */
    void resized() {
        synchronized (counts) {
            peak = size;
        }
    }
}
