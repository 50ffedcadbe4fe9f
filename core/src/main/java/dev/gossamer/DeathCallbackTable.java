package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * All that wait for the death of an object, held strongly. Thread-safe. Adding and removing take constant time, whatever
 * else waits for the same object.
 */
final class DeathCallbackTable {
    // How are the others of an object found, when most objects have just one?
    //
    // A count for each identity hash, of so many that most are 0 or 1, tells whether there may be others. Who finds 0
    // is the first of its object and goes to a list, in which all stand as they came: so a collector that walks it goes
    // through memory in one direction, and the counts are nothing to walk. Who finds more goes to the head of a chain
    // by its hash. So at most one of an object is in the list, it is the oldest, and the others stand newest first in
    // one chain.
    //
    // When one of them has come from the queue, all references to its object are clear, as a collector clears them in
    // one step; so the others of the object are those of the same hash that are clear. That two dead objects may have
    // one hash does no harm: each has its own told newest first.
    //
    // Of a change the count comes first when it grows and last when it shrinks, since it may be too high but never too
    // low; the rest is fields that are written. Arrays that cannot be had now are asked for again by a later change.

    private static final int SMALLEST = 1024;
    private static final int GROWTH = 4;
    private static final int COUNTS_EACH = 4;
    private static final int COUNTS_A_CHAIN = 16;
    private static final int COUNTS_A_STUCK = 16;

    private HashCounts counts = new HashCounts(SMALLEST);
    private @Nullable DeathCallback[] chains = new DeathCallback[SMALLEST / COUNTS_A_CHAIN];
    private @Nullable DeathCallback list;
    private int size;
    private long serial;

    /** Who was taken out last and is to be told, {@code null} once that was done; for who tells. */
    @Nullable DeathCallback taken;

    /** Adds one, who is told before all who wait for the same object already. */
    synchronized void add(DeathCallback callback) {
        if (size >= counts.length() / COUNTS_EACH) {
            resize(GROWTH * counts.length());
        } else if (counts.stuck() >= counts.length() / COUNTS_A_STUCK) {
            resize(counts.length());
        }
        boolean first = counts.get(callback.hash) == 0;
        counts.increment(callback.hash); // from here on calls nothing
        DeathCallback next;
        if (first) {
            next = list;
            list = callback;
            callback.place = DeathCallback.LISTED;
        } else {
            int chain = callback.hash & (chains.length - 1);
            next = chains[chain];
            chains[chain] = callback;
            callback.place = DeathCallback.CHAINED;
        }
        callback.older = next;
        if (next != null) {
            next.newer = callback;
        }
        callback.serial = ++serial;
        size++;
    }

    /** Removes one if it is there; whether that was the last. */
    synchronized boolean remove(DeathCallback callback) {
        if (callback.place == DeathCallback.NOWHERE) {
            return false;
        }
        unlink(callback);
        return size == 0;
    }

    private void unlink(DeathCallback callback) {
        DeathCallback before = callback.newer; // until it is nowhere calls nothing
        DeathCallback after = callback.older;
        if (before != null) {
            before.older = after;
        } else if (callback.place == DeathCallback.LISTED) {
            list = after;
        } else {
            chains[callback.hash & (chains.length - 1)] = after;
        }
        if (after != null) {
            after.newer = before;
        }
        callback.newer = null;
        callback.older = null;
        callback.place = DeathCallback.NOWHERE;
        size--;
        counts.decrement(callback.hash);
        if (counts.length() > SMALLEST && size < counts.length() / (COUNTS_EACH * GROWTH * GROWTH)) {
            resize(counts.length() / GROWTH);
        }
    }

    /**
     * Takes out the newest of those who wait for the object of one that came from the queue, and notes it as {@link #taken}
     * before that, so that whatever is thrown it is told, perhaps again; whether the one that came was still there.
     */
    synchronized boolean takeNewestWith(DeathCallback dead) {
        if (dead.place == DeathCallback.NOWHERE) {
            return false;
        }
        DeathCallback newest = newestWith(dead);
        taken = newest;
        unlink(newest);
        return true;
    }

    private DeathCallback newestWith(DeathCallback dead) {
        if (counts.get(dead.hash) != 1) {
            for (DeathCallback each = chains[dead.hash & (chains.length - 1)]; each != null; each = each.older) {
                if (each.hash == dead.hash && each.refersTo(null)) {
                    return each;
                }
            }
        }
        return dead;
    }

    /** Whether nobody is left, for a thread that has just taken one out: it or a later one sees that. */
    boolean isEmptyNow() {
        return size == 0;
    }

    synchronized boolean isEmpty() {
        return size == 0;
    }

    /** How many counts there are. */
    synchronized int capacity() {
        return counts.length();
    }

    /** How many wait for a living object. Linear in all that wait. */
    synchronized int sizeFor(Object referent) {
        int count = countIn(list, referent);
        for (DeathCallback newest : chains) {
            count += countIn(newest, referent);
        }
        return count;
    }

    private static int countIn(@Nullable DeathCallback newest, Object referent) {
        int count = 0;
        for (DeathCallback each = newest; each != null; each = each.older) {
            count += each.refersTo(referent) ? 1 : 0;
        }
        return count;
    }

    private void resize(int length) {
        try {
            HashCounts freshCounts = new HashCounts(length);
            @Nullable DeathCallback[] freshChains = new DeathCallback[length / COUNTS_A_CHAIN];
            count(list, freshCounts);
            for (DeathCallback newest : chains) {
                count(newest, freshCounts);
            }
            move(chains, freshChains);
            counts = freshCounts;
            chains = freshChains;
        } catch (OutOfMemoryError | StackOverflowError notNow) {
            return; // nothing was moved
        }
    }

    private static void count(@Nullable DeathCallback newest, HashCounts counts) {
        for (DeathCallback each = newest; each != null; each = each.older) {
            counts.increment(each.hash);
        }
    }

    /** Moves all chains, those who are newest still first. Once it runs it calls nothing. */
    private static void move(@Nullable DeathCallback[] from, @Nullable DeathCallback[] to) {
        for (DeathCallback newest : from) {
            DeathCallback each = newest;
            while (each != null && each.older != null) {
                each = each.older;
            }
            while (each != null) { // from the oldest on, each before those that came before
                DeathCallback next = each.newer;
                int chain = each.hash & (to.length - 1);
                DeathCallback first = to[chain];
                each.older = first;
                each.newer = null;
                if (first != null) {
                    first.newer = each;
                }
                to[chain] = each;
                each = next;
            }
        }
    }
}
