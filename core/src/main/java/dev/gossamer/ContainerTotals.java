package dev.gossamer;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.util.Iterator;

/** What one container, or all unnamed ones of a kind, hold and have counted by some moment. For one thread. */
final class ContainerTotals {
    String backend = "";
    int containers;
    long size;
    long pending;
    long hot;
    long hotLimit;
    boolean hotWeighed;
    boolean hotGivesWay;
    boolean statistics;
    long hits;
    long misses;
    long loads;
    long removals;
    long replaced;
    long collected;
    long evicted;

    /** When the container was looked at, by {@link System#nanoTime()}. */
    long readAt;

    /**
     * Adds what a container holds, and what one that is external has counted.
     *
     * @param sample how many entries to look at for how many are dead
     */
    void add(WeakContainer container, int sample) {
        containers++;
        if (container instanceof ExternalContainer external) {
            add(external);
        } else {
            add(WeakContainers.store(container), sample);
        }
    }

    private void add(Store<?, ?> store, int sample) {
        addBackend(store.settings.backend().name());
        size += store.table.estimatedSize();
        pending += pending(store.table, sample);
        hot += store.tier.size();
        long limit = store.tier.limit();
        hotLimit = hotLimit < 0 || limit < 0 ? -1 : hotLimit + Math.min(limit, Long.MAX_VALUE - hotLimit);
        hotWeighed |= store.tier.weighs();
        hotGivesWay |= store.tier.givesWay();
    }

    private void add(ExternalContainer container) {
        addBackend(container.backend());
        size += container.estimatedSize();
        ContainerStats stats = container.stats();
        pending += stats.pending();
        hot += stats.hot();
        statistics |= container.recordsStats();
        hits += stats.hits();
        misses += stats.misses();
        loads += stats.loads();
        removals += stats.removals();
        replaced += stats.replaced();
        collected += stats.collected();
        evicted += stats.evicted();
    }

    private void addBackend(String name) {
        backend = backend.isEmpty() || backend.equals(name) ? name : "several";
    }

    /** Starts anew with what is held. */
    void clearContents() {
        containers = 0;
        backend = "";
        size = 0;
        pending = 0;
        hot = 0;
        hotLimit = 0;
        hotWeighed = false;
        hotGivesWay = false;
    }

    /** Starts anew with what was counted. */
    void clearCounts() {
        hits = 0;
        misses = 0;
        loads = 0;
        removals = 0;
        replaced = 0;
        collected = 0;
        evicted = 0;
    }

    /** How many entries are dead: exact for a small table, else by the share of those that were looked at. */
    private static long pending(Table table, int sample) {
        long size = table.estimatedSize();
        if (size == 0) {
            return 0;
        }
        int seen = 0;
        int dead = 0;
        for (Iterator<Entry> entries = table.iterator(); seen < sample && entries.hasNext(); seen++) {
            Entry entry = entries.next();
            // does not read the weak side, which would keep it alive while a collector marks
            dead += isDead(entry) && !entry.isPinned() && !(entry instanceof Claim) ? 1 : 0;
        }
        return seen < sample ? dead : dead * Math.max(size, seen) / seen;
    }

    private static boolean isDead(Entry entry) {
        return entry.refersTo(null) || (entry.strong() instanceof KeyReference key && key.refersTo(null));
    }
}
