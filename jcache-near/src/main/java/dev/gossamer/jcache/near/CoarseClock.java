package dev.gossamer.jcache.near;

import java.util.function.LongSupplier;

/**
 * The time of one near cache in nanoseconds since it was made. Reading the exact time takes several times as long as a near
 * hit, so a hit compares with a time that a thread advances, and asks for the exact one only where that does not suffice.
 * While the thread may be held up, or is gone, the coarse time is the end of all times: then every hit asks for the exact
 * one, and nothing is taken for fresh because nobody looked at the clock.
 */
final class CoarseClock {
    private final LongSupplier ticker;
    private final long origin;
    private volatile long coarse = Long.MAX_VALUE;

    CoarseClock(LongSupplier ticker) {
        this.ticker = ticker;
        this.origin = ticker.getAsLong();
    }

    /** A time that may lag by one tick, or {@link Long#MAX_VALUE}. */
    long coarse() {
        return coarse;
    }

    long exact() {
        return ticker.getAsLong() - origin;
    }

    /** Lets hits go by this moment until the next call. */
    void advance() {
        coarse = exact();
    }

    /** Has every hit ask for the exact time. */
    void suspend() {
        coarse = Long.MAX_VALUE;
    }
}
