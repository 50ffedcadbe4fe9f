package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
    // A CacheNode, as key and as value, which keeps its place while entries replace each other in it. Nodes are equal
    // by identity, so nothing that Caffeine does with a stored node runs user code or depends on a key that may be dead
    // or changed. Look-ups use a LookupKey, writes go through the LockStripe of the hash. An entry belongs to the table
    // for as long as it stands in its node: the one who takes it out there is the one who decided, and the node that is
    // left in Caffeine for a moment matches nothing.
    //
    // When Caffeine fails within a write, by an error of the JVM, it may be left with nodes that have no entry and with
    // counts that are wrong. Then a later write makes a new cache of the nodes that have one, as it does after a mass
    // death, because Caffeine never shrinks. It does so under the monitors of all stripes, so nobody writes meanwhile;
    // readers of the old cache find in it what it had, and what has changed since they began. A write looks first
    // whether that is due: the locks of a ConcurrentHashMap that an error has left taken stay so.
    //
    // Caffeine compares keys of one hash one by one. Where they are many, a CrowdedHash has them in order.

    private static final int SHRINKABLE = 1_024; // entries there must have been
    private static final int SPARSE = 8; // the share of them that is left

    final TableSpec spec;
    final LockStripe[] stripes;
    private volatile Cache<Object, CacheNode> cache;

    /** The hashes that many keys have, {@code null} while there is none; written in the lock of {@link #stripes}. */
    private volatile CrowdedHash.@Nullable Hashes crowded;

    /** Whether something failed after which Caffeine may not know what the nodes say, or has too much room. */
    volatile boolean rebuildDue;

    CaffeineTable(TableSpec spec) {
        this(spec, LockStripe.some(false));
    }

    CaffeineTable(TableSpec spec, LockStripe[] stripes) {
        this.spec = spec;
        this.stripes = stripes;
        this.cache = newCache(spec.initialCapacity());
    }

    @Override
    public final @Nullable Entry find(Object key, int hash) {
        CacheNode node = nodeFor(key, hash);
        return node == null ? null : read(node);
    }

    @Override
    public final @Nullable Entry insert(Entry entry, Object key) {
        int hash = entry.hash();
        LockStripe stripe = stripe(entry);
        CacheNode node = null;
        List<CacheNode> known = null;
        while (true) {
            int seen = stripe.insertions();
            CrowdedHash crowd = crowdOf(hash);
            CrowdedHash.Search search = crowd == null ? null : crowd.search(key);
            CacheNode stored = search == null ? nodeFor(key, hash, stripe) : search.node();
            Entry found = stored == null ? null : read(stored);
            if (found != null) {
                return found;
            }
            if (stored != null) {
                dropHidden(stored);
                continue;
            }
            node = node == null ? newNode(entry) : node;
            CrowdedHash.Insertion among = null;
            if (crowd == null || search == null) {
                node.standAlone(hash);
                entry.link(null);
            } else {
                among = crowd.insertion(search, node, entry);
            }
            mend();
            if (admit(stripe, seen, known, node, entry, among)) {
                written(node);
                return null;
            }
            known = nodesOf(hash);
        }
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        CacheNode node = nodeOf(entry, next);
        return node != null && stripe(entry).exchange(node, entry, next);
    }

    @Override
    public final boolean remove(Entry entry) {
        CacheNode node = nodeOf(entry);
        if (node == null || !stripe(entry).exchange(node, entry, null)) {
            return false;
        }
        try {
            written(node);
        } catch (StackOverflowError unseen) { // no room for the call itself
            rebuildDue = true;
        }
        return true;
    }

    @Override
    public Iterator<Entry> iterator() {
        return new Entries(cache.asMap().values().iterator());
    }

    @Override
    public final long estimatedSize() {
        long size = 0;
        for (LockStripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    // ---- what bounds change ----

    /** A node for an entry about to be stored. May run user code. */
    CacheNode newNode(Entry entry) {
        return new CacheNode(entry.hash());
    }

    /** The entry of a node that was met in a look-up, if it is shown; this counts as a use of it. */
    @Nullable Entry read(CacheNode node) {
        return node.entry;
    }

    /** The entry of a node that was met on iteration, if it is shown. */
    @Nullable Entry look(CacheNode node) {
        return node.entry;
    }

    /** Gives up the entry of a node that is not shown. */
    void dropHidden(CacheNode node) {}

    /** After a node was stored or lost its entry: does what is left. The write has taken effect, so this never throws. */
    void written(CacheNode node) {
        try {
            if (node.entry == null) {
                discard(node);
            }
            if (isSparse(stripe(node.hashOfKey()))) {
                rebuildDue = true;
            }
            mend();
        } catch (Throwable left) { // for the next write
            rebuildDue = true;
        }
    }

    /** Makes the storage anew if that is due. */
    void mend() {
        if (rebuildDue) {
            underAllMonitors(0, this::rebuild);
        }
    }

    /** Makes the storage anew; called under all monitors. */
    void rebuild() {
        rebuildDue = false;
        try {
            tidyCrowded();
            Cache<Object, CacheNode> fresh = newCache((int) Math.min(estimatedSize(), Integer.MAX_VALUE / 2));
            for (CacheNode node : cache.asMap().values()) {
                if (node.entry != null) {
                    fresh.put(node, node);
                    keep(node);
                }
            }
            cache = fresh;
        } catch (Throwable failure) {
            rebuildDue = true;
            throw failure;
        }
        for (LockStripe stripe : stripes) {
            stripe.resized();
        }
    }

    /** Called for each node that the storage is made of anew. */
    void keep(CacheNode node) {}

    // ---- nodes ----

    final LockStripe stripe(Entry entry) {
        return stripe(entry.hash());
    }

    final LockStripe stripe(int hash) {
        return stripes[hash & (stripes.length - 1)];
    }

    /** Takes a node without an entry out of Caffeine, unless the storage is about to be made anew, without it. */
    final void discard(CacheNode node) {
        LockStripe stripe = stripe(node.hashOfKey());
        synchronized (stripe) {
            NodeCell cell = node.cell;
            if (cell != null && cell.crowd.emptied()) {
                forget(cell.crowd);
            }
            if (!rebuildDue) {
                cache.invalidate(node);
            }
        }
    }

    /** The node that has this entry, shown or not; links another entry that may take its place. Runs no user code. */
    final @Nullable CacheNode nodeOf(Entry entry, Entry next) {
        next.link(entry.link());
        return nodeOf(entry);
    }

    /** The node that has this entry, shown or not. Runs no user code. */
    final @Nullable CacheNode nodeOf(Entry entry) {
        if (entry.link() instanceof NodeCell cell) {
            return cell.node;
        }
        LookupKey lookup = LookupKey.of(entry);
        try {
            return cache.getIfPresent(lookup);
        } catch (StackOverflowError | OutOfMemoryError error) {
            rebuildDue = true;
            throw error;
        } finally {
            lookup.release();
        }
    }

    /** The node that has an entry for the key, shown or not. */
    private @Nullable CacheNode nodeFor(Object key, int hash) {
        CrowdedHash crowd = crowdOf(hash);
        return crowd == null ? nodeFor(key, hash, null) : crowd.find(key);
    }

    /**
     * The node that has an entry for the key, shown or not; of a hash that is not crowded.
     *
     * @param stripe the stripe of a key that is to be inserted, if it is absent: then the hash may become a crowded one
     */
    private @Nullable CacheNode nodeFor(Object key, int hash, @Nullable LockStripe stripe) {
        LookupKey lookup = LookupKey.of(spec, key, hash);
        try {
            CacheNode found = cache.getIfPresent(lookup);
            CacheNode node = found != null || lookup.count() == 0 ? found : compare(lookup, key);
            if (node == null && stripe != null && lookup.met() >= CrowdedHash.CROWDED) {
                crowd(hash, stripe);
            }
            return node;
        } catch (StackOverflowError | OutOfMemoryError error) {
            rebuildDue = true; // a read takes a lock where many keys have one hash
            throw error;
        } finally {
            lookup.release();
        }
    }

    private @Nullable CacheNode compare(LookupKey lookup, Object key) {
        for (int i = 0; i < lookup.count(); i++) {
            CacheNode node = lookup.candidate(i);
            Entry entry = node.entry;
            if (entry != null && spec.matches(entry, key)) {
                return node;
            }
        }
        return null;
    }

    // ---- hashes that many keys have ----

    final @Nullable CrowdedHash crowdOf(int hash) {
        CrowdedHash.Hashes known = crowded;
        return known == null ? null : known.of(hash);
    }

    /** Sorts the keys of a hash, where they are looked for from then on, unless one comes meanwhile. Runs user code. */
    private void crowd(int hash, LockStripe stripe) {
        if (crowdOf(hash) != null) {
            return; // since the look-up began
        }
        List<CacheNode> nodes = nodesOf(hash);
        CrowdedHash crowd = new CrowdedHash(spec, hash, nodes);
        synchronized (stripe) {
            if (crowdOf(hash) != null || !nodes.containsAll(nodesOf(hash))) {
                return;
            }
            stripe.redirect(() -> {
                synchronized (stripes) {
                    CrowdedHash.Hashes more = CrowdedHash.Hashes.with(crowded, crowd);
                    if (!crowd.adopt()) {
                        crowded = more;
                    }
                }
            });
        }
    }

    /** The nodes of a hash that is not crowded. */
    private List<CacheNode> nodesOf(int hash) {
        List<CacheNode> nodes = new ArrayList<>();
        LookupKey all = LookupKey.ofAll(hash);
        try {
            var unused = cache.getIfPresent(all); // they are noted
            for (int i = 0; i < all.count(); i++) {
                CacheNode node = all.candidate(i);
                if (node.hashOfKey() == hash) {
                    nodes.add(node);
                }
            }
        } catch (StackOverflowError | OutOfMemoryError error) {
            rebuildDue = true; // as in any other look-up
            throw error;
        } finally {
            all.release();
        }
        return nodes;
    }

    /** Takes a hash off those that many keys have, under the monitor of its stripe. */
    private void forget(CrowdedHash crowd) {
        stripe(crowd.hash).redirect(() -> {
            synchronized (stripes) {
                CrowdedHash.Hashes known = crowded;
                crowded = known == null ? null : known.without(crowd);
            }
        });
    }

    /** Drops what was not dropped because of an error; called under all monitors. */
    private void tidyCrowded() {
        CrowdedHash.Hashes known = crowded;
        if (known != null) {
            for (CrowdedHash each : known.all()) {
                if (each.compact()) {
                    forget(each);
                }
            }
        }
    }

    private boolean admit(
            LockStripe stripe,
            int seen,
            @Nullable List<CacheNode> known,
            CacheNode node,
            Entry entry,
            CrowdedHash.@Nullable Insertion among) {
        synchronized (stripe) {
            if (among == null ? mayHaveCome(stripe, seen, known, entry.hash()) : among.isLate()) {
                return false;
            }
            try {
                stripe.admit(cache, node, entry, among);
            } catch (Throwable failure) {
                rebuildDue = true; // the node may be in Caffeine, empty
                throw failure;
            }
            return true;
        }
    }

    /**
     * Whether a key of a hash that was not crowded may have come since the look-up began; under the monitor of its stripe.
     *
     * @param known all nodes of the hash from before the look-up, once an insertion looks again: then others than of this hash do
     *     not matter, so that slow comparisons end however many keys come to the stripe
     */
    private boolean mayHaveCome(LockStripe stripe, int seen, @Nullable List<CacheNode> known, int hash) {
        return stripe.insertions() != seen
                && (known == null || crowdOf(hash) != null || !known.containsAll(nodesOf(hash)));
    }

    /** Whether Caffeine has far more room than is needed now; looks at all stripes only if this one thinks so. */
    final boolean isSparse(LockStripe stripe) {
        if (stripe.peak() < SHRINKABLE / stripes.length || stripe.size() >= stripe.peak() / SPARSE) {
            return false;
        }
        long peak = 0;
        for (LockStripe each : stripes) {
            peak += each.peak();
        }
        return peak >= SHRINKABLE && estimatedSize() < peak / SPARSE;
    }

    final void underAllMonitors(int from, Runnable action) {
        if (from == stripes.length) {
            action.run();
            return;
        }
        synchronized (stripes[from]) {
            underAllMonitors(from + 1, action);
        }
    }

    private static Cache<Object, CacheNode> newCache(int capacity) {
        return Caffeine.newBuilder().initialCapacity(capacity).build();
    }

    /** The entries of nodes that have one. */
    private final class Entries implements Iterator<Entry> {
        private final Iterator<CacheNode> nodes;
        private @Nullable Entry next;

        Entries(Iterator<CacheNode> nodes) {
            this.nodes = nodes;
        }

        @Override
        public boolean hasNext() {
            while (next == null && nodes.hasNext()) {
                next = look(nodes.next());
            }
            return next != null;
        }

        @Override
        public Entry next() {
            Entry entry = hasNext() ? next : null;
            if (entry == null) {
                throw new NoSuchElementException("no entry is left; ask hasNext() first");
            }
            next = null;
            return entry;
        }
    }
}
