package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Policy;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A table over a Caffeine cache without bounds.
 *
 * <p>Thread-safe. Reads take no lock. Holds its entries strongly.
 */
sealed class CaffeineTable implements Table permits BoundedTable {
    // What does Caffeine see of an entry?
    //
    // A CacheNode, as key and as value, which keeps its place and its age while entries replace each other in it. Nodes
    // are
    // equal by identity, so nothing that Caffeine does with a stored node runs user code or depends on a key that may
    // be dead or changed. Look-ups use a LookupKey, insertions a LockStripe. An entry belongs to the table for as long
    // as it
    // stands in its node: the one who takes it out there, by removal, replacement or eviction, is the one who decided,
    // and the node that is left in Caffeine for a moment matches nothing.

    final TableSpec spec;
    final Cache<Object, CacheNode> cache;
    final Policy<Object, CacheNode> policy;
    private final LockStripe[] stripes = LockStripe.some();

    CaffeineTable(TableSpec spec, Cache<Object, CacheNode> cache) {
        this.spec = spec;
        this.cache = cache;
        this.policy = cache.policy();
    }

    @Override
    public final @Nullable Entry find(Object key, int hash) {
        LookupKey lookup = LookupKey.of(spec, key, hash);
        try {
            CacheNode node = cache.getIfPresent(lookup);
            if (node != null) {
                return node.entry();
            }
            return lookup.count() == 0 ? null : compare(lookup, key);
        } finally {
            lookup.release();
        }
    }

    @Override
    public final @Nullable Entry insert(Entry entry, Object key) {
        int hash = entry.hash();
        LockStripe stripe = stripes[hash & (stripes.length - 1)];
        CacheNode node = null;
        while (true) {
            int seen = stripe.insertions();
            Entry found = find(key, hash);
            if (found != null) {
                return found;
            }
            if (dropHidden(key, hash)) {
                continue;
            }
            node = node == null ? new CacheNode(entry, weigh(entry)) : node;
            if (stripe.admit(seen, cache, node)) {
                settle();
                return null;
            }
        }
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        CacheNode node = nodeOf(entry);
        return node != null && node.exchange(entry, next);
    }

    @Override
    public final boolean remove(Entry entry) {
        CacheNode node = nodeOf(entry);
        if (node == null || !node.exchange(entry, null)) {
            return false;
        }
        cache.invalidate(node);
        settle();
        return true;
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Entries(cache.asMap().values().iterator());
    }

    @Override
    public final long estimatedSize() {
        return cache.estimatedSize();
    }

    /** Whether a node that was met in a look-up is still shown; if so, this counts as a read of it. */
    boolean shown(CacheNode node) {
        return true;
    }

    /** Looks for a node of the key that Caffeine stores but does not show, and drops it; if there was any, look again. */
    boolean dropHidden(Object key, int hash) {
        return false;
    }

    /** The weight of an entry about to be stored. */
    int weigh(Entry entry) {
        return 1;
    }

    /** After a write, under no lock. */
    void settle() {}

    /** The node that has this entry, shown or not; no read of it, and no user code. */
    final @Nullable CacheNode nodeOf(Entry entry) {
        LookupKey lookup = LookupKey.of(entry);
        try {
            CacheNode shown = policy.getIfPresentQuietly(lookup);
            return shown != null ? shown : lookup.found();
        } finally {
            lookup.release();
        }
    }

    /** Any stored node that has an entry for the key, shown or not; no read of it. */
    final @Nullable CacheNode storedNodeOf(Object key, int hash) {
        LookupKey lookup = LookupKey.of(spec, key, hash);
        try {
            CacheNode shown = policy.getIfPresentQuietly(lookup);
            CacheNode found = shown != null ? shown : lookup.found();
            if (found != null) {
                return found;
            }
            for (int i = 0; i < lookup.count(); i++) {
                CacheNode node = lookup.candidate(i);
                if (entryFor(node, key) != null) {
                    return node;
                }
            }
            return null;
        } finally {
            lookup.release();
        }
    }

    private @Nullable Entry compare(LookupKey lookup, Object key) {
        for (int i = 0; i < lookup.count(); i++) {
            CacheNode node = lookup.candidate(i);
            Entry entry = entryFor(node, key);
            if (entry != null && shown(node)) {
                return entry;
            }
        }
        return null;
    }

    private @Nullable Entry entryFor(CacheNode node, Object key) {
        Entry entry = node.entry();
        return entry != null && spec.matches(entry, key) ? entry : null;
    }

    /** The entries of nodes that have one. */
    private static final class Entries implements Iterator<Entry> {
        private final Iterator<CacheNode> nodes;
        private @Nullable Entry next;

        Entries(Iterator<CacheNode> nodes) {
            this.nodes = nodes;
        }

        @Override
        public boolean hasNext() {
            while (next == null && nodes.hasNext()) {
                next = nodes.next().entry();
            }
            return next != null;
        }

        @Override
        public Entry next() {
            Entry entry = hasNext() ? next : null;
            if (entry == null) {
                throw new NoSuchElementException("no entry is left; ask hasNext first");
            }
            next = null;
            return entry;
        }
    }
}
