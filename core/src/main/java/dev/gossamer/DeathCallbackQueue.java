package dev.gossamer;

import java.lang.ref.Reference;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All that wait for the death of an object: callbacks of references, and finalizers. Thread-safe. */
final class DeathCallbackQueue extends QueueRegistration {
    // How do all hear of a death in one order, and only when everything of the object is gone?
    //
    // A collector clears all weak references to an object in one step, so when the first of them has come out of the
    // queue, no reference is alive and no container shows the object. The table alone decides on the order, whatever
    // order the JVM's queue has: the first that comes has all of its object told, newest first, and the others find
    // nothing to do. The thread that runs the callbacks takes them out of the queue itself, one for each that it tells.
    //
    // The table holds finalizers strongly, since they run though nobody kept them. For a reference with a callback it
    // holds a placeholder, which leaves when the reference has been collected.

    private final ReclaimScheduler scheduler;
    private final DeathCallbackTable table = new DeathCallbackTable();
    private volatile @Nullable Reference<?> inHand; // written in a lock on this

    /** What came from the queue last; for the thread that runs callbacks. */
    private @Nullable Reference<?> present;

    /** Whether it is being looked who is to be told of that; then nobody is told before. */
    private boolean noticing;

    DeathCallbackQueue(ReclaimScheduler scheduler) {
        super(null, scheduler);
        this.scheduler = scheduler;
    }

    static DeathCallbackQueue shared() {
        return ReclaimScheduler.shared().callbacks().deaths();
    }

    /** Has one told when its object dies, which the caller holds. Where this throws, nobody is told. */
    void register(DeathCallback callback) {
        boolean registered = false;
        try {
            table.add(callback);
            if (!watched) {
                scheduler.watch(this);
            }
            ReclaimScheduler.recover();
            registered = true;
        } finally {
            if (!registered) {
                callback.abandon();
            }
        }
    }

    /** No longer has one told. */
    void withdraw(DeathCallback callback) {
        if (table.remove(callback)) {
            scheduler.check(this);
        }
        callback.clear();
    }

    /** How many are told of the death of an object. */
    int sizeFor(Object referent) {
        return table.sizeFor(referent);
    }

    // ---- on the reclaiming thread ----

    @Override
    void arrived(Object reference) {
        synchronized (this) {
            inHand = (Reference<?>) reference;
        }
        catchUp();
    }

    @Override
    boolean isBehind() {
        return inHand != null;
    }

    @Override
    void catchUp() {
        scheduler.callbacks().ensureThread();
    }

    @Override
    boolean isIdle() {
        return inHand == null && table.isEmpty();
    }

    @Override
    void report(Throwable failure) {
        ErrorReporter.report("the thread for callbacks", failure);
    }

    // ---- on the thread that runs callbacks ----

    /** Tells of some deaths if there are any within a time; whether something came. */
    boolean runSome(long waitMillis) {
        if (noticing || !table.hasDead()) {
            present = present == null ? next(waitMillis) : present;
            if (present == null) {
                return false;
            }
            if (noticing || !DeathCallbackTable.isKnown(present)) {
                noticing = true;
                notice(present);
                noticing = false;
            }
            present = null;
        }
        forgetKnown(table.tellSome());
        if (table.endTelling()) {
            scheduler.check(this);
        }
        return true;
    }

    private void notice(Reference<?> came) {
        if (came instanceof DeathCallback dead) {
            table.noticeDeath(dead);
        } else if (came instanceof CallbackRef.Dropped dropped) {
            withdraw(Objects.requireNonNull(dropped.waiting, "waiting"));
        }
    }

    /** Takes some from the queue that were found dead before, until another comes; the memory goes that they took. */
    private void forgetKnown(int most) {
        for (int i = 0; i < most && present == null; i++) {
            present = next(0); // kept there before anything is called
            if (present == null) {
                return;
            }
            present = DeathCallbackTable.isKnown(present) ? null : present;
        }
    }

    private @Nullable Reference<?> next(long waitMillis) {
        if (inHand != null) {
            synchronized (this) {
                Reference<?> taken = inHand;
                inHand = null;
                return taken;
            }
        }
        try {
            return waitMillis == 0 ? queue.poll() : queue.remove(waitMillis);
        } catch (InterruptedException nobodys) {
            return null;
        }
    }
}
