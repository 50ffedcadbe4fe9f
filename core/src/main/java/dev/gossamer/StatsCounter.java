package dev.gossamer;

import java.util.List;
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

    ContainerStats snapshot(long pending, long hot, List<AwaitedFunction> awaited) {
        return new ContainerStats(
                hits.sum(),
                misses.sum(),
                loads.sum(),
                removals.sum(),
                replaced.sum(),
                collected.sum(),
                evicted.sum(),
                pending,
                hot,
                awaited);
    }
}
