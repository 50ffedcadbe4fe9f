package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.sorted.SortedCells;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the entries of a table, slot by slot of the array that was in use when it began. For one thread at a time;
 * holds that array and those entries of one slot that are still to come.
 */
final class ChainIterator implements Iterator<Entry>, Consumer<Entry> {
    // Why does each entry come once, however the table grows and shrinks?
    //
    // A slot of the first array is an interval of spread hashes, and an entry stays in its interval for ever. A slot is
    // gathered in one step: its chain, or what stands there in its place, as far as they lie in the interval; or, once
    // forwarded, what the next array has in it, slot by slot. The parts of an interval never overlap, so an iterator
    // that lags behind by many arrays does no work twice. A chain that was moved or sorted while it was walked is
    // gathered again, for the walk may have been led astray.
    //
    // It begins where the latest iterator met its first entry, and goes round. So one who takes out entry after entry,
    // each with a new iterator, does not walk over the same empty slots each time.

    private final BucketArray array;
    private final int start;
    private int walked;
    private boolean begun;
    private @Nullable Entry[] batch = new Entry[4];
    private int size;
    private int position;

    ChainIterator(BucketArray array) {
        this.array = array;
        this.start = array.firstUsed();
    }

    @Override
    public boolean hasNext() {
        while (position == size && walked < array.length()) {
            position = 0;
            size = 0;
            int slot = slot();
            gatherSlot(array, slot, array.startOf(slot), array.startOf(slot + 1));
            walked++;
            if (size > 0 && !begun) {
                begun = true;
                array.firstUsed(slot);
            }
        }
        return position < size;
    }

    private int slot() {
        int beforeEnd = array.length() - start;
        return walked < beforeEnd ? start + walked : walked - beforeEnd;
    }

    @Override
    public Entry next() {
        Entry entry = hasNext() ? batch[position] : null;
        if (entry == null) {
            throw new NoSuchElementException("no entry is left; ask hasNext() first");
        }
        batch[position++] = null;
        return entry;
    }

    /** Adds what an array has in an interval. */
    private void gather(BucketArray from, long low, long high) {
        for (long at = low; at < high; ) {
            int index = from.indexOf(at);
            long end = Math.min(high, from.startOf(index + 1));
            gatherSlot(from, index, at, end);
            at = end;
        }
    }

    /** Adds what a slot has in an interval that lies in it, or what has become of that. */
    private void gatherSlot(BucketArray from, int index, long low, long high) {
        int before = size;
        Entry head;
        do {
            drop(before);
            head = from.headAt(index);
            if (head == ForwardingSlot.FORWARD) {
                gather(from.next(), low, high);
                return;
            }
            if (head instanceof UnchainedSlot slot) {
                slot.forEachEntry(this);
                keep(low, high, before);
                return;
            }
            for (Entry e = head; e != null; e = e.link()) {
                accept(e);
            }
        } while (from.headAt(index) instanceof UnchainedSlot);
        keep(low, high, before);
    }

    /** Drops what lies outside of an interval, of what was added last. */
    private void keep(long low, long high, int before) {
        int kept = before;
        for (int i = before; i < size; i++) {
            Entry e = batch[i];
            long spread = e == null ? -1 : SortedCells.spread(e.hash());
            if (spread >= low && spread < high) {
                batch[kept++] = e;
            }
        }
        drop(kept);
    }

    /** Adds an entry to those that are to come. */
    @Override
    public void accept(Entry entry) {
        if (size == batch.length) {
            batch = Arrays.copyOf(batch, size << 1);
        }
        batch[size++] = entry;
    }

    private void drop(int before) {
        while (size > before) {
            batch[--size] = null;
        }
    }
}
