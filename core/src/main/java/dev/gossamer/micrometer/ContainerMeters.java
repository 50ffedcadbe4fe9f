package dev.gossamer.micrometer;

import dev.gossamer.WeakContainer;
import dev.gossamer.WeakContainers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The meters of all named containers in a registry; made by {@link WeakContainerMetrics#bindAll}.
 *
 * <p>The set of meters is brought up to date whenever the registry reads the gauge {@code gossamer.containers}, the
 * number of named containers: the meters of a new container are there from the next reading on, and those of a
 * collected one are removed. Where several containers have one name, a number is added to it, as in
 * {@code sessions #2}. Bringing up to date takes linear time.
 *
 * <p>Thread-safe. Holds the containers weakly. The registry holds this object, and so the library's class loader, until
 * this is closed; an application that can be redeployed while the registry stays has to close it.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="all-metrics"}
 *
 * @since 0.2.0
 */
public final class ContainerMeters implements AutoCloseable {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Meter counted;
    private final List<Bound> bound = new ArrayList<>(); // this and the following guarded by this
    private boolean closed;

    private record Bound(WeakReference<WeakContainer> container, String name, List<Meter> meters) {}

    ContainerMeters(MeterRegistry registry, Tags tags) {
        this.registry = Objects.requireNonNull(registry, "registry");
        this.tags = tags;
        this.counted = Gauge.builder("gossamer.containers", this, ContainerMeters::follow)
                .description("containers that have a name")
                .tags(tags)
                .strongReference(true)
                .register(registry);
        follow();
    }

    /**
     * Binds the meters of new containers, removes those of collected ones, and returns how many containers there are.
     */
    private synchronized int follow() {
        if (closed) {
            return 0;
        }
        List<WeakContainer> living = WeakContainers.named();
        removeCollected();
        Set<WeakContainer> known = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<String> names = new HashSet<>();
        for (Bound each : bound) {
            known.add(each.container.get());
            names.add(each.name);
        }
        for (WeakContainer container : living) {
            if (!known.contains(container)) {
                bind(container, names);
            }
        }
        return living.size();
    }

    private void removeCollected() {
        for (Bound each : bound) {
            if (each.container.refersTo(null)) {
                each.meters.forEach(registry::remove);
            }
        }
        bound.removeIf(each -> each.container.refersTo(null));
    }

    private void bind(WeakContainer container, Set<String> names) {
        String name = container.name().orElseThrow();
        String free = name;
        for (int number = 2; !names.add(free); number++) {
            free = name + " #" + number;
        }
        List<Meter> meters = new WeakContainerMetrics(container, free, tags).bind(registry);
        bound.add(new Bound(new WeakReference<>(container), free, meters));
    }

    /** Removes all these meters from the registry, for good. */
    @Override
    public synchronized void close() {
        closed = true;
        registry.remove(counted);
        bound.forEach(each -> each.meters.forEach(registry::remove));
        bound.clear();
    }
}
