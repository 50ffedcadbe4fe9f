package dev.gossamer;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the Flight Recorder, every ten seconds or more rarely, what a sample of each named map with weak keys says about values that
 * refer to their keys. Thread-safe. Works on a daemon thread of its own, which is there for a round only, and takes at most a hundredth
 * of a processor in the long run.
 */
final class SelfPinSampler implements Runnable {
    // Why a thread of its own?
    //
    // The search reads what belongs to the user: it may have to wait for the lock of a queue of the JDK, and takes
    // milliseconds for each map. On the reclaiming thread it would hold up all containers.

    private static final long PAUSE = 10_000_000_000L;
    private static final int PAUSE_FACTOR = 100;
    private static final int ENTRIES = 100;

    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long notBefore = System.nanoTime();

    /** Begins a round if one is due at a time of {@link System#nanoTime()}. */
    void beat(long now) {
        if (now - notBefore >= 0 && FlightRecorderEvents.recordsSelfPins() && running.compareAndSet(false, true)) {
            notBefore = now + PAUSE;
            boolean started = false;
            try {
                PollingThread.daemon(this, "gossamer-self-pins").start();
                started = true;
            } finally {
                if (!started) {
                    running.set(false);
                }
            }
        }
    }

    @Override
    public void run() {
        long began = System.nanoTime();
        try {
            for (ListedContainer listed : WeakContainers.listedNamed().all()) {
                sample(listed);
            }
        } catch (Throwable failure) {
            ErrorReporter.report("sampling for self-pins", failure);
        } finally {
            long now = System.nanoTime();
            notBefore = now + Math.max(PAUSE, (now - began) * PAUSE_FACTOR);
            running.set(false);
        }
    }

    private static void sample(ListedContainer listed) {
        try {
            if (listed.get() instanceof WeakKeyMap<?, ?> map) {
                SelfPinSample sample = SelfPinSample.of(map, ENTRIES);
                if (sample.sampled() > 0) {
                    FlightRecorderEvents.sampled(listed.activity.label, sample);
                }
            }
        } catch (Throwable failure) { // its values are read by code of the user; the others are sampled
            ErrorReporter.report("sampling for self-pins in", listed.activity.label, failure);
        }
    }
}
