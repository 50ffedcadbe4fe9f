package dev.gossamer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Containers that are alive, and those whose collection was not noticed yet, in the order in which they came. Thread-safe; adding
 * and removing take constant time and allocate nothing.
 */
final class ContainerList {
    private @Nullable ListedContainer first; // this and the following guarded by this
    private @Nullable ListedContainer last;
    private @Nullable ListedContainer next;
    private volatile int size;

    synchronized void add(ListedContainer listed) {
        listed.before = last;
        if (last == null) {
            first = listed;
        } else {
            last.after = listed;
        }
        last = listed;
        size++;
    }

    /** Takes out what was added once. */
    synchronized void remove(ListedContainer listed) {
        ListedContainer before = listed.before;
        ListedContainer after = listed.after;
        if (before == null && first != listed) {
            return; // it is out already
        }
        if (before == null) {
            first = after;
        } else {
            before.after = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.before = before;
        }
        if (next == listed) {
            next = after;
        }
        listed.before = null;
        listed.after = null;
        size--;
    }

    int size() {
        return size;
    }

    /** All there are. */
    synchronized List<ListedContainer> all() {
        return from(first, Integer.MAX_VALUE);
    }

    /** Goes through the list from the beginning, by {@link #next}; one at a time. */
    synchronized void restart() {
        next = first;
    }

    /** The next ones, at most as many as that; none at the end of the list. */
    synchronized List<ListedContainer> next(int atMost) {
        List<ListedContainer> some = from(next, atMost);
        next = some.isEmpty() ? null : some.get(some.size() - 1).after;
        return some;
    }

    private synchronized List<ListedContainer> from(@Nullable ListedContainer start, int atMost) {
        List<ListedContainer> some = new ArrayList<>(Math.min(atMost, size));
        for (ListedContainer each = start; each != null && some.size() < atMost; each = each.after) {
            some.add(each);
        }
        return some;
    }
}
