package dev.gossamer.spi;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * The limits that a {@link HotPolicy} has to keep; at least one of {@code maximum} and {@code expireAfterUse} is set.
 *
 * <p>Immutable and thread-safe.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="hot-policy"}
 *
 * @param maximum the most weight to hold
 * @param weigher gives the weight of an entry, always the same and at least 0, without running code of the user
 * @param expireAfterUse how long to hold an entry, at least, after it was admitted or hit for the last time
 * @param ticker the source of time, in nanoseconds that never go back
 * @param demote to be called with each entry that the policy drops, within {@code admit}, {@code settle} or
 *     {@code expire}
 * @since 0.1.0
 */
public record HotSpec(
        OptionalLong maximum,
        ToIntFunction<Entry> weigher,
        Optional<Duration> expireAfterUse,
        LongSupplier ticker,
        Consumer<Entry> demote) {

    /**
     * Checks the parts.
     *
     * @throws NullPointerException if a part is {@code null}
     * @throws IllegalArgumentException if there is no limit
     */
    public HotSpec {
        Objects.requireNonNull(maximum, "maximum");
        Objects.requireNonNull(weigher, "weigher");
        Objects.requireNonNull(expireAfterUse, "expireAfterUse");
        Objects.requireNonNull(ticker, "ticker");
        Objects.requireNonNull(demote, "demote");
        if (maximum.isEmpty() && expireAfterUse.isEmpty()) {
            throw new IllegalArgumentException("no limit is set; give maximum or expireAfterUse");
        }
    }
}
