package dev.gossamer;

import org.jspecify.annotations.Nullable;

/**
 * Tells listeners, and runs callbacks and finalizers, one after another, on a daemon thread that is there while there is
 * something to run and about a second after. Thread-safe. An action finds no context class loader and no interrupt left
 * by the one before.
 */
final class CallbackExecutor implements Runnable {
    // Why does it take from the queue of deaths itself?
    //
    // So that the first action runs when the first reference has arrived, however many there are, and nothing is
    // allocated for one: memory is given back while it is needed most. While this thread is there it waits in that
    // queue, and the reclaiming thread only starts it. Batches of listeners are seen between two waits.

    private static final long LINGER_NANOS = 1_000_000_000;
    private static final long WAIT_MILLIS = 50;

    private final ReclaimScheduler scheduler;
    private volatile @Nullable DeathCallbackQueue deaths; // made when first asked for: not by every first write

    private @Nullable CollectedBatch first; // guarded by this
    private @Nullable CollectedBatch last; // guarded by this
    private @Nullable Thread thread; // guarded by this
    private boolean reported; // guarded by this

    /** What the thread is about to tell; for the thread. */
    private @Nullable CollectedBatch present;

    CallbackExecutor(ReclaimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** The callbacks and finalizers that wait for the death of an object. */
    DeathCallbackQueue deaths() {
        DeathCallbackQueue known = deaths;
        return known != null ? known : makeDeaths();
    }

    private synchronized DeathCallbackQueue makeDeaths() {
        DeathCallbackQueue known = deaths;
        if (known == null) {
            known = new DeathCallbackQueue(scheduler);
            deaths = known;
        }
        return known;
    }

    /** Has a listener told, later. */
    void execute(CollectedBatch batch) {
        synchronized (this) {
            if (last == null) {
                first = batch;
            } else {
                last.following = batch;
            }
            last = batch;
        }
        ensureThread();
    }

    /** Whether there is something to run and no thread for it. */
    synchronized boolean isBehind() {
        return !isRunning() && hasWork();
    }

    private synchronized boolean hasWork() {
        DeathCallbackQueue known = deaths;
        return first != null || (known != null && known.isBehind());
    }

    private synchronized boolean isRunning() {
        return thread != null && thread.getState() != Thread.State.TERMINATED;
    }

    /** Starts a thread if one is needed; if it cannot be had the reclaiming thread comes again. */
    void ensureThread() {
        Throwable failure = null;
        synchronized (this) {
            if (isBehind()) {
                failure = start();
            }
        }
        if (failure != null) {
            scheduler.queues().call();
            if (!reported) {
                reported = true;
                ErrorReporter.report("starting the thread for callbacks, which is tried again,", failure);
            }
        }
    }

    private synchronized @Nullable Throwable start() {
        try {
            thread = PollingThread.daemon(this, "gossamer-callbacks");
            thread.start();
            reported = false;
            return null;
        } catch (Throwable none) {
            thread = null;
            return none;
        }
    }

    @Override
    public void run() {
        long idleSince = System.nanoTime();
        while (true) {
            try {
                if (runSome()) {
                    idleSince = System.nanoTime();
                } else if (System.nanoTime() - idleSince >= LINGER_NANOS && end()) {
                    return;
                }
            } catch (Throwable failure) {
                ErrorReporter.report("the thread for callbacks", failure);
            }
        }
    }

    private boolean runSome() {
        boolean told = tellNext();
        return deaths().runSome(told ? 0 : WAIT_MILLIS) || told;
    }

    private boolean tellNext() {
        if (present == null) {
            present = nextBatch();
        }
        if (present == null) {
            return false;
        }
        present.tell();
        present = null;
        return true;
    }

    private synchronized @Nullable CollectedBatch nextBatch() {
        CollectedBatch next = first;
        if (next != null) {
            first = next.following;
            last = first == null ? null : last;
        }
        return next;
    }

    private boolean end() {
        synchronized (this) {
            if (hasWork()) {
                return false;
            }
            thread = null;
        }
        scheduler.check(deaths());
        return true;
    }

    /** Takes away what an action left on its thread. */
    static void cleanThread() {
        Thread.currentThread().setContextClassLoader(null);
        boolean cleared = Thread.interrupted();
    }
}
