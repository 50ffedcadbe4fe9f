package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Who is to be told when an object dies, newest first. Thread-safe. */
final class Obituary {
    // How do all hear of a death in one order, and only when everything of the object is gone?
    //
    // An object somebody wants to be told of is a key of one identity map, its obituary the value. The entry of that
    // map is a weak reference like all others of the library, and a collector clears all weak references to an object
    // in one step. So when the entry has come out of its queue, no reference is alive and no container shows the
    // object. Only then is the obituary published, and it alone decides on the order: the list is kept newest first,
    // whatever order the JVM's queues have.
    //
    // An obituary holds its finalizers strongly, since they run though nobody kept them, and the references with a
    // callback weakly, since one that was dropped must not call. What is left in the list of such a reference is swept
    // out whenever the list has doubled. When the last element goes while the referent lives, the obituary is closed
    // for good and leaves the map; who finds it closed asks the map again.

    private static final int FIRST_SWEEP = 32;

    private static volatile @Nullable WeakKeyMap<Object, Obituary> table;

    private @Nullable Notice newest;
    private int size;
    private int sweepAt = FIRST_SWEEP;
    private boolean closed;

    /** All obituaries; not made by a static initializer, so that each call tells when there is no backend. */
    private static WeakKeyMap<Object, Obituary> table() {
        WeakKeyMap<Object, Obituary> known = table;
        if (known == null) {
            synchronized (Obituary.class) {
                known = table;
                if (known == null) {
                    known = WeakKeyMap.<Object, Obituary>builder()
                            .keys(Equivalence.identity())
                            .onCollected((obituary, ticket) -> obituary.publish())
                            .build();
                    table = known;
                }
            }
        }
        return known;
    }

    /** Has a notice announced when the referent dies. */
    static void register(Object referent, Notice notice) {
        WeakKeyMap<Object, Obituary> all = table();
        while (true) {
            Obituary obituary = all.get(referent);
            if (obituary == null) {
                Obituary fresh = new Obituary();
                Obituary first = all.putIfAbsent(referent, fresh);
                obituary = first == null ? fresh : first;
            }
            if (obituary.add(notice)) {
                return;
            }
            all.remove(referent, obituary);
        }
    }

    /** Takes a notice out of the list of its referent; does nothing when it is in none. */
    static void withdraw(Notice notice, Object referent) {
        Obituary obituary = notice.obituary;
        if (obituary != null && obituary.removeLeavingNone(notice)) {
            table().remove(referent, obituary);
        }
    }

    /** How many notices wait for the death of an object. */
    static int sizeFor(Object referent) {
        Obituary obituary = table().get(referent);
        return obituary == null ? 0 : obituary.size();
    }

    private synchronized int size() {
        return size;
    }

    private synchronized boolean add(Notice notice) {
        if (closed) {
            return false;
        }
        notice.obituary = this;
        notice.older = newest;
        if (newest != null) {
            newest.newer = notice;
        }
        newest = notice;
        size++;
        if (size >= sweepAt) {
            sweep();
        }
        return true;
    }

    private void sweep() {
        Notice each = newest;
        while (each != null) {
            Notice next = each.older;
            if (each.isMoot()) {
                unlink(each);
            }
            each = next;
        }
        sweepAt = Math.max(FIRST_SWEEP, 2 * size);
    }

    /** Removes a notice if it is still there; whether the list is empty now and closed for good. */
    private synchronized boolean removeLeavingNone(Notice notice) {
        if (notice.obituary != this) {
            return false;
        }
        unlink(notice);
        closed = size == 0;
        return closed;
    }

    private void unlink(Notice notice) {
        Notice before = notice.newer;
        Notice after = notice.older;
        if (before == null) {
            newest = after;
        } else {
            before.older = after;
        }
        if (after != null) {
            after.newer = before;
        }
        notice.newer = null;
        notice.older = null;
        notice.obituary = null;
        size--;
    }

    private synchronized @Nullable Notice takeNewest() {
        closed = true;
        Notice notice = newest;
        if (notice != null) {
            unlink(notice);
        }
        return notice;
    }

    private void publish() {
        for (Notice notice = takeNewest(); notice != null; notice = takeNewest()) {
            notice.announce();
        }
    }
}
