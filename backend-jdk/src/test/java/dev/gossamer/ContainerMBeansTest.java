package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.InstanceNotFoundException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("DIAG-4 MBeans of containers and of the library")
class ContainerMBeansTest {
    private static final MBeanServer SERVER = MBeanServerFactory.newMBeanServer();

    private final ContainerMBeans beans = ContainerMBeans.register(SERVER);

    @AfterEach
    void close() throws Exception {
        beans.close();
        assertThat(ours(SERVER)).isEmpty();
    }

    private static Set<ObjectName> ours(MBeanServer server) throws Exception {
        return server.queryNames(new ObjectName("dev.gossamer:*"), null);
    }

    private static ObjectName name(String container) throws Exception {
        return new ObjectName("dev.gossamer:type=Container,name=" + ObjectName.quote(container));
    }

    private static ContainerMXBean bean(String container) throws Exception {
        return JMX.newMXBeanProxy(SERVER, name(container), ContainerMXBean.class);
    }

    @Test
    void attributes_usedMap_areItsCounts() throws Exception {
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .name("users, \"all\"")
                .recordStats()
                .hot(HotTier.recent(1))
                .build();
        map.put("ada", this);
        map.put("ada", new Object());
        map.get("ada");
        map.get("bob");
        map.remove("ada");
        map.computeIfAbsent("eve", key -> this);

        ContainerMXBean bean = bean("users, \"all\"");
        assertThat(List.of(bean.getName(), bean.getKind(), bean.getCreatedAt()))
                .containsExactly("users, \"all\"", "WeakValueMap", "");
        assertThat(List.of(bean.getHits(), bean.getMisses(), bean.getLoads(), bean.getRemovals(), bean.getReplaced()))
                .containsExactly(1L, 2L, 1L, 1L, 1L);
        assertThat(List.of(bean.getCollected(), bean.getEvicted(), bean.getPending()))
                .containsOnly(0L);
        assertThat(List.of(bean.getEstimatedSize(), bean.getHot())).containsOnly(1L);
        assertThat(bean.getHitRate()).isEqualTo(1.0 / 3);
        Reference.reachabilityFence(map);
    }

    private record Span(Object context) {}

    @Test
    void operations_selfPinnedAndHonestEntries_nameThePathWithinTheLimit() throws Exception {
        WeakKeyMap<Object, Object> map = WeakKeyMap.builder().name("spans").build();
        List<Object> keys = List.of(new Object(), new Object(), new Object());
        keys.forEach(key -> map.put(key, new Span(key == keys.get(0) ? map : key)));
        WeakSet<Object> set = WeakSet.builder().name("no map").build();

        assertThat(bean("spans").selfPins(1_000))
                .singleElement()
                .asString()
                .startsWith("2 × ")
                .contains("Span.context");
        assertThat(bean("spans").selfPins(1)).contains("the search reached its limit; there may be more");
        assertThat(bean("no map").selfPins(1_000)).isEmpty();
        assertThatThrownBy(() -> bean("spans").selfPins(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxObjects 0 looks at nothing; give 1 or more");
        Reference.reachabilityFence(List.of(keys, set, map));
    }

    @Test
    void reclaim_ofOneOrAll_takesOutWhatIsDead() throws Exception {
        dev.gossamer.spi.SimulatedCollector collector =
                new dev.gossamer.spi.SimulatedCollector(new dev.gossamer.backend.jdk.JdkBackend());
        WeakSet<Object> set = WeakSet.builder()
                .name("reclaimed")
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .build();
        Object one = new Object();
        Object other = new Object();
        set.add(one);
        set.add(other);
        collector.clear(one);
        collector.enqueue();
        assertThat(bean("reclaimed").reclaim()).isEqualTo(1);
        collector.clear(other);
        collector.enqueue();

        LibraryMXBean library =
                JMX.newMXBeanProxy(SERVER, new ObjectName("dev.gossamer:type=Library"), LibraryMXBean.class);
        assertThat(library.reclaim()).isPositive();
        assertThat(set.estimatedSize()).isZero();
        assertThat(library.getNamedContainers()).isPositive();
        assertThat(library.getBackends()).contains("jdk");
        WeakSet<Object> unnamed = WeakSet.create();
        Map<String, Integer> counts = library.getUnnamedContainers();
        assertThat(counts.get("WeakSet")).isPositive();
        Reference.reachabilityFence(unnamed);
    }

    @Test
    void register_twice_numbersTheNamesOfTheSecond() throws Exception {
        WeakSet<Object> set = WeakSet.builder().name("twice").build();
        ContainerMBeans second = ContainerMBeans.register(SERVER);

        assertThat(ours(SERVER))
                .contains(
                        name("twice"),
                        new ObjectName(name("twice") + ",instance=2"),
                        new ObjectName("dev.gossamer:type=Library,instance=2"));
        second.close();
        assertThat(ours(SERVER)).noneMatch(each -> each.getKeyProperty("instance") != null);
        Reference.reachabilityFence(set);
    }

    @Test
    void register_nobodyAsked_leavesThePlatformServerAlone() throws Exception {
        assertThat(ours(ManagementFactory.getPlatformMBeanServer())).isEmpty();
        ContainerMBeans platform = ContainerMBeans.register();
        assertThat(ours(ManagementFactory.getPlatformMBeanServer())).isNotEmpty();
        platform.close();
        assertThat(ours(ManagementFactory.getPlatformMBeanServer())).isEmpty();
    }

    @Test
    @Tag("collector")
    void container_dropped_isCollectedAndItsMBeanGoes() throws Exception {
        Deaths.Victim victim = new Deaths.Victim();
        victim.object = WeakSet.builder().name("shown and dropped").build();
        assertThat(bean("shown and dropped").getEstimatedSize()).isZero();
        WeakReference<Object> dropped = victim.drop();
        Deaths.awaitClearing(dropped);
        ObjectName name = name("shown and dropped");

        Deaths.await("its MBean to be unregistered", () -> !SERVER.isRegistered(name));
        assertThatThrownBy(() -> SERVER.getAttribute(name, "Hits")).isInstanceOf(InstanceNotFoundException.class);
    }
}
