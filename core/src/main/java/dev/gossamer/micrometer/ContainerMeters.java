package dev.gossamer.micrometer;

import dev.gossamer.ContainerFollower;
import dev.gossamer.ObservedContainer;
import dev.gossamer.WeakContainers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The meters of all named containers in a registry, as they {@linkplain WeakContainers#follow come and go}; made by
 * {@link WeakContainerMetrics#bindAll}. The gauge {@code gossamer.containers} tells how many there are.
 *
 * <p>Thread-safe. Holds the containers and the registry weakly. The registry holds nothing of the library: where it
 * outlives the library's class loader, meters that were not closed stay in it and read {@code NaN} until the
 * application is deployed again.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="all-metrics"}
 *
 * @since 0.2.0
 */
public final class ContainerMeters implements AutoCloseable {
    private final WeakReference<MeterRegistry> registry;
    private final Tags tags;
    private final ContainerFollower follower;
    private final WeakReference<Meter> counted;

    ContainerMeters(MeterRegistry registry, Tags tags) {
        this.registry = new WeakReference<>(Objects.requireNonNull(registry, "registry"));
        this.tags = tags;
        this.follower = WeakContainers.follow(this::bind);
        boolean complete = false;
        try {
            ToDoubleFunction<Object> count = follower.counter();
            this.counted = new WeakReference<>(WeakContainerMetrics.registerAnew(
                    registry,
                    Gauge.builder("gossamer.containers", count, count)
                            .description("containers that have a name")
                            .tags(tags)
                            .strongReference(true)::register));
            complete = true;
        } finally {
            if (!complete) {
                follower.close();
            }
        }
    }

    private Runnable bind(ObservedContainer container) {
        MeterRegistry live = registry.get();
        if (live == null) {
            follower.close();
            return () -> {};
        }
        List<WeakReference<Meter>> bound = new ArrayList<>();
        Runnable undo = () -> bound.forEach(this::remove);
        boolean complete = false;
        try {
            WeakContainerMetrics.detached(container, tags).bind(live, meter -> bound.add(new WeakReference<>(meter)));
            complete = true;
        } finally {
            if (!complete) {
                undo.run();
            }
        }
        return undo;
    }

    private void remove(WeakReference<Meter> meter) {
        MeterRegistry live = registry.get();
        Meter registered = meter.get();
        if (live != null && registered != null) {
            live.remove(registered);
        }
    }

    /** Removes all these meters from the registry, and follows no longer. Closing again does nothing. */
    @Override
    public void close() {
        follower.close();
        remove(counted);
    }
}
