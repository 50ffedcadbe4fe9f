package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.spi.sorted.EntryCell;
import dev.gossamer.spi.sorted.SortedCells;
import dev.gossamer.spi.sorted.SpecifiedOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a table whose keys have one hash, when they are many: sorted, because Caffeine would compare them one by
 * one.
 *
 * <p>Thread-safe. Finding takes no lock, and logarithmic time among keys that have an order. No user code runs under a lock.
 */
final class CrowdedHash implements SpecifiedOrder {
    // How does a table find a key here, and Caffeine no longer?
    //
    // What Caffeine compares one by one are nodes of one hash. So a node that comes to a crowded hash gets a hash of
    // its own for Caffeine, in which the table never looks for its key; its entry is linked to its cell, so that the
    // node is found without any look-up. The nodes that were there before keep the hash, and are few. All are in the
    // cells, and only there a key of this hash is looked for, from when the table knows of this on.
    //
    // Each change is made under the monitor of the stripe, and an insertion that has searched elsewhere, or in other
    // cells, looks again. A node that has lost its entry leaves an empty cell. When half of them are empty they are
    // dropped, and with the last one the table forgets the hash. Where an error prevents that, the table does so when
    // it makes its storage anew.

    /** From this many nodes on a hash is crowded. */
    static final int CROWDED = 16;

    final int hash;
    private final TableSpec spec;

    /** The nodes in their order; written under the monitor of the stripe. */
    volatile SortedCells cells;

    private int emptied; // guarded by the monitor of the stripe

    /** Sorts the nodes of a hash. Runs user code. */
    CrowdedHash(TableSpec spec, int hash, List<CacheNode> nodes) {
        this.hash = hash;
        this.spec = spec;
        SortedCells sorted = SortedCells.of(new EntryCell[0]);
        for (CacheNode node : nodes) {
            Entry entry = node.entry;
            Object key = entry == null ? null : keyOf(entry);
            Object sortKey = key == null ? null : sortKey(key);
            int found = key == null ? 0 : sorted.place(this, key, sortKey, hash);
            sorted = key == null || found >= 0
                    ? sorted.withUnordered(new NodeCell(this, node, 0, null))
                    : sorted.with(found, cellFor(node, key, SortedCells.rank(found, sortKey)));
        }
        this.cells = sorted;
    }

    @Override
    public TableSpec spec() {
        return spec;
    }

    private NodeCell cellFor(CacheNode node, Object key, int rank) {
        return new NodeCell(this, node, rank, rank == 0 || spec.weakSide() == WeakSide.KEY ? null : key);
    }

    /** The node that has an entry for a key, shown or not. Runs user code. */
    @Nullable CacheNode find(Object key) {
        SortedCells current = cells;
        int found = current.find(this, key, sortKey(key), hash);
        return found < 0 ? null : node(current, found);
    }

    private static CacheNode node(SortedCells cells, int index) {
        return ((NodeCell) cells.get(index)).node;
    }

    /** Looks for a key that is to be inserted. Runs user code. */
    Search search(Object key) {
        SortedCells current = cells;
        Object sortKey = sortKey(key);
        int found = current.find(this, key, sortKey, hash);
        return new Search(key, current, found, found < 0 ? SortedCells.rank(found, sortKey) : 0);
    }

    /**
     * What a search came to.
     *
     * @param key what was looked for
     * @param before the cells that were searched
     * @param found where the key is, or belongs
     * @param rank the rank of its cell, if it comes in
     */
    record Search(Object key, SortedCells before, int found, int rank) {
        /** The node that has an entry for the key. */
        @Nullable CacheNode node() {
            return found < 0 ? null : CrowdedHash.node(before, found);
        }
    }

    /** An insertion that is to be made: the cells that were searched, with a new one. */
    static final class Insertion {
        final CrowdedHash crowd;
        final SortedCells after;
        private final SortedCells before;

        private Insertion(CrowdedHash crowd, SortedCells before, SortedCells after) {
            this.crowd = crowd;
            this.before = before;
            this.after = after;
        }

        /** Whether there are other cells by now, as there are when the hash was forgotten; under the monitor of the stripe. */
        boolean isLate() {
            return crowd.cells != before;
        }
    }

    /** Gets all ready for a new node, whose entry is linked to its cell, and which gets a hash of its own. */
    Insertion insertion(Search search, CacheNode node, Entry entry) {
        NodeCell cell = cellFor(node, search.key, search.rank);
        node.comeInto(cell);
        entry.link(cell);
        return new Insertion(this, search.before, search.before.with(search.found, cell));
    }

    /**
     * Tells the nodes that they stand here, under the monitor of the stripe.
     *
     * @return whether none of them has an entry any more
     */
    boolean adopt() {
        SortedCells current = cells;
        for (int i = 0; i < current.size(); i++) {
            NodeCell cell = (NodeCell) current.get(i);
            cell.node.cell = cell;
        }
        return compact();
    }

    /**
     * Notes that a node has lost its entry, under the monitor of the stripe.
     *
     * @return whether none is left that has one
     */
    boolean emptied() {
        emptied++;
        return emptied * 2 >= cells.size() && compact();
    }

    /**
     * Drops the cells of nodes that have lost their entry, under the monitor of the stripe.
     *
     * @return whether none is left that has one
     */
    boolean compact() {
        SortedCells after = SortedCells.of(cells.filled());
        cells = after;
        emptied = 0;
        return after.size() == 0;
    }

    /** The crowded hashes of a table in order; immutable but for what is in them. */
    static final class Hashes {
        private final CrowdedHash[] crowds;

        private Hashes(CrowdedHash[] crowds) {
            this.crowds = crowds;
        }

        /** All of them. Not to be changed. */
        CrowdedHash[] all() {
            return crowds;
        }

        /** The nodes of a hash, {@code null} where it is not crowded. */
        @Nullable CrowdedHash of(int hash) {
            int index = indexOf(hash);
            return index < crowds.length && crowds[index].hash == hash ? crowds[index] : null;
        }

        /** The index of the first hash that is not less. */
        private int indexOf(int hash) {
            int low = 0;
            int high = crowds.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (crowds[middle].hash < hash) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        static Hashes with(@Nullable Hashes before, CrowdedHash crowd) {
            if (before == null) {
                return new Hashes(new CrowdedHash[] {crowd});
            }
            CrowdedHash[] crowds = before.crowds;
            int index = before.indexOf(crowd.hash);
            CrowdedHash[] more = Arrays.copyOf(crowds, crowds.length + 1);
            System.arraycopy(crowds, index, more, index + 1, crowds.length - index);
            more[index] = crowd;
            return new Hashes(more);
        }

        /** {@code null} where no other is left. */
        @Nullable Hashes without(CrowdedHash crowd) {
            CrowdedHash[] less =
                    Arrays.stream(crowds).filter(each -> each != crowd).toArray(CrowdedHash[]::new);
            return less.length == 0 ? null : new Hashes(less);
        }
    }
}
