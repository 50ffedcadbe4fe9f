package dev.gossamer.tck.environment;

import dev.gossamer.ContainerStats;
import dev.gossamer.ExternalContainer;

/** A container with nothing in it, which is listed until it is closed. */
public final class EmptyContainer extends ExternalContainer implements AutoCloseable {

    /** One with a name, which others may have too. */
    public EmptyContainer(String name) {
        super("EmptyContainer", name);
        list();
    }

    @Override
    public String backend() {
        return "none";
    }

    @Override
    public boolean recordsStats() {
        return false;
    }

    @Override
    public int size() {
        return 0;
    }

    @Override
    public long estimatedSize() {
        return 0;
    }

    @Override
    public int reclaim() {
        return 0;
    }

    @Override
    public ContainerStats stats() {
        return new ContainerStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {
        unlist();
    }
}
