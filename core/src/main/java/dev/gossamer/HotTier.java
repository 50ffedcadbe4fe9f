package dev.gossamer;

import java.time.Duration;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which values a {@link WeakValueMap} or {@link Interner} holds strongly, so that what is used again and again is not
 * collected in between. All other values stay weakly held: a value that leaves the tier while somebody uses it is still
 * found under its key, so there is never a second one.
 *
 * <p>A value enters the tier when it is stored and whenever it is found by {@code get}, {@code getOrDefault},
 * {@code getOrPut}, {@code putIfAbsent}, {@code computeIfAbsent}, or by {@code intern} or {@code find} of an interner;
 * iterating and {@code containsKey} do not count as use. It leaves when a limit of the tier says so, and at once when
 * it is removed or replaced. When several limits are combined by {@link #and}, each is kept: a value that exceeds one
 * of them leaves. A hit takes no lock.
 *
 * <p>The backend decides which value gives way to another. The JDK backend goes by recency, as the CLOCK algorithm
 * approximates it: a value that was used since it was last considered is passed over, at most 64 of them in a row. The
 * Caffeine backend goes by recency and frequency (W-TinyLFU), and may turn away a new value at once in favour of those
 * used more often.
 *
 * <p>Immutable and thread-safe. Holds the weigher.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/CacheRecipesTest.java" region="hot-images"}
 *
 * @param <V> the type of values that the tier can weigh
 * @since 0.1.0
 */
public final class HotTier<V> {
    private final long count;
    private final long weight;
    private final @Nullable ToIntFunction<Object> weigher;
    private final @Nullable Duration duration;

    /** How full the heap may be; 0 if that does not matter. */
    private final double fullness;

    private HotTier(
            long count,
            long weight,
            @Nullable ToIntFunction<Object> weigher,
            @Nullable Duration duration,
            double fullness) {
        this.count = count;
        this.weight = weight;
        this.weigher = weigher;
        this.duration = duration;
        this.fullness = fullness;
    }

    /**
     * Holds a number of values that were used recently.
     *
     * @param values the most values to hold, at least 1
     * @return a tier with that limit
     * @throws IllegalArgumentException if {@code values} is less than 1
     */
    public static HotTier<Object> recent(long values) {
        if (values < 1) {
            throw new IllegalArgumentException(
                    "recent " + values + " holds nothing; give 1 or more, or leave hot(…) out");
        }
        return new HotTier<>(values, -1, null, null, 0);
    }

    /**
     * Holds each value for some time after its last use. A value is never released earlier, and at most an eighth of
     * the time and half a second later, also if nobody touches the container. Where {@link Reclaim} leaves reclaiming
     * to the users of the container, their writes or {@code reclaim()} release it.
     *
     * @param time how long to hold a value, more than zero
     * @return a tier with that limit
     * @throws IllegalArgumentException if {@code time} is zero, negative or longer than 100 years
     */
    public static HotTier<Object> forAtLeast(Duration time) {
        Objects.requireNonNull(time, "time");
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("forAtLeast " + time + " is not positive; give at least one nanosecond");
        }
        if (time.compareTo(Duration.ofDays(36_500)) > 0) {
            throw new IllegalArgumentException(
                    "forAtLeast " + time + " is longer than 100 years; use a map that holds its values strongly");
        }
        return new HotTier<>(-1, -1, null, time, 0);
    }

    /**
     * Holds recently used values up to a total weight. A value that alone is heavier than that is never held.
     *
     * @param maximum the most weight to hold, at least 1
     * @param weigher gives the weight of a value, at least 0; called in the thread that stores the value, under no
     *     lock, and once for each time that it is stored. The operation throws what it throws, and changes nothing
     * @param <V> the type of values
     * @return a tier with that limit
     * @throws IllegalArgumentException if {@code maximum} is less than 1
     */
    @SuppressWarnings("unchecked") // given only values of a container whose type it fits
    public static <V> HotTier<V> weighing(long maximum, ToIntFunction<? super V> weigher) {
        Objects.requireNonNull(weigher, "weigher");
        if (maximum < 1) {
            throw new IllegalArgumentException(
                    "weighing " + maximum + " holds nothing; give 1 or more, or leave hot(…) out");
        }
        return new HotTier<>(-1, maximum, (ToIntFunction<Object>) weigher, null, 0);
    }

    /**
     * Holds all values for as long as memory lasts: {@code recent} without a bound, {@linkplain #underPressure giving way} when
     * three quarters of the heap are in use.
     *
     * @return a tier that gives way
     * @since 0.2.0
     */
    public static HotTier<Object> whileMemoryLasts() {
        return recent(Long.MAX_VALUE).underPressure(0.75);
    }

    /**
     * A copy of this tier that gives way when memory becomes short: before the JVM throws {@code OutOfMemoryError}, for
     * the heap or the metaspace, it has released every value that nobody else holds. It does so in two steps.
     *
     * <p>When a collection has left more than the given share of the room for old objects in use, the next thread that
     * stores or promotes a value releases a quarter of the tier, the oldest values first. With Serial and Parallel that
     * is the old generation after a full collection, with G1 after a full or mixed one, with ZGC and Shenandoah the
     * heap after a cycle. Where the module {@code java.management} is missing, the heap as a whole is measured after
     * any collection, garbage included.
     *
     * <p>If that is not enough, or nobody stores, the collector clears what it needs: the values are held by
     * {@link java.lang.ref.SoftReference}s, which cost 40 bytes each. It prefers those that have not been used for long
     * ({@code -XX:SoftRefLRUPolicyMSPerMB}), and clears all of them before the JVM gives up. Such a tier goes by
     * recency on every backend.
     *
     * <p>ZGC without generations, as in JDK 17, may fail an allocation that waits before it has cleared soft
     * references. With it the tier gives way before a collection too, a quarter each time that half of the room above
     * {@code fullness} is used, garbage included. The JVM still runs out of memory where the tier has filled the heap
     * and something else then needs it all at once; there, {@code -XX:SoftRefLRUPolicyMSPerMB=10} helps. In a small
     * heap that is filled faster than it is collected, ZGC of any version clears all soft references each time, and the
     * tier is little better than none.
     *
     * @param fullness the share of the room for old objects, between 0 and 1
     * @return a tier with the limits of this one
     * @throws IllegalArgumentException if {@code fullness} is not between 0 and 1
     * @since 0.2.0
     */
    public HotTier<V> underPressure(double fullness) {
        if (!(fullness > 0 && fullness < 1)) {
            throw new IllegalArgumentException(
                    "underPressure " + fullness + " is no share of the heap; give a number between 0 and 1");
        }
        return new HotTier<>(count, weight, weigher, duration, fullness);
    }

    /**
     * A tier that keeps the limits of both. A number and a weight exclude each other, and no limit can be set twice.
     *
     * @param other a tier with other limits
     * @param <W> the type of values that both can weigh
     * @return a tier with the limits of both
     * @throws IllegalArgumentException if the limits contradict each other
     */
    public <W extends V> HotTier<W> and(HotTier<? super W> other) {
        Objects.requireNonNull(other, "other");
        requireOnce("recent", count > 0 && other.count > 0, count, other.count);
        requireOnce("weighing", weight > 0 && other.weight > 0, weight, other.weight);
        requireOnce("forAtLeast", duration != null && other.duration != null, duration, other.duration);
        requireOnce("underPressure", fullness > 0 && other.fullness > 0, fullness, other.fullness);
        HotTier<W> both = new HotTier<>(
                Math.max(count, other.count),
                Math.max(weight, other.weight),
                weigher != null ? weigher : other.weigher,
                duration != null ? duration : other.duration,
                Math.max(fullness, other.fullness));
        if (both.count > 0 && both.weight > 0) {
            throw new IllegalArgumentException("recent " + both.count + " and weighing " + both.weight
                    + " exclude each other; use the one that matters");
        }
        return both;
    }

    private static void requireOnce(String limit, boolean twice, @Nullable Object mine, @Nullable Object others) {
        if (twice) {
            throw new IllegalArgumentException(
                    limit + " is set twice, to " + mine + " and to " + others + "; set it once");
        }
    }

    /** The most weight to hold, or -1. */
    long maximum() {
        return Math.max(count, weight);
    }

    /** Whether {@link #maximum} is a weight, and not a number of values. */
    boolean weighs() {
        return weight > 0;
    }

    /** How full the heap may be before the tier gives way; 0 if it never does. */
    double fullness() {
        return fullness;
    }

    @Nullable Duration duration() {
        return duration;
    }

    /** How much longer than its time a value may be held before the tier looks at it again. */
    Duration tolerance() {
        return duration == null ? Duration.ZERO : duration.dividedBy(16);
    }

    /** Weighs a value with the code of the user. */
    int weigh(Object value) {
        if (weigher == null) {
            return 1;
        }
        int result = weigher.applyAsInt(value);
        if (result < 0) {
            throw new IllegalArgumentException(
                    "the weigher of the hot tier gave " + result + ", which is negative; give 0 or more");
        }
        return result;
    }

    @Override
    public String toString() {
        String bound = count == Long.MAX_VALUE
                ? "recent(all)"
                : count > 0 ? "recent(" + count + ")" : weight > 0 ? "weighing(" + weight + ", …)" : "";
        String time = duration == null ? "" : "forAtLeast(" + duration + ")";
        String limits = bound.isEmpty() || time.isEmpty() ? bound + time : bound + ".and(" + time + ")";
        return "HotTier." + limits + (fullness > 0 ? ".underPressure(" + fullness + ")" : "");
    }
}
