package dev.gossamer;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is noted of a named container, or of all unnamed ones of a kind together, for those who watch. Refers neither to a
 * container nor to anything of the user, so whoever watches may hold it. Thread-safe.
 */
final class ContainerActivity {
    final String label;
    final String kind;
    final @Nullable String createdAt;
    final long createdMillis = System.currentTimeMillis();

    /** What a named container has counted. */
    private final StatsCounter counter;

    private volatile long lagNanos;

    /** What was told of a named container last; for the thread that tells it. */
    final ContainerTotals totals = new ContainerTotals();

    /** Whether the container was written since it was {@linkplain #countAnew counted} last. */
    private volatile boolean used = true;

    private final AtomicLong queued = new AtomicLong();

    ContainerActivity(String label, String kind, @Nullable String createdAt, StatsCounter counter) {
        this.label = label;
        this.kind = kind;
        this.createdAt = createdAt;
        this.counter = counter;
    }

    /** What will be noted of a new container, {@code null} where that is the same for all of its kind. */
    static @Nullable ContainerActivity of(ContainerSettings settings, StatsCounter counter) {
        String name = settings.name();
        String site = CreationSites.current();
        if (name != null) {
            return new ContainerActivity(name, settings.kind(), site, counter);
        }
        return site == null ? null : WeakContainers.unnamed(settings.kind(), site);
    }

    /** Notes that the container was written. */
    void use() {
        if (!used) { // so that many writers write no shared field
            used = true;
        }
    }

    /** Takes over what a named container has counted by now, and says whether it was used since the last time. */
    boolean countAnew() {
        boolean written = used;
        used = false;
        if (counter == StatsCounter.NONE) {
            return written; // nothing is counted, or elsewhere
        }
        long lookups = totals.hits + totals.misses;
        totals.clearCounts();
        counter.addTo(totals);
        return written || lookups != totals.hits + totals.misses;
    }

    /** Notes how long a batch of dead entries took, where somebody records. */
    void reclaimed(long nanos) {
        lagNanos = nanos;
        use();
    }

    /** How long the last batch took. */
    long lagNanos() {
        return lagNanos;
    }

    /** Counts calls of a listener that wait; a negative number counts those that wait no longer. */
    void queue(int calls) {
        queued.addAndGet(calls);
    }

    long queued() {
        return Math.max(0, queued.get()); // what was told may be counted first
    }
}
