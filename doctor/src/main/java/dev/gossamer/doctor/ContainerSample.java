package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;

/**
 * What one container, or the sum of those without a name, was like at one moment. Counters count since the creation.
 *
 * @param at when it was asked
 * @param containers how many containers are summed
 * @param size entries in storage, dead ones that were not taken out yet included
 * @param pending dead entries that were not taken out yet
 * @param hot values that the hot tier holds strongly
 * @param hotLimit the most it may hold; -1 without a limit, 0 without a tier
 * @param hotWeighed whether that is a weight, and not a number of values
 * @param hotGivesWay whether the hot tier lets go when memory becomes short
 * @param counted whether the container keeps the counters that follow
 * @param hits look-ups that found a value
 * @param misses look-ups that found none
 * @param loads values that a function made
 * @param replaced entries that got another value
 * @param removed entries that were taken out while alive
 * @param collected entries that went because the collector took a side
 * @param evicted entries that a bound dropped
 * @param reclaimLag how long the last batch of dead entries took to leave
 * @param queue callbacks that wait to run
 */
record ContainerSample(
        Instant at,
        int containers,
        long size,
        long pending,
        long hot,
        long hotLimit,
        boolean hotWeighed,
        boolean hotGivesWay,
        boolean counted,
        long hits,
        long misses,
        long loads,
        long replaced,
        long removed,
        long collected,
        long evicted,
        Duration reclaimLag,
        long queue) {

    /** Entries that are alive, as far as known. */
    long live() {
        return Math.max(0, size - pending);
    }

    long lookups() {
        return hits + misses;
    }

    /** Entries that died since the creation, taken out or not. */
    long died() {
        return collected + pending;
    }

    /** The same, with another count of collected entries: where the container keeps none, the batches tell it. */
    ContainerSample withCollected(long entries) {
        return new ContainerSample(
                at,
                containers,
                size,
                pending,
                hot,
                hotLimit,
                hotWeighed,
                hotGivesWay,
                counted,
                hits,
                misses,
                loads,
                replaced,
                removed,
                entries,
                evicted,
                reclaimLag,
                queue);
    }
}
