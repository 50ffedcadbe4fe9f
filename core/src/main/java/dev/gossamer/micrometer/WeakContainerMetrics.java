package dev.gossamer.micrometer;

import dev.gossamer.ContainerStats;
import dev.gossamer.ObservedContainer;
import dev.gossamer.WeakContainer;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The statistics of one container as meters of Micrometer.
 *
 * <p>The meters are {@code gossamer.gets} (tag {@code result}: {@code hit} or {@code miss}), {@code gossamer.loads},
 * {@code gossamer.removals} (tag {@code cause}: {@code explicit}, {@code replaced}, {@code collected} or
 * {@code evicted}), and the gauges {@code gossamer.entries}, {@code gossamer.pending} and {@code gossamer.hot}; each
 * has the tag {@code container}. Dashboards that were made for caches find {@code cache.size}, {@code cache.gets} (tag
 * {@code result}) and {@code cache.evictions}, as Micrometer's own binders name them, with the name as the tag
 * {@code cache}. Reading {@code gossamer.pending} takes time linear in the size of the container, at most once a second
 * for all meters together; {@code gossamer.entries} is the estimated size.
 *
 * <p>Thread-safe. The registry holds the state of the meters strongly, so none turns into {@code NaN}, and that state holds
 * the container weakly: a container that was dropped is collected, its counters keep their last values, and its gauges are
 * 0. The counters stay 0 unless the container was built with {@code recordStats()}.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="metrics"}
 *
 * @since 0.1.0
 */
@SuppressWarnings("exports") // whoever uses it requires micrometer.core itself
public final class WeakContainerMetrics implements MeterBinder {
    private static final String LOOKUPS = "lookups, by whether they found a live value";
    private static final String LOADS = "values made by a function and stored";
    private static final String REMOVALS = "entries that left, by what took them out";
    private static final String EVICTIONS = "entries dropped because of a bound";
    private static final String ENTRIES = "entries that occupy storage";
    private static final String PENDING = "dead entries not reclaimed yet";
    private static final String HOT = "entries held by the hot tier";

    private final String name;
    private final Iterable<Tag> tags;

    private final ObservedContainer container;

    /** Whether the registry may hold nothing of this library. */
    private final boolean detached;

    private WeakContainerMetrics(ObservedContainer container, Iterable<Tag> tags, boolean detached) {
        this.name = container.name();
        this.tags = Objects.requireNonNull(tags, "tags");
        this.container = container;
        this.detached = detached;
    }

    /** Meters of which the registry holds nothing of this library. */
    static WeakContainerMetrics detached(ObservedContainer container, Iterable<Tag> tags) {
        return new WeakContainerMetrics(container, tags, true);
    }

    /**
     * Meters for a container.
     *
     * @param container the container, held weakly
     * @param name the value of the tag {@code container}
     * @param tags further tags
     * @return a binder for a registry
     */
    public static WeakContainerMetrics of(WeakContainer container, String name, Tag... tags) {
        return new WeakContainerMetrics(ObservedContainer.of(container, name), Tags.of(tags), false);
    }

    /**
     * Binds the meters of all {@linkplain dev.gossamer.ContainerBuilder#name named} containers, those of copies included, and follows
     * them as they come and go. A registry has but one meter of a name and tags: where this is done twice, give tags that tell
     * the two apart, else the first that is closed takes the meters of both along.
     *
     * @param registry gets the meters
     * @param tags further tags of each
     * @return the meters, which follow the containers until they are closed
     * @since 0.2.0
     */
    public static ContainerMeters bindAll(MeterRegistry registry, Tag... tags) {
        return new ContainerMeters(registry, Tags.of(tags));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(registry, meter -> {});
    }

    /** Binds the meters, and tells of each that the registry has now, whatever becomes of the next. */
    void bind(MeterRegistry registry, Consumer<? super Meter> bound) {
        registrations().forEach(each -> bound.accept(register(registry, each)));
    }

    private List<Function<MeterRegistry, ? extends Meter>> registrations() {
        Tags cache = Tags.concat(tags, "cache", name);
        return List.of(
                counter("gossamer.gets", LOOKUPS, tagged("result", "hit"), ContainerStats::hits),
                counter("gossamer.gets", LOOKUPS, tagged("result", "miss"), ContainerStats::misses),
                counter("gossamer.loads", LOADS, tagged(), ContainerStats::loads),
                counter("gossamer.removals", REMOVALS, tagged("cause", "explicit"), ContainerStats::removals),
                counter("gossamer.removals", REMOVALS, tagged("cause", "replaced"), ContainerStats::replaced),
                counter("gossamer.removals", REMOVALS, tagged("cause", "collected"), ContainerStats::collected),
                counter("gossamer.removals", REMOVALS, tagged("cause", "evicted"), ContainerStats::evicted),
                gauge("gossamer.entries", ENTRIES, tagged(), ObservedContainer::estimatedSize),
                gauge(
                        "gossamer.pending",
                        PENDING,
                        tagged(),
                        each -> each.stats().pending()),
                gauge("gossamer.hot", HOT, tagged(), each -> each.stats().hot()),
                gauge("cache.size", ENTRIES, cache, ObservedContainer::estimatedSize),
                counter("cache.gets", LOOKUPS, cache.and("result", "hit"), ContainerStats::hits),
                counter("cache.gets", LOOKUPS, cache.and("result", "miss"), ContainerStats::misses),
                counter("cache.evictions", EVICTIONS, cache, ContainerStats::evicted));
    }

    private Function<MeterRegistry, FunctionCounter> counter(
            String meter, String what, Tags tagged, ToLongFunction<ContainerStats> count) {
        ToDoubleFunction<Object> function = function(each -> count.applyAsLong(each.stats()));
        return FunctionCounter.builder(meter, function, function) // holds it, as the counter would not
                .description(what)
                .tags(tagged)::register;
    }

    private Function<MeterRegistry, Gauge> gauge(
            String meter, String what, Tags tagged, ToDoubleFunction<ObservedContainer> level) {
        ToDoubleFunction<Object> function = function(level);
        return Gauge.builder(meter, function, function)
                .description(what)
                .tags(tagged)
                .strongReference(true)::register;
    }

    /** What the registry holds of a figure. */
    private ToDoubleFunction<Object> function(ToDoubleFunction<ObservedContainer> figure) {
        return detached ? container.figure(figure) : same -> figure.applyAsDouble(container);
    }

    private Meter register(MeterRegistry registry, Function<MeterRegistry, ? extends Meter> registration) {
        return detached ? registerAnew(registry, registration) : registration.apply(registry);
    }

    /** Registers a meter, in place of one that is left of an application that was dropped. */
    static Meter registerAnew(MeterRegistry registry, Function<MeterRegistry, ? extends Meter> registration) {
        Meter meter = registration.apply(registry);
        Iterator<Measurement> measured = meter.measure().iterator();
        if (!measured.hasNext() || !Double.isNaN(measured.next().getValue())) { // a filter may have denied it
            return meter;
        }
        registry.remove(meter);
        return registration.apply(registry);
    }

    private Tags tagged(String... more) {
        return Tags.concat(tags, "container", name).and(more);
    }
}
