package dev.gossamer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** How a named container is, or all unnamed ones of a kind together. */
@Name("dev.gossamer.Container")
@Label("Container")
@Category("Gossamer")
@Description("How a named container is, or all unnamed ones of a kind together, once a second")
@StackTrace(false)
@SuppressWarnings("unused") // read by the Flight Recorder
final class ContainerEvent extends Event {
    @Label("Container")
    private String container = "";

    @Label("Kind")
    private String kind = "";

    @Label("Backend")
    private String backend = "";

    @Label("Containers")
    @Description("How many containers these are")
    private int containers;

    @Label("Created")
    @Description("When the container was made, or the first of them")
    @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
    private long created;

    @Label("Created At")
    @Description("What code made the container, where that is kept")
    private @Nullable String createdAt;

    @Label("Size")
    @Description("Entries that occupy storage")
    private long size;

    @Label("Pending")
    @Description("Dead entries that were not taken out yet; of a large container estimated from some of its entries")
    private long pending;

    @Label("Hot")
    @Description("Entries that the hot tier holds strongly")
    private long hot;

    @Label("Hot Limit")
    @Description("Most entries, or most weight, that the hot tier may hold; -1 without a limit, 0 without a tier")
    private long hotLimit;

    @Label("Hot Weighed")
    @Description("Whether the limit of the hot tier is a weight, here or in any of them")
    private boolean hotWeighed;

    @Label("Hot Gives Way")
    @Description("Whether the hot tier lets go when memory becomes short, here or in any of them")
    private boolean hotGivesWay;

    @Label("Statistics")
    @Description("Whether the counters are kept, here or in any of them")
    private boolean statistics;

    @Label("Hits")
    private long hits;

    @Label("Misses")
    private long misses;

    @Label("Loads")
    private long loads;

    @Label("Replaced")
    private long replaced;

    @Label("Removed")
    private long removed;

    @Label("Collected")
    private long collected;

    @Label("Evicted")
    private long evicted;

    @Label("Reclaim Lag")
    @Description("How long the last batch of dead entries took, from when the first was noticed")
    @Timespan(Timespan.NANOSECONDS)
    private long reclaimLag;

    @Label("Queue")
    @Description("Calls of the listener that wait")
    private long queue;

    static void emit(ContainerActivity activity, ContainerTotals totals) {
        ContainerEvent event = new ContainerEvent();
        if (event.shouldCommit()) {
            event.describe(activity, totals);
            event.count(totals);
            event.commit();
        }
    }

    private void describe(ContainerActivity activity, ContainerTotals totals) {
        container = activity.label;
        kind = activity.kind;
        backend = totals.backend;
        containers = totals.containers;
        created = activity.createdMillis;
        createdAt = activity.createdAt;
        size = totals.size;
        pending = totals.pending;
        hot = totals.hot;
        hotLimit = totals.hotLimit;
        hotWeighed = totals.hotWeighed;
        hotGivesWay = totals.hotGivesWay;
        reclaimLag = activity.lagNanos();
        queue = activity.queued();
    }

    private void count(ContainerTotals totals) {
        statistics = totals.statistics;
        hits = totals.hits;
        misses = totals.misses;
        loads = totals.loads;
        replaced = totals.replaced;
        removed = totals.removals;
        collected = totals.collected;
        evicted = totals.evicted;
    }
}
