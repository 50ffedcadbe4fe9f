package dev.gossamer;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one container, and what comes from it: takes dead entries out of the table and tells the listener, in the
 * ways that {@link Reclaim} names. Held by its container, which it holds weakly. Thread-safe; linear in what has died.
 */
final class ContainerRegistration extends QueueRegistration implements ReclaimRegistration, Runnable {
    // How is an entry told exactly once, whatever is thrown in between?
    //
    // An entry that was polled stands in a ReclaimStep (or in `inHand`, between the reclaiming thread and whoever does
    // the work) until it is done. A step remembers what was done of it: retiring the entry gives its strong side to
    // just one, and that is written down by an assignment that cannot fail. Whatever is thrown, the step stays on the
    // list without an owner, for the next who reclaims in this container; letting go of it calls no method, as that
    // could throw again. A step is emptied just before the listener is called, so what a listener throws is its own
    // affair.
    //
    // Whoever reclaims from within a listener that is told by a step of the same thread leaves the work to that step.

    private static final int INLINE_LIMIT = 16;
    private static final int SMALL_BATCH = 8;
    private static final int LARGE_BATCH = 256;
    private static final int FIRST_WAIT = 4;
    private static final int LONGEST_WAIT = 256;

    private volatile @Nullable Entry inHand; // written in a lock on this
    private volatile @Nullable ReclaimStep steps; // written in a lock on this
    private int beatsToWait; // for the reclaiming thread: until an executor that was asked is asked again
    private int nextWait;
    private volatile boolean maintained; // the reclaiming thread was asked to look after the table

    ContainerRegistration(Store<?, ?> store) {
        super(store, scheduler());
    }

    private static ReclaimScheduler scheduler() {
        return ReclaimScheduler.shared(); // no field: there are many of these
    }

    private @Nullable Store<?, ?> store() {
        return (Store<?, ?>) get();
    }

    // ---- in the thread that writes or calls ----

    @Override
    public void written(Store<?, ?> store, boolean replaced) {
        Reclaim how = store.settings.reclaim();
        if (how == Reclaim.INLINE) {
            inline(store);
        } else if (how.isWatched()) {
            watch(store);
            if (!replaced) {
                maintainLater(store);
            }
            ReclaimScheduler.recover();
        }
    }

    /** Has the reclaiming thread look after a table that says it wants that, also if nobody writes any more. */
    private void maintainLater(Store<?, ?> store) {
        if (!maintained && store.table.maintainEvery().isPresent()) {
            maintained = true;
            boolean asked = false;
            try {
                expireLater(store);
                asked = true;
            } finally {
                if (!asked) {
                    maintained = false; // so the next write asks
                }
            }
        }
    }

    @Override
    public void watch(Store<?, ?> store) {
        if (!watched && store.settings.reclaim().isWatched()) {
            scheduler().watch(this);
            maintainLater(store);
        }
    }

    @Override
    public boolean isWatched() {
        return watched;
    }

    @Override
    public void removed() {
        if (watched && !checkAsked) {
            scheduler().check(this);
        }
    }

    /** Has the reclaiming thread look after what goes by time: the hot tier, and a table whose entries expire. */
    void expireLater(Store<?, ?> store) {
        if (store.settings.reclaim().isWatched()) {
            HotTier<?> hot = store.settings.hot();
            if (hot != null) {
                boolean realTime = store.settings.bounds().ticker() == Bounds.NONE.ticker();
                scheduler().expireLater(this, realTime ? hot.tolerance() : Duration.ZERO);
            }
            Optional<Duration> pause = store.table.maintainEvery();
            if (pause.isPresent()) {
                scheduler().expireLater(this, pause.get());
            }
        }
    }

    /** Reclaims a little. */
    void inline(Store<?, ?> store) {
        try {
            store.tier.expire(INLINE_LIMIT);
        } catch (Throwable failure) {
            ErrorReporter.report("the expiry of", store, failure);
        }
        try {
            drain(store, INLINE_LIMIT, null);
        } catch (Throwable failure) {
            report(failure);
        }
    }

    @Override
    public int reclaim(Store<?, ?> store) {
        int count = drain(store, Integer.MAX_VALUE, null);
        if (store.sharesQueue) { // its first entries come from there
            count += SharedQueue.shared().reclaim(store);
        }
        if (watched) {
            ReclaimScheduler.recover();
            removed();
        }
        return count;
    }

    // ---- on the reclaiming thread ----

    @Override
    void arrived(Object reference) {
        synchronized (this) {
            inHand = (Entry) reference;
        }
        nextWait = FIRST_WAIT;
        handle();
    }

    @Override
    boolean isBehind() {
        return inHand != null || hasLeftSteps();
    }

    @Override
    void catchUp() {
        if (--beatsToWait <= 0) {
            handle();
        }
    }

    private void handle() {
        Store<?, ?> store = store();
        if (store == null) {
            return;
        }
        Executor executor = store.settings.reclaim().executor();
        if (executor == null || !handOver(store, executor)) {
            reclaimHere(store);
        }
        if (store.table.estimatedSize() == 0) {
            scheduler().check(this);
        }
    }

    private boolean handOver(Store<?, ?> store, Executor executor) {
        beatsToWait = nextWait;
        nextWait = Math.min(2 * nextWait, LONGEST_WAIT);
        try {
            executor.execute(this);
            return true;
        } catch (Throwable failure) {
            beatsToWait = 0;
            ErrorReporter.report("the executor of Reclaim.on of", store, failure);
            return false;
        }
    }

    /** What an executor runs. */
    @Override
    public void run() {
        Store<?, ?> store = store();
        if (store == null) {
            return;
        }
        try {
            drain(store, Integer.MAX_VALUE, null);
        } catch (Throwable failure) {
            report(failure);
        }
        scheduler().check(this);
    }

    private void reclaimHere(Store<?, ?> store) {
        CollectedListener<Object> listener = store.settings.listener();
        if (listener == null) {
            drain(store, Integer.MAX_VALUE, null);
            return;
        }
        int capacity = SMALL_BATCH;
        int count;
        do {
            CollectedBatch batch = new CollectedBatch(listener, store, capacity);
            try {
                count = drain(store, capacity, batch);
            } finally {
                if (!batch.isEmpty()) {
                    scheduler().callbacks().execute(batch);
                    batch.queue();
                }
            }
            capacity = count == capacity ? LARGE_BATCH : 0;
        } while (capacity != 0);
    }

    @Override
    void tidy() {
        Store<?, ?> store = store();
        if (store != null && store.unclean) {
            ClaimResolution.tidy(store);
        }
    }

    /** Has the container let go of what has expired. */
    void expire() {
        Store<?, ?> store = store();
        if (store == null) {
            return;
        }
        try {
            maintained = false;
            if (expire(store)) {
                expireLater(store);
            }
        } catch (Throwable failure) {
            ErrorReporter.report("the expiry of", store, failure);
            expireLater(store);
        }
    }

    /** Lets go of what has expired, in the hot tier and in the table; whether that is to be done again. */
    private boolean expire(Store<?, ?> store) {
        boolean again = store.tier.expire(Integer.MAX_VALUE);
        if (store.table.maintainEvery().isPresent()) {
            store.table.maintain();
            again |= watched;
        }
        return again;
    }

    @Override
    boolean isIdle() {
        Store<?, ?> store = store();
        return store == null || (!isBehind() && isEmpty(store));
    }

    /** Whether nothing is stored: the count alone could be wrong after an error in a table that is not ours. */
    static boolean isEmpty(Store<?, ?> store) {
        return store.table.estimatedSize() == 0 && !store.table.iterator().hasNext();
    }

    // ---- taking out ----

    /**
     * Takes out and tells entries that were left, are in hand, or are enqueued.
     *
     * @param batch where to note what is to be told later, {@code null} to tell it now
     * @return how many entries there were
     */
    private int drain(Store<?, ?> store, int atMost, @Nullable CollectedBatch batch) {
        Thread me = Thread.currentThread();
        if (isAtWork(me)) {
            return 0;
        }
        ReclaimStep step = new ReclaimStep();
        long noticed = System.nanoTime();
        int count = 0;
        try {
            while (count < atMost && fill(step, me)) {
                finish(store, step, batch);
                count++;
            }
        } finally { // calls nothing
            synchronized (this) {
                step.owner = null;
                if (step.entry == null) {
                    ReclaimStep before = null;
                    for (ReclaimStep each = steps; each != null; before = each, each = each.next) {
                        if (each == step) {
                            if (before == null) {
                                steps = each.next;
                            } else {
                                before.next = each.next;
                            }
                        }
                    }
                }
            }
        }
        if (count > 0) {
            maintainLater(store); // nobody may write any more
            FlightRecorderEvents.reclaimed(store, count, noticed);
        }
        return count;
    }

    private boolean isAtWork(Thread thread) {
        if (steps != null) {
            synchronized (this) {
                for (ReclaimStep each = steps; each != null; each = each.next) {
                    if (each.owner == thread) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean hasLeftSteps() {
        if (steps != null) {
            synchronized (this) {
                for (ReclaimStep each = steps; each != null; each = each.next) {
                    if (each.owner == null) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Gives a step the next entry, and puts it on the list; whether there was one. */
    private boolean fill(ReclaimStep step, Thread me) {
        step.survivor = null;
        step.retired = false;
        step.counted = false;
        if (steps != null || inHand != null) {
            synchronized (this) {
                takeLeft(step);
                if (step.entry == null) {
                    step.entry = inHand;
                    inHand = null;
                }
            }
        }
        if (step.entry == null) {
            step.entry = (Entry) queue.poll(); // looks before it locks
            if (step.entry == null) {
                return false;
            }
        }
        if (step.owner == null) {
            synchronized (this) {
                step.owner = me;
                step.next = steps;
                steps = step;
            }
        }
        return true;
    }

    private void takeLeft(ReclaimStep step) {
        ReclaimStep before = null;
        for (ReclaimStep each = steps; each != null; each = each.next) {
            if (each.owner == null) {
                step.takeOver(each);
                if (before == null) {
                    steps = each.next;
                } else {
                    before.next = each.next;
                }
                return;
            }
            before = each;
        }
    }

    private static void finish(Store<?, ?> store, ReclaimStep step, @Nullable CollectedBatch batch) {
        Entry entry = step.entry;
        if (entry == null) {
            return;
        }
        store.takeOut(entry); // first: a retired entry matches no key, and whoever has found it could still replace it
        if (!step.retired) {
            step.survivor = store.retire(entry);
            step.retired = true;
        }
        Object survivor = step.survivor;
        if (survivor != null && !(survivor instanceof Marker)) {
            count(store, step);
            CollectedListener<Object> listener = store.settings.listener();
            if (listener != null && batch != null) {
                batch.add(survivor, entry.ticket());
            } else if (listener != null) {
                step.entry = null;
                CollectedBatch.tell(listener, store.settings, store.number(), survivor, entry.ticket());
            }
        }
        step.entry = null;
    }

    private static void count(Store<?, ?> store, ReclaimStep step) {
        if (!step.counted) {
            store.counter.collected();
            step.counted = true;
        }
    }

    @Override
    void report(Throwable failure) {
        Store<?, ?> store = store();
        if (store == null) {
            ErrorReporter.report("reclaiming in a dropped container", failure);
        } else {
            ErrorReporter.report("reclaiming in", store, failure);
        }
    }
}
