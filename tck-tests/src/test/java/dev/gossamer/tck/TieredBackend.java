package dev.gossamer.tck;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The JDK backend with another hot tier. */
record TieredBackend(Function<HotSpec, HotPolicy> tier) implements Backend {
    private static final Backend RIGHT = new JdkBackend();

    @Override
    public String name() {
        return "mutant";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Set<Feature> features() {
        return RIGHT.features();
    }

    @Override
    public Table table(TableSpec spec) {
        return RIGHT.table(spec);
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        return RIGHT.strongMap(initialCapacity, bounds, onEvicted);
    }

    @Override
    public Optional<HotPolicy> hotPolicy(HotSpec spec) {
        return Optional.of(tier.apply(spec));
    }
}
