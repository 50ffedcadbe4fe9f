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
    // They are not looked for. All stand in segments as they came. When one has come from the queue, a look goes from
    // its segment to the newest and marks all whose object is dead; then they are told from the newest to the oldest.
    // That keeps the order: a collector clears all references to an object in one step, so if one is found dead all of
    // its object that are newer are found dead after it, and all were there, since nobody registers with a dead object.
    // If one is found alive and its object dies a moment later, it is older than those found dead.
    //
    // What does a look cost? It goes over what is newer than the one that came, whose object was older than all of it;
    // so the collection that found it dead has looked at that too, for longer. And there is about one look for each
    // collection: the others it found dead have been marked when they come. Should they come newest first, each look
    // begins as far before the one that came as the last look was long, so their lengths double.
    //
    // A look marks, and who is told leaves an empty slot, so nothing is allocated when memory is out. The changes that
    // must stay together are fields that are written, with no call between them. Slots that few use are made fewer when
    // there is memory for it.

    private @Nullable DeathCallbackSegment newest;
    private int size;
    private long added;

    /** The next to look at, {@code null} when no look is under way. */
    private @Nullable DeathCallbackSegment looking;

    /** Where the last look began, and how many segments it went over. */
    private long lookedFrom;

    private int looked;

    private long looks;

    /** The newest of the segments in which some are to be told. */
    private @Nullable DeathCallbackSegment firstDead;

    /** Whether some were marked that are to be told. */
    private boolean telling;

    /** The segment in which the thread that tells is at work, and how many of its slots are left; for that thread. */
    private @Nullable DeathCallbackSegment among;

    private int left;

    /** Adds one, who is told before all who wait for the same object already. */
    synchronized void add(DeathCallback callback) {
        DeathCallbackSegment last = newest;
        if (last == null || last.isFull()) {
            last = append(last);
        }
        last.add(callback);
        callback.place = DeathCallback.WAITING;
        size++;
    }

    private DeathCallbackSegment append(@Nullable DeathCallbackSegment last) {
        DeathCallbackSegment fresh = new DeathCallbackSegment(added);
        added += DeathCallbackSegment.CAPACITY;
        fresh.older = last;
        if (last != null) {
            last.newer = fresh;
        }
        newest = fresh;
        return fresh;
    }

    /** Removes one if it waits; whether that was the last. */
    synchronized boolean remove(DeathCallback callback) {
        DeathCallbackSegment of = callback.segment;
        if (of == null || callback.place != DeathCallback.WAITING) {
            return false;
        }
        of.remove(callback);
        callback.place = DeathCallback.NOWHERE;
        size--;
        tidy(of);
        return size == 0;
    }

    /** Gives back what a segment no longer needs; what cannot be done now a later look does. */
    private void tidy(DeathCallbackSegment of) {
        try {
            if (of.isOver()) {
                unlink(of);
            }
            of.shrink();
        } catch (StackOverflowError notNow) {
            return;
        }
    }

    private void unlink(DeathCallbackSegment over) {
        DeathCallbackSegment before = over.newer;
        DeathCallbackSegment after = over.older;
        if (over == looking) {
            looking = before;
        }
        if (before != null) {
            before.older = after;
        } else if (over == newest) {
            newest = after;
        }
        if (after != null) {
            after.newer = before;
        }
        over.newer = null;
        over.older = null;
    }

    // ---- for the thread that tells ----

    /**
     * Has one that came from the queue told if it was not, and with it those of its object that are newer; others whose object is
     * dead, too. Only when nobody is left to be told; to be called again if it throws, and before anybody is told.
     */
    void noticeDeath(DeathCallback came) {
        begin(came);
        while (lookFurther()) {
            continue;
        }
    }

    private synchronized void begin(DeathCallback came) {
        DeathCallbackSegment from = came.segment;
        if (came.place != DeathCallback.WAITING || from == null || looking != null) {
            return;
        }
        if (from.firstSerial < lookedFrom) {
            for (int i = 0; i < looked && from.older != null; i++) {
                from = from.older;
            }
        }
        lookedFrom = from.firstSerial;
        looked = 0;
        looking = from;
    }

    /** Marks those that are found dead among some; whether there are more to look at. */
    private synchronized boolean lookFurther() {
        DeathCallbackSegment of = looking;
        if (of == null) {
            return false;
        }
        looks += of.slots.length;
        lookAt(of);
        DeathCallbackSegment next = of.newer;
        tidy(of);
        looked++;
        looking = next;
        return next != null;
    }

    private void lookAt(DeathCallbackSegment of) {
        for (DeathCallback each : of.slots) {
            if (each != null && each.place == DeathCallback.WAITING && each.refersTo(null)) {
                mark(each, of);
            }
        }
    }

    /** Has one be told; calls nothing. */
    private void mark(DeathCallback found, DeathCallbackSegment of) {
        found.place = DeathCallback.DEAD;
        size--;
        telling = true;
        if (of.dead++ == 0) {
            of.nextDead = firstDead;
            firstDead = of;
        }
    }

    /** Whether one came from the queue that was or is to be told, as it was found dead before. */
    static boolean isKnown(@Nullable Object came) {
        return came instanceof DeathCallback callback
                && (callback.place == DeathCallback.DEAD || callback.place == DeathCallback.TOLD);
    }

    /** Whether somebody is to be told. */
    boolean hasDead() {
        return telling && (among != null || enter());
    }

    /** Goes to the newest segment in which some are to be told; whether there is one. */
    private synchronized boolean enter() {
        DeathCallbackSegment first = firstDead;
        among = first;
        left = first == null ? 0 : first.slots.length;
        return first != null;
    }

    /** Tells those of one segment, newest first; how many. Whoever could not be told is told by the next call. Under no lock. */
    int tellSome() {
        DeathCallbackSegment of = hasDead() ? among : null;
        if (of == null) {
            return 0;
        }
        int told = 0;
        for (; left > 0; left--) {
            DeathCallback each = of.slots[left - 1];
            if (each != null && each.place == DeathCallback.DEAD) {
                each.announce();
                CallbackExecutor.cleanThread();
                of.slots[left - 1] = null;
                each.place = DeathCallback.TOLD;
                told++;
            }
        }
        leave(of);
        return told;
    }

    /** Goes on from a segment in which all have been told; may be repeated until it has ended. */
    private synchronized void leave(DeathCallbackSegment of) {
        of.forgetDead();
        tidy(of);
        firstDead = of.nextDead;
        of.nextDead = null;
        among = null;
    }

    /** Whether all have been told since this was asked last, and nobody waits. */
    boolean endTelling() {
        return telling && !hasDead() && endTellingNow();
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

    /** How many slots were looked at, ever. */
    synchronized long looks() {
        return looks;
    }

    /** How many slots there are. Linear in all that wait. */
    synchronized int capacity() {
        int slots = 0;
        for (DeathCallbackSegment each = newest; each != null; each = each.older) {
            slots += each.slots.length;
        }
        return slots;
    }

    /** How many wait for a living object. Linear in all that wait. */
    synchronized int sizeFor(Object referent) {
        int count = 0;
        for (DeathCallbackSegment of = newest; of != null; of = of.older) {
            for (DeathCallback each : of.slots) {
                count += each != null && each.refersTo(referent) ? 1 : 0;
            }
        }
        return count;
    }
}
