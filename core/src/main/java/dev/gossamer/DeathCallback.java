package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One who is told of the death of an object: a weak reference to the object, and its place among the others who are told,
 * which the {@link DeathCallbackTable} writes. One object in all, so that a finalizer costs nothing beside itself.
 */
abstract class DeathCallback extends WeakReference<Object> {
    /** In no place, as one that is about to be added. */
    static final byte NOWHERE = 0;

    /** Waits for the death. */
    static final byte WAITING = 1;

    /** Found dead, and to be told. */
    static final byte DEAD = 2;

    static final byte TOLD = 3;

    /** Among whom this was added; stays, as it tells the order. */
    @Nullable DeathCallbackSegment segment;

    /** How many were added to the segment before. */
    char index;

    /** How this stands in the table. */
    byte place;

    DeathCallback(Object referent, ReferenceQueue<Object> queue) {
        super(referent, queue);
    }

    /** Grows from one that is added to the next; 0 for one that was not added. */
    final long serial() {
        DeathCallbackSegment among = segment;
        return among == null ? 0 : among.firstSerial + index;
    }

    /** Tells of the death; never throws, and does nothing when it is called again. Under no lock. */
    abstract void announce();

    /** Has nobody told, since registering was broken off. Calls nothing. */
    abstract void abandon();
}
