package dev.gossamer;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Starts a pulse that is needed for ever, in a static field, as an application with a static map would. It beats
 * {@link #BEATS_MADE} times, each time because of a reference that arrived, and then looks into a queue again and again.
 */
public final class PulseProbe implements Callable<AtomicInteger> {

    static final String THREAD_NAME = "gossamer-test-pulse-probe";

    /** More than it takes until method handles are specialized that run often. */
    static final int BEATS_MADE = 300;

    private static final InheritableThreadLocal<Object> INHERITABLE = new InheritableThreadLocal<>();
    private static final AtomicInteger BEATS = new AtomicInteger();
    private static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();
    private static final ReferenceQueue<Object> QUIET = new ReferenceQueue<>();
    private static final Lookout LOOKOUT = new Lookout();
    private static final Pulse PULSE =
            Pulse.onArrival(THREAD_NAME, QUEUE, Duration.ofMillis(1), LOOKOUT, Entry::requireOwn, PulseProbe::beat);

    private static boolean beat() {
        if (BEATS.incrementAndGet() < BEATS_MADE) {
            new Entry().enqueue();
        }
        return true;
    }

    @Override
    public AtomicInteger call() {
        INHERITABLE.set(this);
        LOOKOUT.add(QUIET);
        PULSE.start();
        return BEATS;
    }

    private static final class Entry extends WeakReference<Object> {

        Entry() {
            super(QUEUE, QUEUE);
        }

        static void requireOwn(Object arrived) {
            if (!(arrived instanceof Entry)) {
                throw new AssertionError("not an entry: " + arrived);
            }
        }
    }
}
