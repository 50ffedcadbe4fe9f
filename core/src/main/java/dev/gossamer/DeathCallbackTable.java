package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * All that wait for the death of an object, held strongly, and those whose object has died until they were told. Adding and
 * removing take constant time, whatever else waits for the same object. Thread-safe; what the thread that tells alone may
 * call is said to be so.
 */
final class DeathCallbackTable {
    // How are the others of an object found, when most objects have just one, and die young?
    //
    // They are not looked for. All stand in a list as they came, which costs two links. When one has come from the
    // queue, the list is looked through from the oldest of those that are recent to the newest, and the dead are told
    // from the newest on. That keeps the order: a collector clears all references to an object in one step, so if one
    // is found dead all of its object that are newer are found dead after it, and all were there, since nobody
    // registers
    // with a dead object. If one is found alive and its object dies a moment later, it is older than those found dead.
    //
    // Who is alive in two such looks is recent no longer, so nobody is looked at often. Such a one is counted by the
    // identity hash of its object, in so many counts that most are 0 or 1. Who finds 0 is the first of its object and
    // stays in the list; who finds more goes to the head of a chain by its hash. So at most one of an object that is
    // not recent is in the list, it is the oldest, and the others stand newest first in one chain. When such a one has
    // come from the queue, those of the same hash that are clear are told from the newest down to it; those that are
    // recent, among which there is a look now, before them. That two dead objects may have one hash does no harm.
    //
    // Of a change the count comes first when it grows and last when it shrinks, since it may be too high but never too
    // low; the rest is fields that are written. Who is taken out to be told is noted in `moving` before. Arrays that
    // cannot be had now are asked for again by a later change.

    private static final int SMALLEST = 1024;
    private static final int GROWTH = 4;
    private static final int COUNTS_EACH = 4;
    private static final int COUNTS_A_CHAIN = 16;
    private static final int COUNTS_A_STUCK = 16;
    private static final int LOOKS_AT_ONCE = 256;

    private HashCounts counts = new HashCounts(SMALLEST);
    private @Nullable DeathCallback[] chains = new DeathCallback[SMALLEST / COUNTS_A_CHAIN];
    private int counted;
    private @Nullable DeathCallback newest;
    private @Nullable DeathCallback oldestRecent;
    private int size;
    private long serial;

    /** The next to look at, {@code null} when no look is under way. */
    private @Nullable DeathCallback cursor;

    /** Up to which serial all have been looked at. */
    private long looked;

    /** Who is to be taken out and told. */
    private @Nullable DeathCallback moving;

    /** Whether some were taken out that are to be told. */
    private boolean telling;

    private @Nullable DeathCallback firstDead; // this and the following for the thread that tells
    private @Nullable DeathCallback lastDead;

    /** Adds one, who is told before all who wait for the same object already. */
    synchronized void add(DeathCallback callback) {
        DeathCallback next = newest;
        callback.older = next;
        if (next != null) {
            next.newer = callback;
        }
        newest = callback;
        if (oldestRecent == null) {
            oldestRecent = callback;
        }
        callback.place = DeathCallback.RECENT;
        callback.serial = ++serial;
        size++;
    }

    /** Removes one if it waits; whether that was the last. */
    synchronized boolean remove(DeathCallback callback) {
        if (!callback.isWaiting()) {
            return false;
        }
        takeOut(callback);
        return size == 0;
    }

    private void takeOut(DeathCallback callback) {
        boolean hashed = callback.place != DeathCallback.RECENT;
        unlink(callback);
        size--;
        if (hashed) {
            try {
                discount(callback.hash);
            } catch (StackOverflowError tooHigh) {
                return; // as a count may be
            }
        }
    }

    /** Calls nothing once it runs. */
    private void unlink(DeathCallback callback) {
        DeathCallback before = callback.newer;
        DeathCallback after = callback.older;
        if (callback == oldestRecent) {
            oldestRecent = before;
        }
        if (callback == cursor) {
            cursor = before;
            looked = before == null ? serial : looked;
        }
        if (before != null) {
            before.older = after;
        } else if (callback.place == DeathCallback.CHAINED) {
            chains[callback.hash & (chains.length - 1)] = after;
        } else {
            newest = after;
        }
        if (after != null) {
            after.newer = before;
        }
        callback.newer = null;
        callback.older = null;
        callback.place = DeathCallback.NOWHERE;
    }

    private void discount(int hash) {
        counted--;
        counts.decrement(hash);
        if (counts.length() > SMALLEST && counted < counts.length() / (COUNTS_EACH * GROWTH * GROWTH)) {
            resize(counts.length() / GROWTH);
        }
    }

    // ---- for the thread that tells ----

    /**
     * Has one that came from the queue told if it was not, and with it those of its object that are newer; others whose object is
     * dead, too. Only when nobody is left to be told; to be called again if it throws, and before anybody is told.
     */
    void noticeDeath(DeathCallback came) {
        if (came.place != DeathCallback.TOLD) {
            gather(came);
            while (lookFurther()) {
                continue;
            }
        }
    }

    /** Takes out those of one object that are not recent, newest first, and begins a look at those that are. */
    private synchronized void gather(DeathCallback came) {
        move();
        while (came.place == DeathCallback.LISTED || came.place == DeathCallback.CHAINED) {
            moving = newestWith(came);
            cursor = oldestRecent; // at what is recent after it was seen dead
            move();
        }
        if (came.place == DeathCallback.RECENT && cursor == null) {
            cursor = oldestRecent;
        }
    }

    private DeathCallback newestWith(DeathCallback dead) {
        DeathCallback found = firstClear(dead);
        DeathCallback seen = dead;
        while (found != seen) { // another object of the same hash may just have died
            seen = found;
            found = firstClear(dead);
        }
        return found;
    }

    private DeathCallback firstClear(DeathCallback dead) {
        if (counts.get(dead.hash) != 1) {
            for (DeathCallback each = chains[dead.hash & (chains.length - 1)]; each != null; each = each.older) {
                if (each.hash == dead.hash && each.refersTo(null)) {
                    return each;
                }
            }
        }
        return dead;
    }

    /** Takes out those that are found dead among some that are recent; whether there are more to look at. */
    private synchronized boolean lookFurther() {
        move();
        for (int i = 0; i < LOOKS_AT_ONCE && cursor != null; i++) {
            DeathCallback each = cursor;
            DeathCallback next = each.newer;
            boolean alive = each.serial > looked ? !each.refersTo(null) : settle(each);
            if (!alive) {
                moving = each;
            }
            cursor = next;
            looked = next == null ? serial : looked;
            move();
        }
        return cursor != null;
    }

    /** Has one that is alive be recent no longer; whether it is alive. */
    private boolean settle(DeathCallback recent) {
        Object referent = recent.get();
        if (referent == null) {
            return false;
        }
        int hash = System.identityHashCode(referent);
        grow();
        boolean first = counts.get(hash) == 0;
        counts.increment(hash);
        counted++;
        if (first) {
            oldestRecent = recent.newer;
            recent.place = DeathCallback.LISTED;
        } else {
            unlink(recent); // from here on calls nothing
            int chain = hash & (chains.length - 1);
            DeathCallback next = chains[chain];
            recent.older = next;
            if (next != null) {
                next.newer = recent;
            }
            chains[chain] = recent;
            recent.place = DeathCallback.CHAINED;
        }
        recent.hash = hash;
        return true;
    }

    private void grow() {
        if (counted >= counts.length() / COUNTS_EACH) {
            resize(GROWTH * counts.length());
        } else if (counts.stuck() >= counts.length() / COUNTS_A_STUCK) {
            resize(counts.length());
        }
    }

    /** Takes one out that is to be told, if one is noted: before all others if it was recent, else after them. */
    private void move() {
        DeathCallback dead = moving;
        if (dead == null) {
            return;
        }
        boolean recent = dead.place == DeathCallback.RECENT;
        takeOut(dead); // from here on calls nothing
        DeathCallback last = lastDead;
        if (recent) {
            dead.older = firstDead;
        } else if (last != null) {
            last.older = dead;
        }
        firstDead = recent || last == null ? dead : firstDead;
        lastDead = recent && last != null ? last : dead;
        dead.place = DeathCallback.DEAD;
        telling = true;
        moving = null;
    }

    /** Whether one came from the queue that was or is to be told, as it was found dead before. */
    static boolean isKnown(@Nullable Object came) {
        return came instanceof DeathCallback dead
                && (dead.place == DeathCallback.DEAD || dead.place == DeathCallback.TOLD);
    }

    /** Who is to be told now, {@code null} for nobody. */
    @Nullable DeathCallback firstDead() {
        return firstDead;
    }

    /** Lets go of the one who was to be told. */
    void told() {
        DeathCallback first = firstDead;
        if (first != null) {
            DeathCallback next = first.older;
            firstDead = next;
            lastDead = next == null ? null : lastDead;
            first.older = null;
            first.place = DeathCallback.TOLD;
        }
    }

    /** Whether all have been told since this was asked last, and nobody waits. */
    boolean endTelling() {
        return telling && firstDead == null && endTellingNow();
    }

    private synchronized boolean endTellingNow() {
        telling = false;
        return size == 0;
    }

    // ---- for all ----

    /** Whether nobody waits and nobody is to be told. */
    synchronized boolean isEmpty() {
        return size == 0 && !telling;
    }

    /** How many counts there are. */
    synchronized int capacity() {
        return counts.length();
    }

    /** How many wait for a living object. Linear in all that wait. */
    synchronized int sizeFor(Object referent) {
        int count = countIn(newest, referent);
        for (DeathCallback first : chains) {
            count += countIn(first, referent);
        }
        return count;
    }

    private static int countIn(@Nullable DeathCallback first, Object referent) {
        int count = 0;
        for (DeathCallback each = first; each != null; each = each.older) {
            count += each.refersTo(referent) ? 1 : 0;
        }
        return count;
    }

    private void resize(int length) {
        try {
            HashCounts freshCounts = new HashCounts(length);
            @Nullable DeathCallback[] freshChains = new DeathCallback[length / COUNTS_A_CHAIN];
            count(oldestRecent == null ? newest : oldestRecent.older, freshCounts);
            for (DeathCallback first : chains) {
                count(first, freshCounts);
            }
            move(chains, freshChains);
            counts = freshCounts;
            chains = freshChains;
        } catch (OutOfMemoryError | StackOverflowError notNow) {
            return; // nothing was moved
        }
    }

    private static void count(@Nullable DeathCallback first, HashCounts counts) {
        for (DeathCallback each = first; each != null; each = each.older) {
            counts.increment(each.hash);
        }
    }

    /** Moves all chains, those who are newest still first. Once it runs it calls nothing. */
    private static void move(@Nullable DeathCallback[] from, @Nullable DeathCallback[] to) {
        for (DeathCallback first : from) {
            DeathCallback each = first;
            while (each != null && each.older != null) {
                each = each.older;
            }
            while (each != null) { // from the oldest on, each before those that came before
                DeathCallback next = each.newer;
                int chain = each.hash & (to.length - 1);
                DeathCallback head = to[chain];
                each.older = head;
                each.newer = null;
                if (head != null) {
                    head.newer = each;
                }
                to[chain] = each;
                each = next;
            }
        }
    }
}
