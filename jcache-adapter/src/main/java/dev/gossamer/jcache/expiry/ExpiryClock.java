package dev.gossamer.jcache.expiry;

/** Time for expiry, in nanoseconds from a fixed moment, so that deadlines can be compared and added without overflow. */
public final class ExpiryClock {
    /** The deadline of what does not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final long START = System.nanoTime();

    private ExpiryClock() {}

    public static long now() {
        return System.nanoTime() - START;
    }

    /** The deadline of something that lives for {@code nanos} from now. */
    public static long after(long nanos) {
        long now = now();
        return nanos >= NEVER - now ? NEVER : now + nanos;
    }
}
