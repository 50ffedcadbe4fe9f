package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.micrometer.ContainerMeters;
import dev.gossamer.micrometer.WeakContainerMetrics;
import dev.gossamer.spi.SimulatedCollector;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-2 meters")
class WeakContainerMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double counter(String name, String tag, String value) {
        return registry.get(name)
                .tag("container", "users")
                .tag(tag, value)
                .functionCounter()
                .count();
    }

    private double gauge(String name) {
        return registry.get(name).tag("container", "users").gauge().value();
    }

    private static WeakValueMap<String, Object> map(SimulatedCollector collector) {
        return WeakValueMap.<String, Object>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .recordStats()
                .hot(HotTier.recent(1))
                .build();
    }

    @Test
    void bindTo_anyContainer_describesEachMeter() {
        WeakContainerMetrics.of(map(new SimulatedCollector(new JdkBackend())), "users")
                .bindTo(registry);

        assertThat(registry.getMeters())
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(meter.getId().getDescription())
                        .as(meter.getId().getName())
                        .isNotBlank());
    }

    @Test
    @DisplayName("DIAG-4 meters have the names and tags that boards for caches look for")
    void bindTo_usedMap_showsItAsACache() {
        WeakValueMap<String, Object> map = map(new SimulatedCollector(new JdkBackend()));
        WeakContainerMetrics.of(map, "users").bindTo(registry);
        Object live = new Object();
        map.put("live", live);
        map.get("live");
        map.get("none");

        assertThat(registry.get("cache.size").tag("cache", "users").gauge().value())
                .isEqualTo(1);
        for (String result : new String[] {"hit", "miss"}) {
            assertThat(registry.get("cache.gets")
                            .tags("cache", "users", "result", result)
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(registry.get("cache.evictions")
                        .tag("cache", "users")
                        .functionCounter()
                        .count())
                .isZero();
        assertThat(map.get("live")).isSameAs(live);
    }

    @Test
    void bindTo_usedMap_showsItsCounts() {
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        WeakValueMap<String, Object> map = map(collector);
        WeakContainerMetrics.of(map, "users", Tag.of("area", "test")).bindTo(registry);
        Object dead = new Object();
        Object live = new Object();
        map.put("dead", dead);
        map.put("live", live);
        Object gone = new Object();
        map.put("gone", live);
        map.put("gone", gone);
        map.get("live");
        map.get("none");
        map.computeIfAbsent("made", key -> live);
        assertThat(map.remove("gone")).isSameAs(gone);
        collector.clear(dead);

        assertThat(counter("gossamer.gets", "result", "hit")).isEqualTo(1);
        assertThat(counter("gossamer.gets", "result", "miss")).isEqualTo(2);
        assertThat(counter("gossamer.removals", "cause", "explicit")).isEqualTo(1);
        assertThat(counter("gossamer.removals", "cause", "replaced")).isEqualTo(1);
        assertThat(counter("gossamer.removals", "cause", "collected")).isZero();
        assertThat(counter("gossamer.removals", "cause", "evicted")).isZero();
        assertThat(counter("gossamer.loads", "area", "test")).isEqualTo(1);
        assertThat(gauge("gossamer.entries")).isEqualTo(3);
        assertThat(gauge("gossamer.pending")).isEqualTo(1);
        assertThat(gauge("gossamer.hot")).isEqualTo(1);
        assertThat(map.get("live")).isSameAs(live);
    }

    @Test
    @org.junit.jupiter.api.Tag("collector")
    @DisplayName("MAP-11 meters do not keep a container, and do not turn into NaN")
    void bindTo_droppedContainer_isCollectedAndMetersStay() {
        WeakReference<Object> dropped = bindAndDrop();

        Awaitility.await("the container to be collected although it has meters")
                .atMost(300, TimeUnit.SECONDS)
                .pollInterval(5, TimeUnit.MILLISECONDS)
                .until(() -> {
                    System.gc();
                    return dropped.refersTo(null);
                });
        assertThat(counter("gossamer.gets", "result", "miss")).isEqualTo(1);
        assertThat(gauge("gossamer.entries")).isZero();
        assertThat(gauge("gossamer.pending")).isZero();
        assertThat(gauge("gossamer.hot")).isZero();
    }

    private WeakReference<Object> bindAndDrop() {
        WeakValueMap<String, Object> map = map(new SimulatedCollector(new JdkBackend()));
        WeakContainerMetrics.of(map, "users").bindTo(registry);
        map.get("none");
        assertThat(counter("gossamer.gets", "result", "miss")).isEqualTo(1);
        return new WeakReference<>(map);
    }

    private long cachesNamed(String name) {
        return registry.find("cache.size").tag("cache", name).gauges().size();
    }

    private static WeakSet<Object> set(String name) {
        return WeakSet.builder().name(name).build();
    }

    @Test
    @DisplayName("DIAG-4 all named containers have meters, as they come and go")
    void bindAll_containersThatComeAndGo_followsThem() {
        WeakSet<Object> before = set("bound before");
        WeakSet<Object> dropped = set("bound and dropped");
        WeakSet<Object> after;
        WeakReference<Object> collected = new WeakReference<>(dropped);
        ContainerMeters meters = WeakContainerMetrics.bindAll(registry, Tag.of("service", "orders"));
        assertThat(cachesNamed("bound before")).isEqualTo(1);
        after = set("bound before");
        assertThat(cachesNamed("bound before #2")).isEqualTo(1);
        assertThat(cachesNamed("bound and dropped")).isEqualTo(1);
        after.add(this);
        assertThat(registry.get("cache.size")
                        .tags("cache", "bound before #2", "service", "orders")
                        .gauge()
                        .value())
                .isEqualTo(1);
        Reference.reachabilityFence(dropped);
        dropped = null;
        Deaths.awaitClearing(collected);
        Deaths.await("its meters to be removed", () -> cachesNamed("bound and dropped") == 0);
        assertThat(registry.get("gossamer.containers").gauge().value()).isGreaterThanOrEqualTo(2);
        assertThat(cachesNamed("bound before")).isEqualTo(1);
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(after).hasSize(1);
        assertThat(before).isEmpty();
    }

    @Test
    @DisplayName("DIAG-4 containers whose names look numbered have meters of their own")
    void bindAll_nameThatLooksNumbered_hasMetersOfItsOwn() {
        WeakSet<Object> first = set("twin");
        WeakSet<Object> second = set("twin");
        WeakSet<Object> third = set("twin #2");
        third.add(this);
        ContainerMeters meters = WeakContainerMetrics.bindAll(registry);
        assertThat(registry.find("cache.size").gauges().stream()
                        .filter(gauge -> gauge.getId().getTag("cache").startsWith("twin"))
                        .mapToDouble(gauge -> gauge.value()))
                .containsExactlyInAnyOrder(0.0, 0.0, 1.0);
        meters.close();
        Reference.reachabilityFence(List.of(first, second, third));
    }

    @Test
    @DisplayName("DIAG-4 meters that a filter of the registry denies are left out, and the others are there")
    void bindAll_deniedMeters_bindsTheOthers() {
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("cache"))
                .meterFilter(MeterFilter.denyNameStartsWith("gossamer.containers"));
        WeakSet<Object> before = set("partly denied");
        ContainerMeters meters = WeakContainerMetrics.bindAll(registry);
        assertThat(registry.find("gossamer.entries")
                        .tag("container", "partly denied")
                        .gauges())
                .hasSize(1);
        assertThat(cachesNamed("partly denied")).isZero();
        assertThat(registry.find("gossamer.containers").gauges()).isEmpty();
        meters.close();
        assertThat(registry.getMeters()).isEmpty();
        assertThat(before).isEmpty();
    }

    private static MeterFilter failing(String name) {
        return new MeterFilter() {
            @Override
            public Meter.Id map(Meter.Id id) {
                if (id.getName().equals(name)) {
                    throw new IllegalStateException("no meter for " + name);
                }
                return id;
            }
        };
    }

    @Test
    @DisplayName("DIAG-4 where a meter cannot be registered, those of its container are taken back")
    void bindAll_lastMeterFails_leavesNone() {
        List<String> failed = new CopyOnWriteArrayList<>();
        ErrorHandler.use((source, failure) -> failed.add(source + ": " + failure.getMessage()));
        try {
            registry.config().meterFilter(failing("cache.evictions"));
            ContainerMeters meters = WeakContainerMetrics.bindAll(registry);
            assertThat(set("unmetered")).isEmpty();
            assertThat(failed).contains("following \"unmetered\": no meter for cache.evictions");
            assertThat(registry.find("gossamer.entries").gauges()).isEmpty();
            meters.close();
        } finally {
            ErrorHandler.useStandard();
        }
    }

    @Test
    @DisplayName("DIAG-4 where the containers cannot be followed, nothing is left behind")
    void bindAll_ownMeterFails_leavesNone() {
        registry.config().meterFilter(failing("gossamer.containers"));
        WeakSet<Object> before = set("never followed");
        assertThatThrownBy(() -> WeakContainerMetrics.bindAll(registry)).hasMessage("no meter for gossamer.containers");
        WeakSet<Object> after = set("never followed");
        assertThat(registry.getMeters()).isEmpty();
        Reference.reachabilityFence(List.of(before, after));
    }
}
