package dev.gossamer;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A small container that the reclaiming thread looks after without a queue of its own, and where it stands among the others of
 * the {@link SharedQueue}. Holds the container weakly. Thread-safe.
 */
final class SharedQueueMember extends WeakReference<Object> implements ReclaimRegistration {
    /** The place of one that nobody looks after. */
    static final int NOWHERE = -1;

    /** Twice the index among the others, and one more for one that asked for a visit; written in the lock of the queue. */
    volatile int place = NOWHERE;

    SharedQueueMember(Store<?, ?> store) {
        super(store, ReclaimScheduler.shared().queues().arrivals());
    }

    /** The container, {@code null} once it was collected. */
    @Nullable Store<?, ?> store() {
        return (Store<?, ?>) get();
    }

    @Override
    public void written(Store<?, ?> store, boolean replaced) {
        watch(store);
        ReclaimScheduler.recover();
    }

    @Override
    public void watch(Store<?, ?> store) {
        if (place == NOWHERE) {
            SharedQueue.shared().add(this, store);
        }
    }

    @Override
    public boolean isWatched() {
        return place != NOWHERE;
    }

    @Override
    public void removed() {
        if ((place & 1) == 0) { // neither nowhere nor asked
            SharedQueue.shared().visitSoon(this);
        }
    }

    @Override
    public int reclaim(Store<?, ?> store) {
        int count = SharedQueue.shared().reclaim(store);
        if (isWatched()) {
            ReclaimScheduler.recover();
            removed();
        }
        return count;
    }
}
