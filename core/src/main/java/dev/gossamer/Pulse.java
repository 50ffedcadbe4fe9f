package dev.gossamer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A beat of the library that is called again and again, on a thread of its own, for as long as it says that it is
 * needed. When it returns {@code false} the thread ends; {@link #start} starts another one.
 *
 * <p>Thread-safe. There is at most one thread, a daemon without context class loader and inherited thread-locals. It
 * holds the pulse weakly and does not keep the library's class loader alive, except while the beat runs; it ends when
 * the pulse was collected. The pulse holds its beat and its queue strongly.
 *
 * <p>The beat should not throw. If it does the thread ends, the throwable goes to its uncaught exception handler, and
 * the next {@link #start} starts another thread.
 */
final class Pulse {

    /*
     * Why is no start() lost while the thread is about to end?
     *
     * IDLE: there is no thread, or one that will not call the beat again. RUNNING: there is one, and nobody asked for it
     * since its present beat began. WANTED: somebody did, or the thread is still to come. HURRIED: the same, and a Wake
     * is in the queue or about to be, so one more is not necessary. It stays true because a turn empties the queue before
     * it moves to RUNNING, not after.
     *
     * A turn moves to RUNNING before it calls the beat, and ends only by a compareAndSet from RUNNING to IDLE. Who calls
     * start() first makes it true that the beat is needed and then moves to WANTED. If that comes after the turn moved
     * to RUNNING, the compareAndSet fails and the beat is called once more; if it comes before, the beat begins later
     * and sees the need; if it finds IDLE it is the one, and the only one, to start a thread. To find WANTED and leave
     * it so is right only if the need was written before the state was read in the order of all volatile accesses,
     * hence the demand on the caller. That start() may turn HURRIED into WANTED costs no more than a second Wake.
     */
    /** What is found when nothing else is: see {@link Lookout#look()}. */
    private static final Object TIME_IS_OVER = Boolean.TRUE;

    private static final int IDLE = DetachedThread.IDLE;
    private static final int RUNNING = 1;
    private static final int WANTED = 2;
    private static final int HURRIED = 3;

    private final AtomicInteger state = new AtomicInteger(IDLE);
    private final ReferenceQueue<Object> queue;
    private final Consumer<Object> arrived;
    private final BooleanSupplier beat;
    private final DetachedThread recipe;

    /** The thread that ran the latest turn; written before each move to {@code RUNNING}. */
    private volatile @Nullable Thread thread;

    private Pulse(
            String threadName,
            ReferenceQueue<Object> queue,
            long timeoutMillis,
            MethodHandle look,
            Consumer<Object> arrived,
            BooleanSupplier beat) {
        this.queue = queue;
        this.arrived = arrived;
        this.beat = beat;
        this.recipe = new DetachedThread(threadName, queue, timeoutMillis, look, this::turn, state);
    }

    /**
     * A pulse that beats when a reference arrived in its queue or one of those on a lookout, and on {@link #beatNow}. It
     * touches nothing of the library while nothing arrives, and once the library is dropped nothing does: it is
     * collectable with every collector.
     *
     * @param threadName the name of the pulse's threads
     * @param queue where to wait; who wants to take from it otherwise uses {@link #poll}
     * @param pause how long to wait between two looks at the other queues
     * @param lookout the other queues
     * @param arrived is given each reference that arrived in the queue, and each entry that the lookout found, before the
     *     beat that follows
     * @param needed the beat; returns whether references still have to be waited for
     */
    static Pulse onArrival(
            String threadName,
            ReferenceQueue<Object> queue,
            Duration pause,
            Lookout lookout,
            Consumer<Object> arrived,
            BooleanSupplier needed) {
        return new Pulse(threadName, queue, pause.toMillis(), lookout.look(), arrived, needed);
    }

    /**
     * A pulse that beats after each pause, and on {@link #beatNow}. To beat is to be alive: one that is needed for ever
     * is collectable only if the collector's marking fits into a pause. Where this matters use {@link #onArrival}.
     *
     * @param threadName the name of the pulse's threads
     * @param pause how long to wait between two beats
     * @param beat returns whether it is needed any longer
     * @throws IllegalArgumentException if {@code pause} is shorter than a millisecond
     */
    static Pulse every(String threadName, Duration pause, BooleanSupplier beat) {
        long millis = pause.toMillis();
        if (millis <= 0) {
            throw new IllegalArgumentException("pause must be at least 1 ms, not " + pause);
        }
        MethodHandle always = MethodHandles.constant(Object.class, TIME_IS_OVER);
        return new Pulse(threadName, new ReferenceQueue<>(), millis, always, nobodys -> {}, beat);
    }

    /**
     * Sees to it that there is a thread, and that it does not end before a beat that begins after this call said so.
     * Cheap if there is one, and never waits for the beat. A new thread beats at once.
     *
     * <p>What the beat looks at to tell whether it is needed has to be written before, by a volatile write, a
     * compare-and-set or in a lock that the beat takes.
     *
     * @throws OutOfMemoryError when the JVM cannot create another thread; the next call tries again
     */
    void start() {
        if (state.get() < WANTED && state.getAndSet(WANTED) == IDLE) {
            wake();
            recipe.start(thread);
        }
    }

    /** Does what {@link #start} does, with the same demand on the caller, and has the beat called without a pause. */
    void beatNow() {
        if (state.get() == HURRIED) {
            return;
        }
        int before = state.getAndSet(HURRIED);
        if (before != HURRIED) {
            wake();
        }
        if (before == IDLE) {
            recipe.start(thread);
        }
    }

    /** Takes a reference that arrived from the queue, before the pulse's thread does; {@code null} if there is none. */
    @Nullable Reference<?> poll() {
        boolean woken = false;
        Reference<?> next = queue.poll();
        for (; next instanceof Wake; next = queue.poll()) {
            woken = true;
        }
        if (woken) {
            wake();
        }
        return next;
    }

    private void wake() {
        new Wake(queue).enqueue();
    }

    private boolean turn(Object first) {
        thread = Thread.currentThread();
        Object next = first;
        do {
            for (; next != null; next = queue.poll()) {
                arrive(next);
            }
            state.getAndSet(RUNNING);
            if (beat.getAsBoolean()) {
                return true;
            }
        } while (!state.compareAndSet(RUNNING, IDLE));
        return false;
    }

    private void arrive(Object next) {
        if (next != TIME_IS_OVER && !(next instanceof Wake)) {
            arrived.accept(next);
        }
    }

    /** Is enqueued to end a wait. */
    private static final class Wake extends WeakReference<Object> {

        Wake(ReferenceQueue<Object> queue) {
            super(queue, queue);
        }
    }
}
