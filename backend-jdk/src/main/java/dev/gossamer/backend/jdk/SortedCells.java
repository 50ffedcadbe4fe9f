package dev.gossamer.backend.jdk;

import java.util.Arrays;

/**
 * Cells in their order: by spread hash, then by rank, then by key. Immutable, so whoever has one needs no lock. Kept in runs,
 * so that one with a cell more shares all runs with it but one.
 */
final class SortedCells {
    /** The most cells of a run. */
    static final int RUN = 512;

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

    /** Cells that are in order. */
    static SortedCells of(EntryCell[] cells) {
        int length = RUN - (RUN >> 2);
        EntryCell[][] runs = new EntryCell[(cells.length + length - 1) / length][];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = Arrays.copyOfRange(cells, i * length, Math.min(cells.length, (i + 1) * length));
        }
        return new SortedCells(runs);
    }

    int size() {
        return starts[runs.length];
    }

    EntryCell get(int index) {
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

    /** Where the cells of a rank of a spread hash begin, or would. */
    int indexOf(long spread, int rank) {
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

    /** With one cell more, before the one that has its index now. */
    SortedCells with(int index, EntryCell cell) {
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

    /** All cells but the empty ones. */
    EntryCell[] filled() {
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
