package dev.gossamer;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts a pulse that beats for ever after each pause, which is long beside a collection. */
public final class PeriodicPulseProbe implements Callable<AtomicInteger> {

    static final String THREAD_NAME = "gossamer-test-periodic-pulse-probe";

    private static final AtomicInteger BEATS = new AtomicInteger();
    private static final Pulse PULSE = Pulse.every(THREAD_NAME, Duration.ofMillis(400), PeriodicPulseProbe::beat);

    private static boolean beat() {
        BEATS.incrementAndGet();
        return true;
    }

    @Override
    public AtomicInteger call() {
        PULSE.start();
        return BEATS;
    }
}
