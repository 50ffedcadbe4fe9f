package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One who is told of the death of an object: a weak reference to the object, and its place among the others who are told,
 * which the {@link DeathCallbackTable} writes. One object in all, so that a finalizer costs nothing beside itself.
 */
abstract class DeathCallback extends WeakReference<Object> {
    /** In no place; also who is about to be added. */
    static final byte NOWHERE = 0;

    /** In the list, and not counted by its hash. */
    static final byte RECENT = 1;

    /** In the list. */
    static final byte LISTED = 2;

    /** In a chain. */
    static final byte CHAINED = 3;

    /** Taken out to be told. */
    static final byte DEAD = 4;

    static final byte TOLD = 5;

    /** The identity hash code of the object, if it was needed. */
    int hash;

    @Nullable DeathCallback newer;

    @Nullable DeathCallback older;

    /** Grows from one that is added to the next. */
    long serial;

    /** Where in the table this is. */
    byte place;

    DeathCallback(Object referent, ReferenceQueue<Object> queue) {
        super(referent, queue);
    }

    /** Whether this waits for the death. */
    final boolean isWaiting() {
        return place == RECENT || place == LISTED || place == CHAINED;
    }

    /** Tells of the death; never throws, and does nothing when it is called again. Under no lock. */
    abstract void announce();

    /** Has nobody told, since registering was broken off. Calls nothing. */
    abstract void abandon();
}
