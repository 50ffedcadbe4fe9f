package dev.gossamer.tck;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/** A backend that stores nothing: its {@code table} always throws. */
final class BrokenBackend implements Backend {
    @Override
    public String name() {
        return "broken";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Set<Feature> features() {
        return new JdkBackend().features();
    }

    @Override
    public Table table(TableSpec spec) {
        throw new UnsupportedOperationException("no table");
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        throw new UnsupportedOperationException("no map");
    }
}
