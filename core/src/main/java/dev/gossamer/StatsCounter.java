package dev.gossamer;

import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link ContainerStats}; thread-safe, and there only where statistics are recorded. */
final class StatsCounter {
    final LongAdder hits = new LongAdder();
    final LongAdder misses = new LongAdder();
    final LongAdder loads = new LongAdder();
    final LongAdder removals = new LongAdder();
    final LongAdder replaced = new LongAdder();
    final LongAdder collected = new LongAdder();
    final LongAdder evicted = new LongAdder();

    ContainerStats snapshot(long pending, long hot) {
        return new ContainerStats(
                hits.sum(),
                misses.sum(),
                loads.sum(),
                removals.sum(),
                replaced.sum(),
                collected.sum(),
                evicted.sum(),
                pending,
                hot);
    }
}
