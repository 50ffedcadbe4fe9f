package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * The entry of an object whose death somebody waits for: a weak reference to it that holds who is told. Thread-safe.
 */
final class DeathEntry extends Entry {
    // What does the strong side hold?
    //
    // The one who is told, when there is one, so that a finalizer costs this entry and itself. A list of them, newest
    // first, when there are or were several. RETIRED when there are none any more: then nobody can be added, and who
    // finds the entry makes another one. All changes are made in a lock on this.

    DeathEntry(Object referent, DeathCallback callback, int hash, ReferenceQueue<Object> queue) {
        super(referent, callback, hash, queue);
    }

    /** Adds one who is told before all others; {@code false} when this entry is over. */
    synchronized boolean add(DeathCallback callback) {
        Object present = strong();
        if (present == Marker.RETIRED) {
            return false;
        }
        DeathCallbackList list =
                present instanceof DeathCallbackList several ? several : new DeathCallbackList((DeathCallback) present);
        list.add(callback);
        callback.entry = this;
        if (list != present) {
            exchangeStrong(list);
        }
        return true;
    }

    /** Removes one; whether there is none left now, so that this entry is over. */
    synchronized boolean remove(DeathCallback callback) {
        Object present = strong();
        if (callback.entry != this || present == Marker.RETIRED) {
            return false;
        }
        callback.entry = null;
        if (present instanceof DeathCallbackList list && !list.remove(callback)) {
            return false;
        }
        exchangeStrong(Marker.RETIRED);
        return true;
    }

    /** The one to be told next, {@code null} when there is none, and this entry is over. */
    synchronized @Nullable DeathCallback newest() {
        Object present = strong();
        DeathCallback newest = present instanceof DeathCallbackList list
                ? list.newest()
                : present instanceof DeathCallback one ? one : null;
        if (newest == null) {
            exchangeStrong(Marker.RETIRED);
        }
        return newest;
    }

    /** How many are told. */
    synchronized int size() {
        Object present = strong();
        return present instanceof DeathCallbackList list ? list.size() : present instanceof DeathCallback ? 1 : 0;
    }
}
