package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.EntryCell;
import dev.gossamer.spi.sorted.SortedCells;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a chain becomes that is too long: its entries in {@link SortedCells}. Finding takes no lock, and as long as among those;
 * removing takes constant time. Thread-safe.
 */
final class SortedBucket extends UnchainedSlot {
    // Who writes what?
    //
    // An entry stands in a BucketCell, and is linked to it. A reader takes the cells that are there and is done, and an
    // insertion is made only if they are still the ones that were searched. To remove or replace an entry is a store
    // into its cell, and needs no search: it calls no compareTo, so the key may be dead. Cells that are empty are
    // dropped when there are many. An entry with a strong key may be without it for a moment (RETIRED) and be replaced
    // by another one of the same key, so its cell holds the key.
    //
    // A link that could not be set, as the thread died, leaves an entry that is not linked to a cell; its cell is then
    // found by walking over all of them.

    /** From this many entries on a chain is sorted. */
    static final int LONG = 16;

    /** Up to this many empty cells are kept. */
    private static final int EMPTY = 256;

    private volatile SortedCells cells;
    private int emptied; // guarded by the stripe

    SortedBucket(SortedCells cells) {
        this.cells = cells;
    }

    SortedCells cells() {
        return cells;
    }

    /** Has other cells stand here; under the stripe. */
    void exchange(SortedCells next) {
        cells = next;
    }

    @Override
    @Nullable Entry find(ChainedTable table, Object key, int hash) {
        SortedCells current = cells;
        int index = current.find(table, key, table.sortKey(key), hash);
        return index < 0 ? null : current.get(index).entry();
    }

    @Override
    void forEachEntry(Consumer<Entry> taker) {
        for (EntryCell cell : cells.filled()) {
            Entry entry = cell.entry();
            if (entry != null) {
                taker.accept(entry);
            }
        }
    }

    /**
     * An insertion that is to be made.
     *
     * @param found the entry of the key, if it is there already
     * @param before the cells that were searched
     * @param after the cells with the new one; the same if the entry of the key has just gone
     */
    record Insertion(@Nullable Entry found, SortedCells before, SortedCells after) {
        boolean isReady() {
            return after != before;
        }
    }

    /** Searches for a key, and gets all ready to insert an entry for it, which is linked to its cell. */
    Insertion insertion(ChainedTable table, Entry entry, Object key) {
        SortedCells before = cells;
        Object sortKey = table.sortKey(key);
        int index = before.find(table, key, sortKey, entry.hash());
        if (index >= 0) {
            return new Insertion(before.get(index).entry(), before, before);
        }
        BucketCell cell = cellFor(table, entry, key, SortedCells.rank(index, sortKey));
        entry.link(cell);
        return new Insertion(null, before, before.with(index, cell));
    }

    private static BucketCell cellFor(ChainedTable table, Entry entry, Object key, int rank) {
        return new BucketCell(entry, rank, rank == 0 ? null : table.toHold(key));
    }

    /** Cells for the entries of a chain, which stay linked as they are. */
    static SortedCells sorted(ChainedTable table, Entry[] chain) {
        SortedCells cells = SortedCells.of(new EntryCell[0]);
        for (Entry entry : chain) {
            Object key = table.keyOf(entry);
            cells = key == null
                    ? cells.withUnordered(new BucketCell(entry, 0, null))
                    : with(cells, table, entry, key, table.sortKey(key));
        }
        return cells;
    }

    private static SortedCells with(
            SortedCells cells, ChainedTable table, Entry entry, Object key, @Nullable Object sortKey) {
        int found = cells.place(table, key, sortKey, entry.hash());
        return found >= 0
                ? cells.withUnordered(new BucketCell(entry, 0, null))
                : cells.with(found, cellFor(table, entry, key, SortedCells.rank(found, sortKey)));
    }

    /**
     * Takes an entry out of its cell, or puts another one into it; under the stripe.
     *
     * @return whether the entry was there
     */
    boolean splice(Entry entry, @Nullable Entry substitute, Stripe stripe) {
        BucketCell cell = cellOf(entry);
        if (cell == null) {
            return false;
        }
        if (substitute != null) {
            substitute.link(cell);
            cell.exchange(substitute, substitute.strong());
        } else {
            cell.empty();
            stripe.count--;
            emptied++;
        }
        return true;
    }

    /** Links the entries to their cells; under the stripe. */
    void linkEntries() {
        for (EntryCell cell : cells.filled()) {
            Entry entry = cell.entry();
            if (entry != null) {
                entry.link(cell);
            }
        }
    }

    private @Nullable BucketCell cellOf(Entry entry) {
        if (entry.link() instanceof BucketCell cell) {
            return cell.entry() == entry ? cell : null;
        }
        SortedCells current = cells;
        for (int i = 0; i < current.size(); i++) {
            if (current.get(i) instanceof BucketCell cell && cell.entry() == entry) {
                return cell;
            }
        }
        return null;
    }

    /** Whether there are so many empty cells that they are worth dropping. */
    boolean isSparse() {
        int empty = emptied;
        return empty >= LONG && (empty >= EMPTY || empty * 2 >= cells.size());
    }

    /** Drops the empty cells; whoever inserts meanwhile goes first. */
    void compact(Stripe stripe) {
        SortedCells before = cells;
        SortedCells after = SortedCells.of(before.filled());
        synchronized (stripe) {
            if (cells == before) {
                cells = after;
                emptied -= before.size() - after.size();
            }
        }
    }
}
