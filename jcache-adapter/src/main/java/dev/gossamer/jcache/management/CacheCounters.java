package dev.gossamer.jcache.management;

import dev.gossamer.ContainerStats;
import java.util.concurrent.atomic.LongAdder;

/** What a cache counts: operations that began while statistics were on. Thread-safe; exact when quiescent. */
public final class CacheCounters {
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder evictions = new LongAdder();
    private final LongAdder collected = new LongAdder();
    private final LongAdder getNanos = new LongAdder();
    private final LongAdder putNanos = new LongAdder();
    private final LongAdder removeNanos = new LongAdder();
    private volatile boolean enabled;

    public void enable(boolean on) {
        enabled = on;
    }

    public boolean isEnabled() {
        return enabled;
    }

    /** The moment an operation starts, to be given back when it counts; 0 if it is not to be counted. */
    public long start() {
        return enabled ? System.nanoTime() | 1 : 0;
    }

    public void hit(long start) {
        count(hits, getNanos, start);
    }

    public void miss(long start) {
        count(misses, getNanos, start);
    }

    public void put(long start) {
        count(puts, putNanos, start);
    }

    public void removal(long start) {
        count(removals, removeNanos, start);
    }

    public void eviction() {
        if (enabled) {
            evictions.increment();
        }
    }

    /** An entry went because its value was collected, which the standard counts as an eviction. */
    public void collected() {
        if (enabled) {
            evictions.increment();
            collected.increment();
        }
    }

    private static void count(LongAdder counter, LongAdder nanos, long start) {
        if (start != 0) {
            counter.increment();
            nanos.add(System.nanoTime() - start);
        }
    }

    public void clear() {
        for (LongAdder adder :
                new LongAdder[] {hits, misses, puts, removals, evictions, collected, getNanos, putNanos, removeNanos}) {
            adder.reset();
        }
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    public long gets() {
        return hits() + misses();
    }

    public long puts() {
        return puts.sum();
    }

    public long removals() {
        return removals.sum();
    }

    public long evictions() {
        return evictions.sum();
    }

    /** What was counted, in the words of containers. */
    public ContainerStats stats() {
        long died = collected.sum();
        return new ContainerStats(hits(), misses(), 0, removals(), 0, died, Math.max(0, evictions() - died), 0, 0);
    }

    float averageGetMicros() {
        return micros(getNanos.sum(), gets());
    }

    float averagePutMicros() {
        return micros(putNanos.sum(), puts());
    }

    float averageRemoveMicros() {
        return micros(removeNanos.sum(), removals());
    }

    /** A part of all gets, in percent; 0 when there were none. */
    static float percentage(long part, long whole) {
        return whole == 0 ? 0 : 100f * part / whole;
    }

    private static float micros(long nanos, long operations) {
        return operations == 0 ? 0 : nanos / 1_000f / operations;
    }
}
