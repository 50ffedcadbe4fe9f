package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.util.Arrays;
import java.util.List;

/** Containers whose objects die when a test says so, and are reclaimed when it says so. */
final class Simulation {
    final SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
    private final Backend backend;

    Simulation() {
        backend = collector;
    }

    /** Containers over another backend, whose objects die by the real collector. */
    Simulation(Backend backend) {
        this.backend = backend;
    }

    <K, V> WeakValueMap.Builder<K, V> weakValueMap() {
        return WeakValueMap.<K, V>builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    <K, V> WeakKeyMap.Builder<K, V> weakKeyMap() {
        return WeakKeyMap.<K, V>builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    <E> WeakSet.Builder<E> weakSet() {
        return WeakSet.<E>builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    <E> Interner.Builder<E> interner() {
        return Interner.<E>builder().backend(backend).reclaim(Reclaim.MANUAL);
    }

    /** Clears every entry for the objects, and enqueues none. */
    void kill(Object... victims) {
        for (Object victim : victims) {
            assertThat(collector.clear(victim)).as("entries of " + victim).isPositive();
        }
    }

    /** Enqueues what was cleared and has the container reclaim it. */
    int bury(WeakContainer container) {
        collector.enqueue();
        return container.reclaim();
    }

    /** Enqueues what was cleared and has the map reclaim it. */
    int bury(StoredMap<?, ?> map) {
        collector.enqueue();
        return map.reclaim();
    }

    static List<Named> names(String... names) {
        return Arrays.stream(names).map(Named::new).toList();
    }
}
