package dev.gossamer;

import org.jspecify.annotations.Nullable;

/** Several who are told of one death, newest first. Guarded by the {@link DeathEntry} that holds it. */
final class DeathCallbackList {
    private static final int FIRST_SWEEP = 32;

    private @Nullable DeathCallback newest;
    private int size = 1;
    private int sweepAt = FIRST_SWEEP;

    DeathCallbackList(DeathCallback first) {
        newest = first;
    }

    @Nullable DeathCallback newest() {
        return newest;
    }

    int size() {
        return size;
    }

    void add(DeathCallback callback) {
        callback.older = newest;
        if (newest != null) {
            newest.newer = callback;
        }
        newest = callback;
        size++;
        if (size >= sweepAt) {
            sweep(callback);
        }
    }

    /** Takes out those who dropped what would have been told, so that they cost no more than what is alive. */
    private void sweep(DeathCallback added) {
        DeathCallback each = added.older;
        while (each != null) {
            DeathCallback next = each.older;
            if (each.isMoot()) {
                each.entry = null;
                remove(each);
            }
            each = next;
        }
        sweepAt = Math.max(FIRST_SWEEP, 2 * size);
    }

    /** Takes one out that is in; whether none is left. */
    boolean remove(DeathCallback callback) {
        DeathCallback before = callback.newer;
        DeathCallback after = callback.older;
        if (before == null) {
            newest = after;
        } else {
            before.older = after;
        }
        if (after != null) {
            after.newer = before;
        }
        callback.newer = null;
        callback.older = null;
        size--;
        return size == 0;
    }
}
