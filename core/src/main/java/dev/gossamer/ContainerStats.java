package dev.gossamer;

import java.util.List;

/**
 * What a container counted so far, as of one moment; exact when nobody is using the container. Immutable.
 *
 * <p>All but {@link #pending()}, {@link #hot()} and {@link #awaited()} stay 0 unless the builder was told to {@code recordStats()}.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="stats"}
 *
 * @param hits lookups that found a live value
 * @param misses lookups that found none
 * @param loads values made by the function of a {@code compute…} or {@code merge} call and stored
 * @param removals entries taken out explicitly while alive
 * @param replaced live entries that were given another value
 * @param collected entries reclaimed because the collector took their weak side
 * @param evicted entries dropped because of a bound
 * @param pending dead entries that are not reclaimed yet
 * @param hot entries that the {@linkplain HotTier hot tier} holds now
 * @param awaited the functions of {@code compute…} and {@code merge} calls that run now while other threads wait for them;
 *     holds their keys and threads strongly
 * @since 0.1.0
 */
public record ContainerStats(
        long hits,
        long misses,
        long loads,
        long removals,
        long replaced,
        long collected,
        long evicted,
        long pending,
        long hot,
        List<AwaitedFunction> awaited) {

    /**
     * Copies the list.
     *
     * @throws NullPointerException if {@code awaited} is {@code null}
     * @since 0.2.0
     */
    public ContainerStats {
        awaited = List.copyOf(awaited);
    }

    /**
     * What was counted while no thread waited for a function.
     *
     * @param hits lookups that found a live value
     * @param misses lookups that found none
     * @param loads values made by a function and stored
     * @param removals entries taken out explicitly while alive
     * @param replaced live entries that were given another value
     * @param collected entries reclaimed because the collector took their weak side
     * @param evicted entries dropped because of a bound
     * @param pending dead entries that are not reclaimed yet
     * @param hot entries that the hot tier holds now
     */
    public ContainerStats(
            long hits,
            long misses,
            long loads,
            long removals,
            long replaced,
            long collected,
            long evicted,
            long pending,
            long hot) {
        this(hits, misses, loads, removals, replaced, collected, evicted, pending, hot, List.of());
    }

    /**
     * The number of lookups.
     *
     * @return hits and misses together
     */
    public long lookups() {
        return hits + misses;
    }

    /**
     * The share of lookups that were hits.
     *
     * @return between 0 and 1; 1 when there were no lookups
     */
    public double hitRate() {
        return lookups() == 0 ? 1.0 : (double) hits / lookups();
    }
}
