package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * One who is told of the death of an object: a weak reference to the object, and its place among the others who are told,
 * which the {@link DeathCallbackTable} writes. One object in all, so that a finalizer costs nothing beside itself.
 */
abstract class DeathCallback extends WeakReference<Object> {
    static final byte NOWHERE = 0;
    static final byte LISTED = 1;
    static final byte CHAINED = 2;

    /** The identity hash code of the object. */
    final int hash;

    @Nullable DeathCallback newer;

    @Nullable DeathCallback older;

    /** Grows from one that is added to the next. */
    long serial;

    /** Where in the table this is. */
    byte place;

    DeathCallback(Object referent, ReferenceQueue<Object> queue) {
        super(referent, queue);
        this.hash = System.identityHashCode(referent);
    }

    /** Tells of the death; never throws, and does nothing when it is called again. Under no lock. */
    abstract void announce();

    /** Has nobody told, since registering was broken off. Calls nothing. */
    abstract void abandon();
}
