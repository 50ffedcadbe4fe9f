package dev.gossamer.examples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.AwaitedFunction;
import dev.gossamer.ContainerFollower;
import dev.gossamer.ContainerMBeans;
import dev.gossamer.ContainerMXBean;
import dev.gossamer.ContainerStats;
import dev.gossamer.ExternalContainer;
import dev.gossamer.Reclaim;
import dev.gossamer.SelfPin;
import dev.gossamer.SelfPinProbe;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakContainers;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.micrometer.ContainerMeters;
import dev.gossamer.micrometer.WeakContainerMetrics;
import dev.gossamer.spi.SimulatedCollector;
import dev.gossamer.tck.SelfPinning;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.management.JMX;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class DiagnosisExamplesTest {
    private static final class Session {}

    private record Basket(Session owner) {}

    @Test
    void stats_ofAMapThatCounts_tellItsHitRate() {
        WeakValueMap<String, Session> sessions = WeakValueMap.<String, Session>builder()
                .name("sessions")
                .recordStats()
                .build();
        Session ada = sessions.computeIfAbsent("ada", user -> new Session());
        assertThat(sessions.get("ada")).isSameAs(ada);
        // @start region="stats"
        ContainerStats stats = sessions.stats(); // of a container built with recordStats()

        String line = "%d lookups, %.0f %% hits, %d collected"
                .formatted(stats.lookups(), 100 * stats.hitRate(), stats.collected());
        // @end region="stats"
        assertThat(line).isEqualTo("2 lookups, 50 % hits, 0 collected");
    }

    @Test
    void awaitedFunction_threadThatComputes_isNamed() throws Exception {
        WeakValueMap<String, Session> sessions = WeakValueMap.create();
        CountDownLatch computes = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Thread computing = new Thread(() -> compute(sessions, computes, end), "computing");
        Thread waiting = new Thread(() -> sessions.computeIfAbsent("ada", user -> new Session()));
        computing.start();
        computes.await();
        waiting.start();
        List<String> lines = new ArrayList<>();
        while (lines.isEmpty()) {
            Thread.onSpinWait();
            // @start region="awaited"
            for (AwaitedFunction each : sessions.stats().awaited()) {
                lines.add(each.waiting() + " wait for " + each.thread().getName() + ", which computes " + each.key());
            }
            // @end region="awaited"
        }
        end.countDown();
        computing.join();
        waiting.join();
        assertThat(lines).containsExactly("1 wait for computing, which computes ada");
    }

    private static void compute(WeakValueMap<String, Session> sessions, CountDownLatch computes, CountDownLatch end) {
        sessions.computeIfAbsent("ada", user -> {
            computes.countDown();
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return new Session();
        });
    }

    @Test
    void containers_thatWereNamed_areListed() {
        WeakValueMap<String, Session> sessions =
                WeakValueMap.<String, Session>builder().name("listed sessions").build();
        List<String> names = new ArrayList<>();
        // @start region="containers"
        for (WeakContainer each : WeakContainers.named()) {
            names.add(each.name().orElseThrow() + ": " + each.estimatedSize() + " entries");
        }
        // @end region="containers"
        assertThat(names).contains("listed sessions: 0 entries");
        Reference.reachabilityFence(sessions);
    }

    @Test
    void selfPinProbe_valueThatRefersToItsKey_isFound() {
        WeakKeyMap<Session, Basket> baskets = WeakKeyMap.identity();
        Session session = new Session();
        baskets.put(session, new Basket(session));
        List<String> found = new ArrayList<>();
        // @start region="self-pin"
        for (SelfPin<Session> each : SelfPinProbe.search(baskets).pins()) {
            found.add(each.path()); // how the value holds its key
        }
        // @end region="self-pin"
        assertThat(found).singleElement().asString().contains("Basket.owner");
    }

    @Test
    void selfPinning_ofAnHonestMap_passes() {
        Session session = new Session();
        WeakKeyMap<Session, String> names = WeakKeyMap.identity();
        names.put(session, "ada");
        // @start region="self-pinning"
        SelfPinning.assertNoSelfPinning(
                names); // in a test of your program: fails, with the path, if an entry cannot die
        // @end region="self-pinning"
        assertThat(names).containsKey(session);
    }

    @Test
    void simulatedCollector_eachStep_isACommand() {
        Session session = new Session();
        // @start region="simulated"
        SimulatedCollector collector = new SimulatedCollector(new JdkBackend());
        WeakValueMap<String, Session> sessions = WeakValueMap.<String, Session>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .build();
        sessions.put("ada", session);

        collector.clear(session); // cleared: no operation shows it any more
        collector.enqueue(); // its entry is in the queue
        int reclaimed = sessions.reclaim(); // its entry is gone
        // @end region="simulated"
        assertThat(reclaimed).isEqualTo(1);
        assertThat(sessions).isEmpty();
    }

    @Test
    void metrics_boundToARegistry_countGets() {
        WeakValueMap<String, Session> sessions =
                WeakValueMap.<String, Session>builder().recordStats().build();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        // @start region="metrics"
        WeakContainerMetrics.of(sessions, "sessions").bindTo(registry);
        // @end region="metrics"
        assertThat(sessions.get("ada")).isNull();
        assertThat(registry.get("gossamer.gets")
                        .tag("result", "miss")
                        .functionCounter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void metrics_ofAllContainers_followThem() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        // @start region="all-metrics"
        ContainerMeters meters = WeakContainerMetrics.bindAll(registry);
        WeakSet<Session> sessions =
                WeakSet.<Session>builder().name("all sessions").build();
        assert registry.get("gossamer.containers").gauge().value() >= 1;
        assert registry.get("cache.size").tag("cache", "all sessions").gauge().value() == sessions.size();
        meters.close(); // removes all these meters
        // @end region="all-metrics"
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void follow_namedContainers_isToldOfEach() {
        List<String> board = new ArrayList<>();
        // @start region="follow"
        ContainerFollower follower = WeakContainers.follow(container -> {
            board.add(container.name()); // shows it somewhere, and says how to show it no longer
            return () -> board.remove(container.name());
        });
        WeakSet<Session> sessions =
                WeakSet.<Session>builder().name("followed sessions").build();
        assert board.contains("followed sessions");
        follower.close();
        assert board.isEmpty();
        // @end region="follow"
        assertThat(board).isEmpty();
        assertThat(sessions).isEmpty();
    }

    @Test
    void mBeans_ofAllContainers_areRegisteredOnRequest() throws Exception {
        // @start region="mbeans"
        ContainerMBeans beans = ContainerMBeans.register(); // with the platform's MBean server
        WeakSet<Session> sessions =
                WeakSet.<Session>builder().name("shown sessions").build();
        ObjectName name = new ObjectName("dev.gossamer:type=Container,name=\"shown sessions\"");
        ContainerMXBean bean =
                JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), name, ContainerMXBean.class);
        assert bean.getEstimatedSize() == sessions.size();
        beans.close(); // unregisters all
        // @end region="mbeans"
        assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(name))
                .isFalse();
    }

    // @start region="external"
    static final class PageCache {
        private final Map<String, byte[]> pages = new ConcurrentHashMap<>();
        private final Watched watched = new Watched(pages); // the list holds it weakly, so the cache does

        private static final class Watched extends ExternalContainer {
            private final Map<String, byte[]> pages;

            Watched(Map<String, byte[]> pages) {
                super("PageCache", "front pages");
                this.pages = pages;
                list();
            }

            @Override
            public String backend() {
                return "java.util";
            }

            @Override
            public int size() {
                return pages.size();
            }

            @Override
            public long estimatedSize() {
                return pages.size();
            }

            @Override
            public int reclaim() {
                return 0; // nothing of it is weak
            }

            @Override
            public boolean recordsStats() {
                return false;
            }

            @Override
            public ContainerStats stats() {
                return new ContainerStats(0, 0, 0, 0, 0, 0, 0, 0, 0);
            }
        }
    }
    // @end region="external"

    @Test
    void externalContainer_ofACache_isListed() {
        PageCache cache = new PageCache();

        assertThat(WeakContainers.named())
                .contains(cache.watched)
                .anySatisfy(each -> assertThat(each.kind()).isEqualTo("PageCache"));
    }
}
