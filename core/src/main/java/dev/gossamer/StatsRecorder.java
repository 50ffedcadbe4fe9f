package dev.gossamer;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link ContainerStats}. Thread-safe; a count is one addition without contention. */
final class StatsRecorder extends StatsCounter {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder replaced = new LongAdder();
    private final LongAdder collected = new LongAdder();
    private final LongAdder evicted = new LongAdder();

    @Override
    void looked(boolean hit) {
        (hit ? hits : misses).increment();
    }

    @Override
    void loaded() {
        loads.increment();
    }

    @Override
    void removed() {
        removals.increment();
    }

    @Override
    void replaced() {
        replaced.increment();
    }

    @Override
    void collected() {
        collected.increment();
    }

    @Override
    void evicted() {
        evicted.increment();
    }

    @Override
    void addTo(ContainerTotals totals) {
        totals.statistics = true;
        totals.hits += hits.sum();
        totals.misses += misses.sum();
        totals.loads += loads.sum();
        totals.removals += removals.sum();
        totals.replaced += replaced.sum();
        totals.collected += collected.sum();
        totals.evicted += evicted.sum();
    }

    @Override
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
