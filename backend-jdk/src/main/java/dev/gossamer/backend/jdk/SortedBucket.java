package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a chain becomes that is too long: its entries sorted by spread hash, and those of one hash by class and
 * {@link Comparable}, as far as their keys are that, or have {@linkplain dev.gossamer.Equivalence#sortKey sort keys}. Finding takes no lock and logarithmic time among keys that are compared with
 * {@code compareTo}, linear time among the others of the same hash; removing takes constant time. Thread-safe.
 */
final class SortedBucket extends UnchainedSlot {
    // Why does nothing get lost, whatever a compareTo answers, and whoever dies?
    //
    // An entry stands in an EntryCell, and is linked to it. The cells are an immutable sequence: a reader takes the one
    // that is there and is done, and an insertion is made only if the sequence is still the one that was searched. To
    // remove or replace an entry is a store into its cell, and needs no search: it calls no compareTo, so the key may
    // be dead. Cells that are empty are dropped when there are many.
    //
    // Sort keys (the keys themselves, or what their equivalence gives) are ordered by compareTo with others of their
    // class. Where it gives 0, the neighbours that it gives 0 for are asked with equals one by one. Where it throws,
    // all keys of the hash are, and a key that cannot be ordered is stored with rank 0, among those that have no
    // order. Keys of all other ranks may be equal too, and are asked last. What is relied on is that compareTo is an
    // order, and the same one for ever, and gives 0 for keys that are equal. If not, a look-up among many keys of one
    // hash may miss a key, as in ConcurrentHashMap, and a second entry be stored for it; iteration, removal of an
    // entry and reclaiming still meet each.
    //
    // A dead key is passed over, and the next one asked in its place. It never comes back. An entry with a strong key
    // may be without for a moment (RETIRED) and be replaced by another one of the same key, so its cell holds the key.
    //
    // A link that could not be set, as the thread died, leaves an entry that is not linked to a cell; its cell is then
    // found by walking over all of them.

    /** From so many entries on a chain is sorted. */
    static final int LONG = 16;

    /** Up to so many empty cells are kept. */
    private static final int EMPTY = 256;

    private static final int UNORDERED = Integer.MIN_VALUE;

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
        int index = indexOf(current, table, key, table.sortKey(key), hash);
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
     * Where a key is.
     *
     * @return the index of a cell that matches; or the complement of the index where the key belongs in its rank; or
     *     {@link #UNORDERED} where it belongs into rank 0
     */
    private static int indexOf(SortedCells cells, ChainedTable table, Object key, @Nullable Object sortKey, int hash) {
        long spread = BucketArray.spread(hash);
        int first = cells.indexOf(spread, 0);
        int end = cells.indexOf(spread + 1, 0);
        if (sortKey == null) {
            return matching(cells, first, end, table, key);
        }
        int rank = rankOf(sortKey);
        int from = cells.indexOf(spread, rank);
        int to = cells.indexOf(spread, rank + 1);
        int ordered;
        try {
            ordered = search(cells, from, to, table, key, sortKey);
        } catch (RuntimeException incomparable) {
            return matching(cells, first, end, table, key);
        }
        int other = ordered >= 0 ? ordered : matching(cells, first, from, table, key);
        other = other >= 0 ? other : matching(cells, to, end, table, key);
        return other >= 0 ? other : ordered;
    }

    /** The first of some cells that matches a key, else {@link #UNORDERED}. */
    private static int matching(SortedCells cells, int from, int to, ChainedTable table, Object key) {
        for (int i = from; i < to; i++) {
            if (isMatch(cells.get(i), table, key)) {
                return i;
            }
        }
        return UNORDERED;
    }

    private static boolean isMatch(EntryCell cell, ChainedTable table, Object key) {
        Entry entry = cell.entry();
        return entry != null && table.matches(entry, key);
    }

    /** Searches cells of one rank; passes over those whose keys are gone. */
    private static int search(SortedCells cells, int from, int to, ChainedTable table, Object key, Object sortKey) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int asked = middle;
            Object stored = table.sortKey(cells.get(asked));
            while (stored == null && ++asked < high) {
                stored = table.sortKey(cells.get(asked));
            }
            int order = stored == null ? -1 : compare(sortKey, stored);
            if (order == 0) {
                return searchAround(asked, cells, from, to, table, key, sortKey);
            }
            if (order < 0) {
                high = middle;
            } else {
                low = asked + 1;
            }
        }
        return ~low;
    }

    @SuppressWarnings("unchecked") // what cannot be compared throws
    private static int compare(Object sortKey, Object stored) {
        if (sortKey.getClass() != stored.getClass()) {
            throw new ClassCastException("two classes of one rank");
        }
        return ((Comparable<Object>) sortKey).compareTo(stored);
    }

    /** A number that sort keys of one class have in common, 0 where there is none. */
    private static int rankOf(@Nullable Object sortKey) {
        return sortKey == null ? 0 : sortKey.getClass().hashCode() >>> 1 | 1;
    }

    /** Searches the cells around one whose key compares as equal. */
    private static int searchAround(
            int middle, SortedCells cells, int from, int to, ChainedTable table, Object key, Object sortKey) {
        if (isMatch(cells.get(middle), table, key)) {
            return middle;
        }
        for (int step = -1; step <= 1; step += 2) {
            for (int i = middle + step; i >= from && i < to; i += step) {
                Object stored = table.sortKey(cells.get(i));
                if (stored != null && compare(sortKey, stored) != 0) {
                    break;
                }
                if (stored != null && isMatch(cells.get(i), table, key)) {
                    return i;
                }
            }
        }
        return ~middle;
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
        int index = indexOf(before, table, key, sortKey, entry.hash());
        if (index >= 0) {
            return new Insertion(before.get(index).entry(), before, before);
        }
        EntryCell cell = cellFor(table, entry, key, sortKey, index);
        entry.link(cell);
        return new Insertion(null, before, before.with(place(before, index, cell), cell));
    }

    private static EntryCell cellFor(ChainedTable table, Entry entry, Object key, @Nullable Object sortKey, int index) {
        return index == UNORDERED
                ? new EntryCell(entry, 0, null)
                : new EntryCell(entry, rankOf(sortKey), table.toHold(key));
    }

    private static int place(SortedCells cells, int index, EntryCell cell) {
        return index == UNORDERED ? cells.indexOf(BucketArray.spread(cell.hash()), 0) : ~index;
    }

    /** Cells for the entries of a chain, which stay linked as they are. */
    static SortedCells sorted(ChainedTable table, Entry[] chain) {
        SortedCells cells = SortedCells.of(new EntryCell[0]);
        for (Entry entry : chain) {
            Object key = table.keyOf(entry);
            cells = key == null
                    ? unordered(cells, new EntryCell(entry, 0, null))
                    : with(cells, table, entry, key, table.sortKey(key));
        }
        return cells;
    }

    private static SortedCells with(
            SortedCells cells, ChainedTable table, Entry entry, Object key, @Nullable Object sortKey) {
        int found = indexOf(cells, table, key, sortKey, entry.hash());
        int index = found < 0 ? found : UNORDERED;
        EntryCell cell = cellFor(table, entry, key, sortKey, index);
        return cells.with(place(cells, index, cell), cell);
    }

    /** With an entry more, among those of its hash that have no order. */
    static SortedCells unordered(SortedCells cells, EntryCell cell) {
        return cells.with(place(cells, UNORDERED, cell), cell);
    }

    /**
     * Takes an entry out of its cell, or puts another one into it; under the stripe.
     *
     * @return whether the entry was there
     */
    boolean splice(Entry entry, @Nullable Entry substitute, Stripe stripe) {
        EntryCell cell = cellOf(entry);
        if (cell == null) {
            return false;
        }
        if (substitute != null) {
            substitute.link(cell);
            cell.exchange(substitute);
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

    private @Nullable EntryCell cellOf(Entry entry) {
        if (entry.link() instanceof EntryCell cell) {
            return cell.entry() == entry ? cell : null;
        }
        SortedCells current = cells;
        for (int i = 0; i < current.size(); i++) {
            if (current.get(i).entry() == entry) {
                return current.get(i);
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
