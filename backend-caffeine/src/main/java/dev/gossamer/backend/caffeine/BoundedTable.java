package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.Iterator;
import java.util.function.BiFunction;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A table over a Caffeine cache with bounds.
 *
 * <p>Thread-safe. A look-up never waits and does no maintenance; writes do it, and so does the start of an iteration.
 */
final class BoundedTable extends CaffeineTable {
    // What changes when Caffeine may drop and hide entries?
    //
    // An expired node is hidden at once and dropped some time later. A read that looked at the clock before it expired
    // may still make it younger, so an insertion that meets a hidden node of its key first takes the entry out: that
    // node can come back, but empty. An entry that is rewritten in place goes through a computation of Caffeine, which
    // sets the times and the weight and refuses if the node is gone or hidden. The user's weigher is called before,
    // outside of every lock; Caffeine itself only reads the number in the node.

    private final CacheMaintenance<Entry> maintenance;
    private final @Nullable ToIntBiFunction<Object, Object> weigher;

    BoundedTable(TableSpec spec, Cache<Object, CacheNode> cache, CacheMaintenance<Entry> maintenance) {
        super(spec, cache);
        this.maintenance = maintenance;
        this.weigher = spec.bounds().weigher().orElse(null);
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        CacheNode node = nodeOf(entry);
        boolean replaced = node != null && rewrite(node, entry, next);
        settle();
        return replaced;
    }

    @Override
    public void used(Entry entry, boolean written) {
        CacheNode node = nodeOf(entry);
        if (node == null) {
            return;
        }
        if (!written) {
            shown(node);
            return;
        }
        Object weighed;
        boolean counted;
        do { // until the value that was weighed last is the one that stands there
            weighed = entry.strong();
            counted = rewrite(node, entry, entry);
        } while (counted && weigher != null && entry.strong() != weighed);
        if (!counted) {
            revive(node, entry);
        }
        settle();
    }

    @Override
    public void maintain() {
        settle();
    }

    @Override
    public Iterator<Entry> iterator() {
        settle();
        return super.iterator();
    }

    @Override
    boolean shown(CacheNode node) {
        return cache.getIfPresent(node) != null;
    }

    @Override
    boolean dropHidden(Object key, int hash) {
        CacheNode node = storedNodeOf(key, hash);
        if (node == null) {
            return false;
        }
        if (policy.getIfPresentQuietly(node) == null) {
            Entry entry = node.take();
            if (entry != null) {
                maintenance.evicted(entry);
            }
            cache.invalidate(node);
        }
        return true;
    }

    /** The weight of an entry: nothing for a claim, which so is never evicted for its size, and for a dead one. */
    @Override
    int weigh(Entry entry) {
        Object strong = entry.strong();
        Object weak = strong instanceof Marker ? null : entry.weak();
        if (weak == null) {
            return 0;
        }
        if (weigher == null) {
            return 1;
        }
        boolean weakKey = spec.weakSide() == WeakSide.KEY;
        int weight = weigher.applyAsInt(weakKey ? weak : strong, weakKey ? strong : weak);
        if (weight < 0) {
            throw new IllegalArgumentException("weigher gave " + weight + ", which is negative; give 0 or more");
        }
        return weight;
    }

    @Override
    void settle() {
        maintenance.afterWrite(cache);
    }

    /** Stores an entry anew that was written at the moment it expired. */
    private void revive(CacheNode node, Entry entry) {
        Object key = spec.keyOf(entry);
        if (key != null && node.exchange(entry, null)) {
            cache.invalidate(node);
            if (insert(entry, key) != null) {
                maintenance.evicted(entry);
            }
        }
    }

    private boolean rewrite(CacheNode node, Entry expected, Entry next) {
        Rewrite rewrite = new Rewrite(expected, next, weigh(next));
        cache.asMap().computeIfPresent(node, rewrite);
        return rewrite.done;
    }

    /** Exchanges the entry of a node; run by Caffeine under the lock of the node, where it counts as a write. */
    private static final class Rewrite implements BiFunction<Object, CacheNode, CacheNode> {
        private final Entry expected;
        private final Entry next;
        private final int weight;
        private boolean done;

        Rewrite(Entry expected, Entry next, int weight) {
            this.expected = expected;
            this.next = next;
            this.weight = weight;
        }

        @Override
        public CacheNode apply(Object key, CacheNode node) {
            done = node.exchange(expected, next);
            if (done) {
                node.weight(weight);
            }
            return node;
        }
    }
}
