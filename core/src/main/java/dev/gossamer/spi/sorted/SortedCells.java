package dev.gossamer.spi.sorted;

import dev.gossamer.spi.Entry;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cells in their order: by spread hash, then by the class of the sort key, then by its {@code compareTo}. Immutable, so
 * whoever has one needs no lock. Finding takes logarithmic time among keys that have an order, linear time among the others
 * of the same hash. Kept in runs, so that a copy with one more cell shares all runs but one.
 *
 * @since 0.2.0
 */
public final class SortedCells {
    // Why does nothing get lost, whatever a compareTo answers, and whoever dies?
    //
    // Sort keys (the keys themselves, or what their equivalence gives) are ordered by compareTo with others of their
    // class. Where it gives 0, the neighbours that it gives 0 for are asked with equals one by one. Where it throws,
    // all keys of the hash are asked, and a key that cannot be ordered is stored with rank 0, among those that have no
    // order. Keys of all other ranks may be equal too, and are asked last. What is relied on is that compareTo is an
    // order, and the same one for ever, and gives 0 for keys that are equal. If not, a look-up among many keys of one
    // hash may miss a key, as in ConcurrentHashMap, and a second entry be stored for it; iteration, removal of an
    // entry and reclaiming still meet each.
    //
    // A dead key is passed over, and the next one asked in its place. It never comes back.

    /** The most cells of a run. */
    static final int RUN = 512;

    private static final int UNORDERED = Integer.MIN_VALUE;

    /** 2^32 by the golden ratio: spreads hashes over the high bits of the product. */
    private static final int SPREAD = 0x9E3779B9;

    private final EntryCell[][] runs;

    /** Where each run begins; at last the number of cells. */
    private final int[] starts;

    private SortedCells(EntryCell[][] runs) {
        this.runs = runs;
        this.starts = new int[runs.length + 1];
        for (int i = 0; i < runs.length; i++) {
            starts[i + 1] = starts[i] + runs[i].length;
        }
    }

    /**
     * Cells that are in order.
     *
     * @param cells the cells
     * @return the same, immutable
     */
    public static SortedCells of(EntryCell[] cells) {
        int length = RUN - (RUN >> 2);
        EntryCell[][] runs = new EntryCell[(cells.length + length - 1) / length][];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = Arrays.copyOfRange(cells, i * length, Math.min(cells.length, (i + 1) * length));
        }
        return new SortedCells(runs);
    }

    /**
     * A hash spread over 32 bits: what cells are ordered by first.
     *
     * @param hash the hash
     * @return a number from 0 to 2^32 - 1
     */
    public static long spread(int hash) {
        return (hash * SPREAD) & 0xffff_ffffL;
    }

    /**
     * How many cells there are, empty ones included.
     *
     * @return the number of cells
     */
    public int size() {
        return starts[runs.length];
    }

    /**
     * A cell.
     *
     * @param index its index
     * @return the cell
     */
    public EntryCell get(int index) {
        int run = runOf(index);
        return runs[run][index - starts[run]];
    }

    /** Runs differ little in length, so the guess is close. */
    private int runOf(int index) {
        int run = (int) ((long) index * runs.length / size());
        while (starts[run] > index) {
            run--;
        }
        while (starts[run + 1] <= index) {
            run++;
        }
        return run;
    }

    // ---- finding ----

    /**
     * Finds a key. Runs code of the user, and takes neither memory nor a lock itself.
     *
     * @param order how keys compare
     * @param key the key
     * @param sortKey what it is sorted by, or {@code null}
     * @param hash its hash
     * @return the index of a cell that matches, else a negative number for {@link #rank} and {@link #with}
     */
    public int find(KeyOrder order, Object key, @Nullable Object sortKey, int hash) {
        long spread = spread(hash);
        int first = indexOf(spread, 0);
        int end = indexOf(spread + 1, 0);
        if (sortKey == null) {
            return matching(first, end, order, key);
        }
        int rank = rankOf(sortKey);
        int from = indexOf(spread, rank);
        int to = indexOf(spread, rank + 1);
        int ordered;
        try {
            ordered = search(from, to, order, key, sortKey);
        } catch (RuntimeException incomparable) {
            return matching(first, end, order, key);
        }
        int other = ordered >= 0 ? ordered : matching(first, from, order, key);
        other = other >= 0 ? other : matching(to, end, order, key);
        return other >= 0 ? other : ordered;
    }

    /**
     * Finds where a stored key belongs, as {@link #find} does; but a key that throws when it is compared belongs nowhere.
     *
     * @param order how keys compare
     * @param key the key
     * @param sortKey what it is sorted by, or {@code null}
     * @param hash its hash
     * @return what {@link #find} gives, or 0 where that throws
     */
    public int place(KeyOrder order, Object key, @Nullable Object sortKey, int hash) {
        try {
            return find(order, key, sortKey, hash);
        } catch (RuntimeException incomparable) {
            return 0;
        }
    }

    /** Where the cells of a rank of a spread hash begin, or would. */
    private int indexOf(long spread, int rank) {
        int low = 0;
        int high = size();
        if (high == 0 || !get(0).isBefore(spread, rank)) {
            return 0;
        }
        if (get(high - 1).isBefore(spread, rank)) { // as with keys of one hash and one class alone
            return high;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).isBefore(spread, rank)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The first of some cells that matches a key, else {@link #UNORDERED}. */
    private int matching(int from, int to, KeyOrder order, Object key) {
        for (int i = from; i < to; i++) {
            if (isMatch(i, order, key)) {
                return i;
            }
        }
        return UNORDERED;
    }

    private boolean isMatch(int index, KeyOrder order, Object key) {
        Entry entry = get(index).entry();
        return entry != null && order.matches(entry, key);
    }

    /** Searches cells of one rank; passes over those whose keys are gone. */
    private int search(int from, int to, KeyOrder order, Object key, Object sortKey) {
        int low = from;
        int high = to;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int asked = middle;
            Object stored = order.sortKey(get(asked));
            while (stored == null && ++asked < high) {
                stored = order.sortKey(get(asked));
            }
            int sign = stored == null ? -1 : compare(sortKey, stored);
            if (sign == 0) {
                return searchAround(asked, from, to, order, key, sortKey);
            }
            if (sign < 0) {
                high = middle;
            } else {
                low = asked + 1;
            }
        }
        return ~low;
    }

    /** Searches the cells around one whose key compares as equal. */
    private int searchAround(int middle, int from, int to, KeyOrder order, Object key, Object sortKey) {
        if (isMatch(middle, order, key)) {
            return middle;
        }
        for (int step = -1; step <= 1; step += 2) {
            for (int i = middle + step; i >= from && i < to; i += step) {
                Object stored = order.sortKey(get(i));
                if (stored != null && compare(sortKey, stored) != 0) {
                    break;
                }
                if (stored != null && isMatch(i, order, key)) {
                    return i;
                }
            }
        }
        return ~middle;
    }

    @SuppressWarnings("unchecked") // what cannot be compared throws
    private static int compare(Object sortKey, Object stored) {
        if (sortKey.getClass() != stored.getClass()) {
            throw new ClassCastException("two classes of one rank");
        }
        return ((Comparable<Object>) sortKey).compareTo(stored);
    }

    // ---- adding ----

    /**
     * The rank of the cell for a key that was not found.
     *
     * @param found what {@link #find} gave, negative
     * @param sortKey what the key is sorted by, or {@code null}
     * @return a number that sort keys of one class have in common; 0 if the key could not be ordered
     */
    public static int rank(int found, @Nullable Object sortKey) {
        return found == UNORDERED ? 0 : rankOf(sortKey);
    }

    private static int rankOf(@Nullable Object sortKey) {
        return sortKey == null ? 0 : sortKey.getClass().hashCode() >>> 1 | 1;
    }

    /**
     * These cells and one more.
     *
     * @param found what {@link #find} gave for its key here, negative
     * @param cell the cell, with the {@link #rank} of its key
     * @return these cells and that one
     */
    public SortedCells with(int found, EntryCell cell) {
        return found == UNORDERED ? withUnordered(cell) : insert(~found, cell);
    }

    /**
     * These cells and one more of rank 0, whose key is compared with none.
     *
     * @param cell the cell
     * @return these cells and that one
     */
    public SortedCells withUnordered(EntryCell cell) {
        return insert(indexOf(spread(cell.hash()), 0), cell);
    }

    /** These cells and one more, before the one that has its index now. */
    private SortedCells insert(int index, EntryCell cell) {
        if (runs.length == 0) {
            return new SortedCells(new EntryCell[][] {{cell}});
        }
        int run = runOf(Math.max(0, index - 1));
        EntryCell[] longer = inserted(runs[run], index - starts[run], cell);
        if (longer.length <= RUN) {
            EntryCell[][] changed = runs.clone();
            changed[run] = longer;
            return new SortedCells(changed);
        }
        EntryCell[][] more = inserted(runs, run + 1, Arrays.copyOfRange(longer, RUN >> 1, longer.length));
        more[run] = Arrays.copyOf(longer, RUN >> 1);
        return new SortedCells(more);
    }

    private static <T> T[] inserted(T[] array, int index, T element) {
        T[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, index, longer, index + 1, array.length - index);
        longer[index] = element;
        return longer;
    }

    /**
     * All cells but the empty ones, in their order.
     *
     * @return a new array
     */
    public EntryCell[] filled() {
        EntryCell[] filled = new EntryCell[size()];
        int count = 0;
        for (EntryCell[] run : runs) {
            for (EntryCell cell : run) {
                if (cell.entry() != null) {
                    filled[count++] = cell;
                }
            }
        }
        return Arrays.copyOf(filled, count);
    }
}
