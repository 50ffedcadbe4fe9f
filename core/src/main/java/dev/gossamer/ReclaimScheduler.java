package dev.gossamer;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs the one thread that looks into the reference queues of all that is registered here, for as long as anything is.
 * Thread-safe. Registering and letting go take constant time; the thread visits only those whose queue gave something,
 * that asked for a visit, or in which something expires.
 */
final class ReclaimScheduler {
    // Who sees to it that nothing ends reclaiming?
    //
    // The loop of the thread (PollingLoop, MethodHandlePollingLoop) ends when the turn says so or was collected, never
    // by an exception. A turn has one try for each registration it visits, reports what is thrown, and asks for another
    // visit. What was polled from a queue stands in its registration from the first instruction on, until it is done,
    // and no more is polled while it does.
    //
    // That there is a thread is settled in one lock: who registers finds `running` set or sets it and starts one, and
    // the thread clears it in the same lock when nothing is registered. Where no thread can be had, `stalled` is set:
    // every later write of any container then tries again, and so does the JDK's timer a second later.
    //
    // An insertion comes before the look at the flag `watched`, and the flag is cleared before the last look at the
    // size, so either the writer sees the flag cleared and registers again, or the thread sees the entry.

    private static final long PAUSE_MILLIS = 250;
    private static final long PAUSE_NANOS = PAUSE_MILLIS * 1_000_000;
    private static final long LOOKS_BEFORE_RETRY = 4;
    private static final String SOURCE = "the reclaiming thread";

    private static volatile @Nullable ReclaimScheduler shared;

    /** Starts threads; tests have one that fails. */
    interface ThreadStarter {
        void start(Consumer<Thread> started, Consumer<Throwable> failed);
    }

    private final PolledReferenceQueues queues;
    private final Predicate<Object> turn = new Turn(this); // held here: the thread holds it weakly
    private final ThreadStarter starter;
    private final Executor later;
    private final CallbackExecutor callbacks;
    private final SharedQueue smallContainers;
    private final @Nullable ContainerSampler sampler;
    private final Object checks = new Object();

    /** In which containers something expires, and whether they have asked for a visit since the last one. */
    private final Map<ContainerRegistration, Boolean> timed = new ConcurrentHashMap<>();

    private @Nullable QueueRegistration firstToCheck; // guarded by checks
    private boolean running; // guarded by queues
    private @Nullable Thread thread; // guarded by queues
    private boolean retrying; // guarded by queues
    private boolean reported; // guarded by queues
    private volatile boolean stalled;
    private volatile long visits;
    private volatile long nextTimed = System.nanoTime(); // written in a lock on timed
    private long lastBeat = System.nanoTime(); // for the reclaiming thread

    private ReclaimScheduler() {
        this.queues = new PolledReferenceQueues(ClaimResolution.BROKEN_OFF);
        this.callbacks = new CallbackExecutor(this);
        this.starter = new PollingThread("gossamer-reclaimer", queues.polled(), PAUSE_MILLIS, turn);
        this.later = new DelayedExecutor();
        this.sampler = new ContainerSampler(queues);
        this.smallContainers = new SharedQueue(this);
        queues.keep(smallContainers);
    }

    /**
     * A scheduler of its own, for tests.
     *
     * @param starter starts its threads
     * @param later runs a task some time later, without a thread of this scheduler
     */
    ReclaimScheduler(ThreadStarter starter, Executor later) {
        this.queues = new PolledReferenceQueues(new int[1]);
        this.callbacks = new CallbackExecutor(this);
        this.starter = starter;
        this.later = later;
        this.sampler = null;
        this.smallContainers = new SharedQueue(this);
        queues.keep(smallContainers);
    }

    /** The scheduler of all containers; made when first asked for, and again if that failed. */
    static ReclaimScheduler shared() {
        ReclaimScheduler known = shared;
        if (known == null) {
            synchronized (ReclaimScheduler.class) {
                known = shared;
                if (known == null) {
                    known = new ReclaimScheduler();
                    shared = known;
                }
            }
        }
        return known;
    }

    /** Tries again to have a thread if one is needed and could not be had. */
    static void recover() {
        ReclaimScheduler known = shared;
        if (known != null && known.stalled) {
            known.ensureThread();
        }
    }

    PolledReferenceQueues queues() {
        return queues;
    }

    /** What the thread runs when something came. */
    Predicate<Object> turn() {
        return turn;
    }

    CallbackExecutor callbacks() {
        return callbacks;
    }

    /** What looks after the containers that have no queue of their own. */
    SharedQueue smallContainers() {
        return smallContainers;
    }

    /** How many visits were made because somebody asked for them. */
    long visits() {
        return visits;
    }

    /** Looks after a queue from now on, until its owner is {@linkplain QueueRegistration#isIdle() idle} or collected. */
    void watch(QueueRegistration registration) {
        queues.add(registration);
        ensureThread();
    }

    /** Has the thread visit a registration soon: its owner may be idle, or something was left undone. */
    void check(QueueRegistration registration) {
        if (registration.checkAsked) {
            return;
        }
        synchronized (checks) {
            if (!registration.checkAsked) {
                registration.nextToCheck = firstToCheck;
                firstToCheck = registration;
                registration.checkAsked = true;
            }
        }
        queues.call();
    }

    /** Has the thread visit a container in which something expires. */
    void expireLater(ContainerRegistration registration, Duration wait) {
        long pauses = TimeUnit.MILLISECONDS.convert(wait) / PAUSE_MILLIS; // saturates
        timed.put(registration, true); // first: a visit forgets when the next one is due, and then looks who is there
        visitTimedIn(Math.max(0, Math.min(pauses, Integer.MAX_VALUE)));
    }

    private void visitTimedIn(long looks) {
        long due = System.nanoTime() + looks * PAUSE_NANOS;
        synchronized (timed) {
            if (due - nextTimed < 0) {
                nextTimed = due;
            }
        }
        queues.callIn(looks);
    }

    /** Lets go of an idle owner; whether that is so, or it has something again. For the reclaiming thread. */
    boolean release(QueueRegistration registration) {
        queues.remove(registration);
        Object late = registration.queue.poll();
        if (late == null && registration.isIdle()) {
            return true;
        }
        queues.add(registration);
        if (late != null) {
            registration.take(late, this);
        }
        return false;
    }

    // ---- having a thread ----

    /** Has a thread started unless there is one. */
    void ensureThread() {
        synchronized (queues) {
            if (running && (thread == null || thread.getState() != Thread.State.TERMINATED)) {
                return;
            }
            running = true;
            thread = null;
        }
        try {
            starter.start(new Started(this), new Failed(this));
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    private void started(Thread fresh) {
        synchronized (queues) {
            thread = fresh;
            stalled = false;
            reported = false;
        }
    }

    /** No thread can be had now: says so once, and tries again later. */
    private void failed(Throwable failure) {
        boolean first;
        synchronized (queues) {
            running = false;
            thread = null;
            stalled = true;
            first = !reported;
            reported = true;
        }
        retryLater();
        if (first) {
            ErrorReporter.report("starting a thread, which is tried again,", failure);
        }
    }

    /** Says that another thread of the library could not be had; the reclaiming thread tries again. */
    void retryLater() {
        synchronized (queues) {
            if (retrying) {
                return;
            }
            retrying = true;
        }
        try {
            EarlyInitializer.requireMemory();
            later.execute(this::retry);
        } catch (Throwable none) {
            synchronized (queues) {
                retrying = false; // a later write tries again
            }
        }
    }

    private void retry() {
        synchronized (queues) {
            retrying = false;
        }
        if (stalled) {
            ensureThread();
        }
    }

    /** Has the thread log what could not be logged now. */
    void logLater() {
        queues.call();
        ensureThread();
    }

    private boolean endIfUnused() {
        boolean work = callbacks.isBehind() || ErrorReporter.hasPostponed();
        synchronized (queues) {
            if (work || queues.size() != 0 || !smallContainers.isIdle() || isWatching()) {
                return false;
            }
            running = false;
            thread = null;
            return true;
        }
    }

    /** Whether there are containers that somebody may want to see, though nothing is in them. */
    private boolean isWatching() {
        return sampler != null && WeakContainers.listed() != 0;
    }

    // ---- on the thread ----

    /** Does what is to be done, and says whether the thread is needed any longer. */
    private boolean turn(Object found) {
        try {
            attend(found);
            if (!ErrorReporter.logPostponed()) {
                queues.call();
            }
        } catch (Throwable failure) {
            ErrorReporter.report(SOURCE, failure);
        }
        return !endIfUnused();
    }

    private void attend(Object found) {
        boolean due = true;
        if (isCollected(found)) {
            forgetCollected(found);
            due = System.nanoTime() - lastBeat >= PAUSE_NANOS;
        } else if (found != Boolean.TRUE) {
            give(found);
        }
        if (due) {
            beat();
        }
    }

    /** Whether that which arrived is a reference to an owner, and not an entry of one. */
    private static boolean isCollected(Object found) {
        return found instanceof QueueRegistration
                || found instanceof SharedQueueMember
                || found instanceof ListedContainer;
    }

    private void forgetCollected(Object first) {
        Object each = first;
        do {
            if (each instanceof QueueRegistration collected) {
                queues.remove(collected);
                if (collected instanceof ContainerRegistration container) {
                    timed.remove(container);
                }
            } else if (each instanceof SharedQueueMember collected) {
                smallContainers.remove(collected);
            } else if (each instanceof ListedContainer collected) {
                WeakContainers.forget(collected);
            }
            each = queues.arrivals().poll();
        } while (each != null);
    }

    private void beat() {
        lastBeat = System.nanoTime();
        if (queues.takeBrokenOff()) {
            tidyAll();
        }
        visitThoseThatAsked();
        for (int left = queues.share(); left > 0; left--) {
            Object found = queues.pollNext();
            if (found != null) {
                give(found);
            }
        }
        visitTimed();
        callbacks.ensureThread();
        if (sampler != null) {
            sampler.beat(lastBeat);
        }
    }

    private void give(Object reference) {
        QueueRegistration registration = queues.current();
        if (registration != null) {
            try {
                registration.take(reference, this);
            } catch (Throwable failure) {
                registration.report(failure);
                check(registration);
            }
        }
    }

    private void visitThoseThatAsked() {
        QueueRegistration each;
        synchronized (checks) {
            each = firstToCheck;
            firstToCheck = null;
        }
        while (each != null) {
            QueueRegistration next = each.nextToCheck;
            each.nextToCheck = null;
            each.checkAsked = false; // before the look, so that whoever changes something after it asks again
            if (each.watched && !visit(each)) {
                check(each);
            }
            each = next;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // the reclaiming thread alone writes it
    private boolean visit(QueueRegistration registration) {
        visits++;
        try {
            return registration.check(this);
        } catch (Throwable failure) {
            registration.report(failure);
            return false;
        }
    }

    private void tidyAll() {
        boolean done = false;
        try {
            queues.registrations().forEach(this::tidy);
            done = true;
        } finally {
            if (!done) {
                queues.polled().brokenOff()[0] = 1; // there was no memory to go through them
            }
        }
    }

    private void tidy(QueueRegistration registration) {
        try {
            registration.tidy();
        } catch (Throwable failure) {
            registration.report(failure);
        }
    }

    private void visitTimed() {
        if (timed.isEmpty()) {
            return;
        }
        long early = nextTimed - lastBeat;
        if (early > PAUSE_NANOS / 2) {
            queues.callIn(early / PAUSE_NANOS); // the look that was left over from another request came instead
            return;
        }
        synchronized (timed) {
            nextTimed = lastBeat + Long.MAX_VALUE / 2;
        }
        boolean done = false;
        try {
            boolean all = true;
            // a container that asks again while it is visited has its next visit later
            for (Object each : timed.keySet().toArray()) {
                all &= expire((ContainerRegistration) each);
            }
            done = all;
        } finally {
            if (!done) {
                visitTimedIn(LOOKS_BEFORE_RETRY);
            }
        }
    }

    /** Visits a container in which something expires, and forgets it unless it asks again; it stays where that fails. */
    private boolean expire(ContainerRegistration registration) {
        try {
            timed.put(registration, false); // takes no memory, as it is there
            registration.expire();
            timed.remove(registration, false);
            return true;
        } catch (Throwable failure) {
            registration.report(failure);
            return false;
        }
    }

    // classes of their own, so that a first use links no lambda

    private record Turn(ReclaimScheduler scheduler) implements Predicate<Object> {
        @Override
        public boolean test(Object found) {
            return scheduler.turn(found);
        }
    }

    private record Started(ReclaimScheduler scheduler) implements Consumer<Thread> {
        @Override
        public void accept(Thread fresh) {
            scheduler.started(fresh);
        }
    }

    private record Failed(ReclaimScheduler scheduler) implements Consumer<Throwable> {
        @Override
        public void accept(Throwable failure) {
            scheduler.failed(failure);
        }
    }

    /** Runs tasks a second later on the timer thread that the JDK has for {@link CompletableFuture}. */
    private static final class DelayedExecutor implements Executor {
        @Override
        public void execute(Runnable task) {
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS, Runnable::run)
                    .execute(task);
        }
    }
}
