package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * A reference queue of an owner, and how it stands with the {@link ReclaimScheduler}. Holds the owner weakly; what is
 * abstract here is called on the reclaiming thread alone.
 */
abstract class QueueRegistration extends WeakReference<Object> {
    /** For how many beats an owner has to be empty: an entry that died and was replaced may be on its way to the queue. */
    static final int IDLE_BEATS = 4;

    final ReferenceQueue<Object> queue = new ReferenceQueue<>();

    /** Whether the scheduler looks into the queue; written in its lock, read by those who may have to register. */
    volatile boolean watched;

    /** Whether this is on the scheduler's list of those to check; written in the lock of that list. */
    volatile boolean checkAsked;

    /** The next on that list. */
    @Nullable QueueRegistration nextToCheck;

    /** Where the queue stands among those that are polled, -1 when it is not there; guarded by these. */
    int slot = -1;

    private int idleBeats; // for the reclaiming thread
    private boolean muted; // for the reclaiming thread

    QueueRegistration(@Nullable Object owner, ReclaimScheduler scheduler) {
        super(owner, scheduler.queues().arrivals());
    }

    /** Does what is to be done about a reference from the queue; keeps it if that cannot be done now. */
    abstract void arrived(Object reference);

    /** Whether something that came from the queue is not done. */
    abstract boolean isBehind();

    /** Tries again to do what was not done. */
    abstract void catchUp();

    /** Whether nothing can come from the queue any more, and nothing is behind. */
    abstract boolean isIdle();

    /** Clears up after operations that were broken off. */
    void tidy() {}

    /** Reports what was thrown by the work for the owner. */
    abstract void report(Throwable failure);

    /** Takes what was polled from the queue. */
    final void take(Object reference, ReclaimScheduler scheduler) {
        try {
            arrived(reference);
        } finally {
            muteIfBehind(scheduler);
        }
    }

    /** The scheduler's visit when somebody asked for it; whether it need not come again. */
    boolean check(ReclaimScheduler scheduler) {
        if (isBehind()) {
            catchUp();
        }
        muteIfBehind(scheduler);
        if (muted || !isIdle()) {
            idleBeats = 0;
            return !muted;
        }
        return ++idleBeats >= IDLE_BEATS && scheduler.release(this);
    }

    /** Stops polling the queue while there is no room for what would come from it. */
    private void muteIfBehind(ReclaimScheduler scheduler) {
        boolean behind = isBehind();
        if (behind != muted) {
            muted = behind;
            scheduler.queues().mute(this, behind);
        }
        if (behind) {
            scheduler.check(this);
        }
    }

    /** Begins anew when it is registered; in the scheduler's lock. */
    final void registered() {
        idleBeats = 0;
        muted = false;
        watched = true;
    }
}
