package dev.gossamer.tck;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For how long one thread may go on without anything coming to its end: while it works, by its own processor time, so that a
 * busy machine makes nobody late; while it is idle, by the clock, without the time in which the one who asks got no processor
 * either. For one thread, which asks again and again.
 */
final class ProgressLimit {
    /** How many times the patience of a run is too long: the waits within a test give up sooner. */
    private static final int PATIENCES = 3;

    private static final long LOOK_NANOS = 20_000_000;
    private static final long LEAST_WORK_NANOS = 1_000_000;

    private final Duration limit;
    private final LongSupplier ends;
    private final LongSupplier work;
    private final LongSupplier clock;
    private long seenEnds;
    private long workAtEnd;
    private long seenWork;
    private long looked;
    private long idle;

    /**
     * Begins.
     *
     * @param patience how long each wait within may take without progress
     * @param ends grows whenever something comes to its end
     * @param work the processor time of the thread, in nanoseconds
     * @param clock the time, in nanoseconds
     */
    ProgressLimit(Duration patience, LongSupplier ends, LongSupplier work, LongSupplier clock) {
        this.limit = patience.multipliedBy(PATIENCES);
        this.ends = ends;
        this.work = work;
        this.clock = clock;
        this.looked = clock.getAsLong();
    }

    /** What went on for too long, in words, or {@code null} while nothing does. */
    @Nullable String exceeded() {
        long now = clock.getAsLong();
        long passed = Math.min(now - looked, LOOK_NANOS);
        looked = now;
        long worked = work.getAsLong();
        boolean moved = ends.getAsLong() != seenEnds;
        if (moved) {
            seenEnds = ends.getAsLong();
            workAtEnd = worked;
        }
        idle = moved || worked - seenWork >= LEAST_WORK_NANOS ? 0 : idle + passed;
        seenWork = idle == 0 ? worked : seenWork;
        if (worked - workAtEnd > limit.toNanos()) {
            return "its thread has worked for " + limit.toSeconds() + " s";
        }
        return idle > limit.toNanos() ? "its thread has done nothing for " + limit.toSeconds() + " s" : null;
    }
}
