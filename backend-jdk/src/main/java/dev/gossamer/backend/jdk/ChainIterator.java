package dev.gossamer.backend.jdk;

import dev.gossamer.spi.Entry;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the entries of a table, slot by slot of the generation that was in use when it began. For one thread at a
 * time; holds that generation and those entries of one slot that are still to come.
 */
final class ChainIterator implements Iterator<Entry> {
    // Why does each entry come once, however the table grows?
    //
    // Which slot of the first generation an entry belongs to follows from its hash, for ever. A slot is gathered in
    // one step: its chain, or the list of the marker, or, once forwarded, what the two slots hold that it was divided
    // into. A chain that got a marker while it was walked is gathered again, for the walk may have been led astray.

    private final Bins bins;
    private int slot;
    private @Nullable Entry[] batch = new Entry[4];
    private int size;
    private int position;

    ChainIterator(Bins bins) {
        this.bins = bins;
    }

    @Override
    public boolean hasNext() {
        while (position == size && slot < bins.length()) {
            position = 0;
            size = 0;
            gather(bins, slot++);
        }
        return position < size;
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

    private void gather(Bins from, int index) {
        int before = size;
        Entry head;
        do {
            drop(before);
            head = from.head(index);
            if (head == Moved.FORWARD) {
                gather(from.next(), index);
                gather(from.next(), index + from.length());
                return;
            }
            if (head instanceof Moved moved) {
                gather(moved, before);
                return;
            }
            addChain(head);
        } while (Moved.is(from.head(index)));
    }

    private void gather(Moved moved, int before) {
        if (!moved.isListed()) {
            addChain(moved.head());
            if (!moved.isListed()) {
                return;
            }
            drop(before);
        }
        for (Entry e : moved.list()) {
            add(e);
        }
    }

    private void addChain(@Nullable Entry head) {
        for (Entry e = head; e != null; e = e.link()) {
            add(e);
        }
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
