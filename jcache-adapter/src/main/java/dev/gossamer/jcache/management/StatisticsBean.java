package dev.gossamer.jcache.management;

import javax.cache.management.CacheStatisticsMXBean;

/** The statistics of one cache as the standard wants them: percentages of all gets, averages in microseconds. */
public final class StatisticsBean implements CacheStatisticsMXBean {
    private final CacheCounters counters;

    public StatisticsBean(CacheCounters counters) {
        this.counters = counters;
    }

    @Override
    public void clear() {
        counters.clear();
    }

    @Override
    public long getCacheHits() {
        return counters.hits();
    }

    @Override
    public float getCacheHitPercentage() {
        return CacheCounters.percentage(counters.hits(), counters.gets());
    }

    @Override
    public long getCacheMisses() {
        return counters.misses();
    }

    @Override
    public float getCacheMissPercentage() {
        return CacheCounters.percentage(counters.misses(), counters.gets());
    }

    @Override
    public long getCacheGets() {
        return counters.gets();
    }

    @Override
    public long getCachePuts() {
        return counters.puts();
    }

    @Override
    public long getCacheRemovals() {
        return counters.removals();
    }

    @Override
    public long getCacheEvictions() {
        return counters.evictions();
    }

    @Override
    public float getAverageGetTime() {
        return counters.averageGetMicros();
    }

    @Override
    public float getAveragePutTime() {
        return counters.averagePutMicros();
    }

    @Override
    public float getAverageRemoveTime() {
        return counters.averageRemoveMicros();
    }
}
