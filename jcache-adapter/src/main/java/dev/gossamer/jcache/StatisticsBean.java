package dev.gossamer.jcache;

import javax.cache.management.CacheStatisticsMXBean;

/** The statistics of one cache as the standard wants them: percentages of all gets, averages in microseconds. */
final class StatisticsBean implements CacheStatisticsMXBean {
    private final Counters counters;

    StatisticsBean(Counters counters) {
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
        return Counters.percentage(counters.hits(), counters.gets());
    }

    @Override
    public long getCacheMisses() {
        return counters.misses();
    }

    @Override
    public float getCacheMissPercentage() {
        return Counters.percentage(counters.misses(), counters.gets());
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
