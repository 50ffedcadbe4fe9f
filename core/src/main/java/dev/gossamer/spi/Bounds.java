package dev.gossamer.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The limits that a bounded store keeps by evicting. A backend gets only those whose {@link Feature} it offers.
 *
 * <p>Immutable and thread-safe. {@link #NONE} bounds nothing; the methods that take a limit return a copy with that
 * limit added.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="bounds"}
 *
 * @since 0.1.0
 */
public final class Bounds {
    /** No limit at all. */
    public static final Bounds NONE = new Bounds(-1, -1, null, null, null, new SystemTicker());

    private final long maximumSize;
    private final long maximumWeight;
    private final @Nullable ToIntBiFunction<Object, Object> weigher;
    private final @Nullable Duration expireAfterWrite;
    private final @Nullable Duration expireAfterAccess;
    private final LongSupplier ticker;

    private Bounds(
            long maximumSize,
            long maximumWeight,
            @Nullable ToIntBiFunction<Object, Object> weigher,
            @Nullable Duration expireAfterWrite,
            @Nullable Duration expireAfterAccess,
            LongSupplier ticker) {
        this.maximumSize = maximumSize;
        this.maximumWeight = maximumWeight;
        this.weigher = weigher;
        this.expireAfterWrite = expireAfterWrite;
        this.expireAfterAccess = expireAfterAccess;
        this.ticker = ticker;
    }

    /**
     * With a limit on the number of entries.
     *
     * @param entries the most entries to keep, at least 0
     * @return the bounds with that limit
     * @throws IllegalArgumentException if {@code entries} is negative or a maximum weight is set
     */
    public Bounds maximumSize(long entries) {
        requireNotNegative("maximumSize", entries);
        requireOneOfSizeAndWeight(maximumWeight >= 0);
        return new Bounds(entries, maximumWeight, weigher, expireAfterWrite, expireAfterAccess, ticker);
    }

    /**
     * With a limit on the total weight of the entries.
     *
     * @param weight the most weight to keep, at least 0
     * @param weigher gives the weight of a key and its value, at least 0; called when they are stored
     * @return the bounds with that limit
     * @throws IllegalArgumentException if {@code weight} is negative or a maximum size is set
     */
    public Bounds maximumWeight(long weight, ToIntBiFunction<Object, Object> weigher) {
        requireNotNegative("maximumWeight", weight);
        requireOneOfSizeAndWeight(maximumSize >= 0);
        Objects.requireNonNull(weigher, "weigher");
        return new Bounds(maximumSize, weight, weigher, expireAfterWrite, expireAfterAccess, ticker);
    }

    /**
     * With a limit on the time since an entry was written.
     *
     * @param duration how long to keep an entry, more than zero
     * @return the bounds with that limit
     * @throws IllegalArgumentException if {@code duration} is zero or negative
     */
    public Bounds expireAfterWrite(Duration duration) {
        requirePositive("expireAfterWrite", duration);
        return new Bounds(maximumSize, maximumWeight, weigher, duration, expireAfterAccess, ticker);
    }

    /**
     * With a limit on the time since an entry was read or written.
     *
     * @param duration how long to keep an entry, more than zero
     * @return the bounds with that limit
     * @throws IllegalArgumentException if {@code duration} is zero or negative
     */
    public Bounds expireAfterAccess(Duration duration) {
        requirePositive("expireAfterAccess", duration);
        return new Bounds(maximumSize, maximumWeight, weigher, expireAfterWrite, duration, ticker);
    }

    /**
     * With another source of time than {@link System#nanoTime()}.
     *
     * @param nanoseconds gives a time in nanoseconds that never goes back
     * @return the bounds with that ticker
     */
    public Bounds ticker(LongSupplier nanoseconds) {
        Objects.requireNonNull(nanoseconds, "nanoseconds");
        return new Bounds(maximumSize, maximumWeight, weigher, expireAfterWrite, expireAfterAccess, nanoseconds);
    }

    /**
     * The most entries to keep.
     *
     * @return the limit, empty when there is none
     */
    public OptionalLong maximumSize() {
        return maximumSize < 0 ? OptionalLong.empty() : OptionalLong.of(maximumSize);
    }

    /**
     * The most weight to keep.
     *
     * @return the limit, empty when there is none
     */
    public OptionalLong maximumWeight() {
        return maximumWeight < 0 ? OptionalLong.empty() : OptionalLong.of(maximumWeight);
    }

    /**
     * The function that weighs a key and its value.
     *
     * @return the weigher, present just when {@link #maximumWeight()} is
     */
    public Optional<ToIntBiFunction<Object, Object>> weigher() {
        return Optional.ofNullable(weigher);
    }

    /**
     * How long an entry is kept after it was written.
     *
     * @return the limit, empty when there is none
     */
    public Optional<Duration> expireAfterWrite() {
        return Optional.ofNullable(expireAfterWrite);
    }

    /**
     * How long an entry is kept after it was read or written.
     *
     * @return the limit, empty when there is none
     */
    public Optional<Duration> expireAfterAccess() {
        return Optional.ofNullable(expireAfterAccess);
    }

    /**
     * The source of time.
     *
     * @return gives nanoseconds, {@link System#nanoTime()} unless another was set
     */
    public LongSupplier ticker() {
        return ticker;
    }

    private static void requireNotNegative(String what, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " " + value + " is negative; give 0 or more");
        }
    }

    private static void requirePositive(String what, Duration duration) {
        Objects.requireNonNull(duration, "duration");
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    what + " " + duration + " is not positive; give at least one nanosecond");
        }
    }

    private static void requireOneOfSizeAndWeight(boolean otherIsSet) {
        if (otherIsSet) {
            throw new IllegalArgumentException(
                    "maximumSize and maximumWeight exclude each other; set the one that matters");
        }
    }

    /** A class of its own, so that the first use links no lambda. */
    private static final class SystemTicker implements LongSupplier {
        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }
}
