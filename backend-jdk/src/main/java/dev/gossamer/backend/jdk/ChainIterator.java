package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the entries of a table, slot by slot of the array that was in use when it began. For one thread at a time;
 * holds that array and those entries of one slot that are still to come.
 */
final class ChainIterator implements Iterator<Entry> {
    // Why does each entry come once, however the table grows and shrinks?
    //
    // Which slot of the first array an entry belongs to follows from its hash, for ever. A slot is gathered in one
    // step: its chain; or those of the marker's entries that belong to it; or, once forwarded, those that belong to it
    // of what the slots of the next array hold that overlap it. A chain that got a marker while it was walked is
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
            gather(array, slot);
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

    /** Adds the entries that belong to a slot of an array. */
    private void gather(BucketArray from, int index) {
        int before = size;
        Entry head;
        do {
            drop(before);
            head = from.headAt(index);
            if (head == Moved.FORWARD) {
                gatherNext(from, index);
                return;
            }
            if (head instanceof Moved moved) {
                for (Entry e : moved.entries()) {
                    add(e);
                }
                keep(from, index, before);
                return;
            }
            for (Entry e = head; e != null; e = e.link()) {
                add(e);
            }
        } while (from.headAt(index) instanceof Moved);
    }

    private void gatherNext(BucketArray from, int index) {
        BucketArray next = from.next();
        long length = next.length();
        long end = ((index + 1) * length + from.length() - 1) / from.length();
        for (int i = (int) (index * length / from.length()); i < end; i++) {
            int before = size;
            gather(next, i);
            keep(from, index, before);
        }
    }

    /** Drops what belongs to another slot, of what was added last. */
    private void keep(BucketArray of, int index, int before) {
        int kept = before;
        for (int i = before; i < size; i++) {
            Entry e = batch[i];
            if (e != null && of.index(e.hash()) == index) {
                batch[kept++] = e;
            }
        }
        drop(kept);
    }

    private void add(Entry entry) {
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
