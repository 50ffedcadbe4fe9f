package dev.gossamer.jcache.management;

import dev.gossamer.ContainerStats;
import dev.gossamer.ExternalContainer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** What those see of a cache who watch containers. Held by the cache, whose entries it holds. */
public final class ListedCache extends ExternalContainer {
    private final String backend;
    private final LongSupplier stored;
    private final IntSupplier living;
    private final CacheCounters counters;

    /**
     * Lists a cache.
     *
     * @param stored how many entries it stores, in constant time
     * @param living how many of them are alive
     */
    public ListedCache(String name, String backend, LongSupplier stored, IntSupplier living, CacheCounters counters) {
        super("Cache", name);
        this.backend = backend;
        this.stored = stored;
        this.living = living;
        this.counters = counters;
        list();
    }

    /** Takes it off the list. */
    public void close() {
        unlist();
    }

    @Override
    public String backend() {
        return backend;
    }

    @Override
    public boolean recordsStats() {
        return counters.isEnabled();
    }

    @Override
    public int size() {
        return living.getAsInt();
    }

    @Override
    public long estimatedSize() {
        return stored.getAsLong();
    }

    /** Nothing: a cache takes out what is dead by itself. */
    @Override
    public int reclaim() {
        return 0;
    }

    @Override
    public ContainerStats stats() {
        return counters.stats();
    }
}
