package dev.gossamer.tck.environment;

import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;

/** A test in which the test itself is the garbage collector: builders whose containers are reclaimed only when told to. */
public final class SimulatedCollection {
    public final SimulatedCollector collector;

    public SimulatedCollection(Backend backend) {
        collector = new SimulatedCollector(backend);
    }

    public <K, V> WeakValueMap.Builder<K, V> weakValueMap() {
        return WeakValueMap.<K, V>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <K, V> WeakKeyMap.Builder<K, V> weakKeyMap() {
        return WeakKeyMap.<K, V>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <E> WeakSet.Builder<E> weakSet() {
        return WeakSet.<E>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    public <E> Interner.Builder<E> interner() {
        return Interner.<E>builder().backend(collector).reclaim(Reclaim.MANUAL);
    }

    /** Lets objects die: cleared everywhere, enqueued nowhere. */
    public void kill(Object... victims) {
        for (Object victim : victims) {
            collector.clear(victim);
        }
    }

    /** Enqueues what is dead, and has a container reclaim it. */
    public int reclaim(WeakContainer container) {
        collector.enqueue();
        return container.reclaim();
    }
}
