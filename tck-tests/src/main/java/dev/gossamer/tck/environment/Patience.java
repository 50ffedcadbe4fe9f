package dev.gossamer.tck.environment;

import dev.gossamer.tck.rules.KitOptions;
import java.util.function.LongSupplier;

/**
 * How long one wait may last: until nothing has moved for as long as the patience of the run, and never ten times as long
 * in all. Time in which the waiting thread itself got no processor does not count, so a busy machine costs no patience. For
 * one thread, which asks {@link #isOver} again and again.
 */
public final class Patience {
    private static final int AT_MOST = 10;

    private final LongSupplier progress;
    private final long lookNanos;
    private final LongSupplier clock;
    private long seen;
    private long looked;
    private long idle;
    private long waited;

    /**
     * Begins to wait.
     *
     * @param progress grows while something moves
     * @param lookNanos how long it takes at most from one look to the next while there is a processor
     */
    public Patience(LongSupplier progress, long lookNanos) {
        this(progress, lookNanos, System::nanoTime);
    }

    public Patience(LongSupplier progress, long lookNanos, LongSupplier clock) {
        this.progress = progress;
        this.lookNanos = lookNanos;
        this.clock = clock;
        this.looked = clock.getAsLong();
        this.seen = progress.getAsLong();
    }

    /** Counts the time since the last look, and says whether there is no more to wait for. */
    public boolean isOver() {
        long now = clock.getAsLong();
        long passed = Math.min(now - looked, lookNanos);
        looked = now;
        long moved = progress.getAsLong();
        idle = moved == seen ? idle + passed : 0;
        seen = moved;
        waited += passed;
        long patience = KitOptions.patience().toNanos();
        return idle > patience || waited > AT_MOST * patience;
    }

    /** How long it was, in words. */
    public String words() {
        long patience = KitOptions.patience().toSeconds();
        return waited > AT_MOST * KitOptions.patience().toNanos()
                ? AT_MOST * patience + " s"
                : patience + " s without progress";
    }
}
