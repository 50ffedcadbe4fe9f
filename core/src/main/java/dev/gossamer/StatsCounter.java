package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.util.ArrayList;
import java.util.List;

/** Told what operations do, and counts nothing; {@link StatsRecorder} counts. Thread-safe. */
sealed class StatsCounter permits StatsRecorder, CollectedCounter {
    /** For all containers without statistics. */
    static final StatsCounter NONE = new StatsCounter();

    /** A counter for a new container. */
    static StatsCounter of(ContainerSettings settings) {
        return settings.recordsStats() ? new StatsRecorder() : NONE;
    }

    /** A look-up was a hit or a miss. */
    void looked(boolean hit) {}

    /** A function made a value. */
    void loaded() {}

    /** A live association was removed. */
    void removed() {}

    /** A live association got another value. */
    void replaced() {}

    /** The weak side of an association was collected. */
    void collected() {}

    /** A bound ended an association. */
    void evicted() {}

    /** What was counted so far, and what is seen in a table. */
    final ContainerStats snapshot(Table table) {
        long pending = 0;
        long hot = 0;
        List<AwaitedFunction> awaited = new ArrayList<>();
        for (Entry entry : table) {
            if (entry instanceof Claim claim) {
                AwaitedFunction function = claim.awaited();
                if (function != null) {
                    awaited.add(function);
                }
            } else if (entry instanceof HotEntry && entry.isPinned()) {
                hot++;
            } else if (KeyReference.isDead(entry)) {
                pending++;
            }
        }
        return snapshot(pending, hot, awaited);
    }

    /** Adds what was counted so far. */
    void addTo(ContainerTotals totals) {}

    /** What was counted so far, beside what was seen. */
    ContainerStats snapshot(long pending, long hot, List<AwaitedFunction> awaited) {
        return new ContainerStats(0, 0, 0, 0, 0, 0, 0, pending, hot, awaited);
    }
}
