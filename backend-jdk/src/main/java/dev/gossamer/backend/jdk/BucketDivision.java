package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.EntryCell;
import dev.gossamer.spi.sorted.SortedCells;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides slots with sorted buckets among the slots they move into. The cells keep their order, so no key is looked at. For one
 * thread, which holds the stripe of these slots.
 */
final class BucketDivision {
    /** From this many entries on, chained ones included, a slot still has a sorted bucket after a move. */
    private static final int STILL_LONG = SortedBucket.LONG / 2;

    private final List<Entry> chained = new ArrayList<>();
    private final List<EntryCell> cells = new ArrayList<>();
    private final List<EntryCell> joined = new ArrayList<>();

    /** Takes what stands in an old slot, which comes after those taken before. */
    void add(@Nullable Entry head) {
        if (head instanceof SortedBucket bucket) {
            cells.addAll(List.of(bucket.cells().filled()));
        } else {
            for (Entry e = head; e != null; e = e.link()) {
                chained.add(e);
            }
        }
    }

    /** What stands in the old slots until all has moved into some slots of the next array. */
    ForwardingSlot into(BucketArray to, int target, int width) {
        @Nullable SortedBucket[] buckets = new SortedBucket[width];
        List<Entry> staying = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            int slot = target + i;
            List<Entry> loose = new ArrayList<>(chained);
            loose.removeIf(entry -> to.index(entry.hash()) != slot);
            List<EntryCell> sorted = new ArrayList<>(cells);
            sorted.removeIf(cell -> to.index(cell.hash()) != slot);
            if (!sorted.isEmpty() && sorted.size() + loose.size() >= STILL_LONG) {
                buckets[i] = new SortedBucket(join(SortedCells.of(sorted.toArray(new EntryCell[0])), loose));
            } else {
                staying.addAll(loose);
                sorted.forEach(cell -> addEntry(cell, staying));
            }
        }
        return new ForwardingSlot(staying.toArray(new Entry[0]), buckets, joined.toArray(new EntryCell[0]));
    }

    private SortedCells join(SortedCells sorted, List<Entry> loose) {
        SortedCells all = sorted;
        for (Entry entry : loose) {
            BucketCell cell = new BucketCell(entry, 0, null);
            joined.add(cell);
            all = all.withUnordered(cell);
        }
        return all;
    }

    private static void addEntry(EntryCell cell, List<Entry> entries) {
        Entry entry = cell.entry();
        if (entry != null) {
            entries.add(entry);
        }
    }
}
