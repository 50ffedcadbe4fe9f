package dev.gossamer;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one queue of the entries of all small containers of which nobody is told anything, and those containers, for as long as they
 * have entries. Thread-safe; a container comes and goes in constant time, reclaiming is linear in what has died.
 */
final class SharedQueue extends QueueRegistration {
    // Why need nothing be remembered of what was polled?
    //
    // Nobody is told of these entries, and nobody counts them. So to take one out may be repeated, and where it failed
    // the store is unclean: whoever tidies that takes out what is dead in it.
    //
    // The containers stand in an array, first those that asked for a visit. One that is let go of has the last of its
    // part put in its place. What is written in the lock is fields alone, so no error comes between two of them. The
    // flag of a container is cleared before the look at its size, as with those that have a queue of their own.

    private static final int SMALLEST = 64;

    private final ReclaimScheduler scheduler;
    private @Nullable SharedQueueMember[] members = new SharedQueueMember[SMALLEST]; // guarded by this
    private int size; // guarded by this
    private int asked; // guarded by this
    private int emptyBeats = IDLE_BEATS; // guarded by this

    SharedQueue(ReclaimScheduler scheduler) {
        super(null, scheduler);
        this.scheduler = scheduler;
    }

    /** The queue of all small containers. */
    static SharedQueue shared() {
        return ReclaimScheduler.shared().smallContainers();
    }

    // ---- in the thread that writes or calls ----

    /** How many containers it looks after. */
    synchronized int size() {
        return size;
    }

    /** Looks after a container from now on, unless it has a queue of its own by now. */
    void add(SharedQueueMember member, Store<?, ?> store) {
        synchronized (this) {
            if (member.place != SharedQueueMember.NOWHERE || !store.isRegisteredAs(member)) {
                return;
            }
            if (size == members.length) {
                members = Arrays.copyOf(members, 2 * size);
            }
            members[size] = member; // from here on calls nothing
            member.place = 2 * size;
            size++;
            emptyBeats = 0;
        }
        scheduler.ensureThread();
    }

    /** No longer looks after a container. */
    @SuppressWarnings("NullAway") // below the size there is no null
    void remove(SharedQueueMember member) {
        synchronized (this) {
            int index = member.place >> 1;
            if (index < 0) {
                return;
            }
            if ((member.place & 1) != 0) {
                asked--;
                SharedQueueMember lastAsked = members[asked];
                members[index] = lastAsked;
                lastAsked.place = 2 * index + 1;
                members[asked] = member;
                index = asked;
            }
            size--;
            SharedQueueMember last = members[size];
            members[index] = last;
            last.place = 2 * index;
            members[size] = null;
            member.place = SharedQueueMember.NOWHERE;
        }
        scheduler.check(this);
    }

    /** Has the thread see soon whether a container is empty. */
    @SuppressWarnings("NullAway") // below the size there is no null
    void visitSoon(SharedQueueMember member) {
        synchronized (this) {
            int place = member.place;
            if ((place & 1) != 0) {
                return; // it has asked, or nobody looks after it
            }
            SharedQueueMember first = members[asked];
            members[place >> 1] = first;
            first.place = place;
            members[asked] = member;
            member.place = 2 * asked + 1;
            asked++;
        }
        scheduler.check(this);
    }

    /** Takes out all that is enqueued, of whatever container; how much of it was one container's. */
    int reclaim(@Nullable Store<?, ?> counted) {
        int count = 0;
        for (Object dead = queue.poll(); dead != null; dead = queue.poll()) {
            SharedQueueEntry entry = (SharedQueueEntry) dead;
            takeOut(entry);
            count += entry.store == counted ? 1 : 0;
        }
        return count;
    }

    private static void takeOut(SharedQueueEntry entry) {
        Store<?, ?> store = entry.store;
        boolean done = false;
        try {
            long noticed = System.nanoTime();
            store.takeOut(entry);
            store.retire(entry);
            done = true;
            FlightRecorderEvents.reclaimed(store, 1, noticed);
            if (store.table.estimatedSize() == 0) {
                store.removed();
            }
        } catch (Throwable failure) {
            ErrorReporter.report("reclaiming in", store, failure);
        } finally {
            if (!done) {
                store.unclean = true;
                ClaimResolution.BROKEN_OFF[0] = 1;
            }
        }
    }

    // ---- on the reclaiming thread ----

    @Override
    void arrived(Object reference) {
        takeOut((SharedQueueEntry) reference);
        reclaim(null);
    }

    @Override
    boolean isBehind() {
        return false;
    }

    @Override
    void catchUp() {}

    /** Whether there is nothing to look after, and has not been for some beats. */
    @Override
    synchronized boolean isIdle() {
        return size == 0 && emptyBeats >= IDLE_BEATS;
    }

    @Override
    boolean check(ReclaimScheduler visiting) {
        boolean done = true;
        for (int index = askedNow() - 1; index >= 0; index--) { // those that ask meanwhile come behind
            SharedQueueMember each = takeAsked(index);
            done &= each == null || letGoIfEmpty(each);
        }
        synchronized (this) {
            return done && (size != 0 || ++emptyBeats >= IDLE_BEATS);
        }
    }

    private synchronized int askedNow() {
        return asked;
    }

    @SuppressWarnings("NullAway") // below the size there is no null
    private synchronized @Nullable SharedQueueMember takeAsked(int index) {
        if (index >= asked) {
            return null; // it was collected
        }
        asked--;
        SharedQueueMember taken = members[index];
        SharedQueueMember last = members[asked];
        members[index] = last;
        last.place = 2 * index + 1;
        members[asked] = taken;
        taken.place = 2 * asked;
        return taken;
    }

    /** Lets go of a container that is empty; whether it need not be visited again. */
    private boolean letGoIfEmpty(SharedQueueMember member) {
        Store<?, ?> store = member.store();
        if (store == null) {
            return true; // it arrives
        }
        try {
            if (ContainerRegistration.isEmpty(store)) {
                remove(member);
                if (!ContainerRegistration.isEmpty(store)) {
                    add(member, store);
                }
            }
            return true;
        } catch (Throwable failure) {
            ErrorReporter.report("reclaiming in", store, failure);
            add(member, store);
            visitSoon(member);
            return false;
        }
    }

    @Override
    void tidy() {
        for (SharedQueueMember each : members()) {
            Store<?, ?> store = each.store();
            if (store != null && store.unclean) {
                tidy(store);
            }
        }
    }

    private static void tidy(Store<?, ?> store) {
        try {
            ClaimResolution.tidy(store);
        } catch (Throwable failure) {
            ErrorReporter.report("reclaiming in", store, failure);
        }
    }

    @SuppressWarnings("NullAway") // below the size there is no null
    private synchronized SharedQueueMember[] members() {
        return Arrays.copyOf(members, size);
    }

    @Override
    void report(Throwable failure) {
        ErrorReporter.report("reclaiming in small containers", failure);
    }
}
