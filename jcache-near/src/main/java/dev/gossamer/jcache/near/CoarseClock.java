package dev.gossamer.jcache.near;

import java.util.function.LongSupplier;

/**
 * The time of one near cache in nanoseconds since it was made. Reading the exact time takes several times as long as a near
 * hit, so a hit compares with a time that a thread advances, and asks for the exact one only where that does not suffice. The
 * coarse time leads, so what is fresh by it is fresh. While the thread may be held up, or is gone, it is the end of all times:
 * then every hit asks for the exact one. Only when a whole process stands still may the exact time get ahead of it, until
 * the thread runs again.
 */
final class CoarseClock {
    private final LongSupplier ticker;
    private final long origin;
    private volatile long coarse = Long.MAX_VALUE;

    CoarseClock(LongSupplier ticker) {
        this.ticker = ticker;
        this.origin = ticker.getAsLong();
    }

    /** A time that leads, or {@link Long#MAX_VALUE}. */
    long coarse() {
        return coarse;
    }

    long exact() {
        return ticker.getAsLong() - origin;
    }

    /** Lets hits go by this moment and a lead until the next call, which is to come before that has passed. */
    void advance(long lead) {
        coarse = exact() + lead;
    }

    /** Has every hit ask for the exact time. */
    void suspend() {
        coarse = Long.MAX_VALUE;
    }
}
