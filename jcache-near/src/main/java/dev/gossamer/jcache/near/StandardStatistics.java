package dev.gossamer.jcache.near;

import java.util.concurrent.atomic.LongAdder;
import javax.cache.management.CacheStatisticsMXBean;

/** The standard's statistics of one near cache, counted while they are on. Thread-safe; exact when quiescent. */
final class StandardStatistics implements CacheStatisticsMXBean {
    private final Timed hits = new Timed();
    private final Timed misses = new Timed();
    private final Timed puts = new Timed();
    private final Timed removals = new Timed();
    private volatile boolean enabled;

    /** How often something was done, and how long it took in all. */
    private static final class Timed {
        private final LongAdder count = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        void add(long number, long duration) {
            count.add(number);
            nanos.add(duration);
        }

        void clear() {
            count.reset();
            nanos.reset();
        }

        float micros(long number) {
            return number == 0 ? 0 : nanos.sum() / 1_000f / number;
        }
    }

    void enable(boolean on) {
        enabled = on;
    }

    boolean isEnabled() {
        return enabled;
    }

    /** The moment an operation starts, to be given back when it counts; 0 if it is not to be counted. */
    long start() {
        return enabled ? System.nanoTime() | 1 : 0;
    }

    void hit(long start) {
        count(hits, 1, start);
    }

    void miss(long start) {
        count(misses, 1, start);
    }

    void hits(int found, int asked, long start) {
        count(hits, found, start);
        count(misses, asked - found, start);
    }

    void puts(int number, long start) {
        count(puts, number, start);
    }

    void removals(int number, long start) {
        count(removals, number, start);
    }

    private static void count(Timed counter, int number, long start) {
        if (start != 0 && number > 0) {
            counter.add(number, System.nanoTime() - start);
        }
    }

    @Override
    public void clear() {
        hits.clear();
        misses.clear();
        puts.clear();
        removals.clear();
    }

    @Override
    public long getCacheHits() {
        return hits.count.sum();
    }

    @Override
    public float getCacheHitPercentage() {
        return percentage(getCacheHits());
    }

    @Override
    public long getCacheMisses() {
        return misses.count.sum();
    }

    @Override
    public float getCacheMissPercentage() {
        return percentage(getCacheMisses());
    }

    private float percentage(long part) {
        long gets = getCacheGets();
        return gets == 0 ? 0 : 100f * part / gets;
    }

    @Override
    public long getCacheGets() {
        return getCacheHits() + getCacheMisses();
    }

    @Override
    public long getCachePuts() {
        return puts.count.sum();
    }

    @Override
    public long getCacheRemovals() {
        return removals.count.sum();
    }

    /** Always 0: what is let go of near is still in the engine, whose evictions nobody tells. */
    @Override
    public long getCacheEvictions() {
        return 0;
    }

    @Override
    public float getAverageGetTime() {
        long gets = getCacheGets();
        return gets == 0 ? 0 : (hits.nanos.sum() + misses.nanos.sum()) / 1_000f / gets;
    }

    @Override
    public float getAveragePutTime() {
        return puts.micros(getCachePuts());
    }

    @Override
    public float getAverageRemoveTime() {
        return removals.micros(getCacheRemovals());
    }
}
