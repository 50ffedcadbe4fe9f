package dev.gossamer;

import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The MBeans of all named containers, as they {@linkplain WeakContainers#follow come and go}, and one of the library: for JMX consoles and
 * agents. There are none unless they are registered here.
 *
 * <p>Thread-safe. Holds the containers and the server weakly. The server holds nothing of the library: an MBean whose application was
 * dropped without closing this goes when it is looked at next, and keeps no class loader until then. Needs the module
 * {@code java.management}, which a program on the module path has to require.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="mbeans"}
 *
 * @since 0.2.0
 */
@SuppressWarnings("exports") // whoever uses it requires java.management itself
public final class ContainerMBeans implements AutoCloseable {
    private static final String DOMAIN = "dev.gossamer:type=";

    private final WeakReference<MBeanServer> server;
    private final DetachedMBean library;
    private final ContainerFollower follower;

    private ContainerMBeans(MBeanServer server) {
        this.server = new WeakReference<>(server);
        this.library = registered(server, DOMAIN + "Library", LibraryMXBean.class, new Library());
        this.follower = WeakContainers.follow(this::bind);
    }

    /**
     * Registers MBeans with the platform's server.
     *
     * @return what follows the containers until it is closed; need not be kept
     * @throws IllegalStateException if the server refuses them
     */
    public static ContainerMBeans register() {
        return register(ManagementFactory.getPlatformMBeanServer());
    }

    /**
     * Registers MBeans with a server. Where a name is taken, as by another application with a library of its own, the property
     * {@code instance} tells them apart.
     *
     * @param server the server
     * @return what follows the containers until it is closed; need not be kept
     * @throws IllegalStateException if the server refuses them
     */
    public static ContainerMBeans register(MBeanServer server) {
        return new ContainerMBeans(Objects.requireNonNull(server, "server"));
    }

    private static <T> DetachedMBean registered(MBeanServer server, String name, Class<T> type, T bean) {
        try {
            return DetachedMBean.register(server, name, type, bean);
        } catch (JMException refused) {
            throw new IllegalStateException(
                    "the MBean server does not take " + name + "; see its reason, or give another server", refused);
        }
    }

    private Runnable bind(ObservedContainer container) {
        MBeanServer live = server.get();
        if (live == null) {
            return () -> {};
        }
        String name = DOMAIN + "Container,name=" + ObjectName.quote(container.name());
        DetachedMBean bean = registered(live, name, ContainerMXBean.class, new Container(container));
        return () -> unregister(bean);
    }

    private static void unregister(DetachedMBean bean) {
        try {
            bean.unregister();
        } catch (JMException refused) {
            ErrorReporter.report("unregistering an MBean", refused);
        }
    }

    /** Unregisters all these MBeans, and follows no longer. Closing again does nothing. */
    @Override
    public void close() {
        follower.close();
        unregister(library);
    }

    /** What is shown of a container. */
    private record Container(ObservedContainer container) implements ContainerMXBean {
        @Override
        public String getName() {
            return container.name();
        }

        @Override
        public String getKind() {
            return container.kind();
        }

        @Override
        public String getCreatedAt() {
            return container.createdAt().orElse("");
        }

        @Override
        public long getEstimatedSize() {
            return container.estimatedSize();
        }

        @Override
        public long getPending() {
            return container.stats().pending();
        }

        @Override
        public long getHot() {
            return container.stats().hot();
        }

        @Override
        public long getHits() {
            return container.stats().hits();
        }

        @Override
        public long getMisses() {
            return container.stats().misses();
        }

        @Override
        public double getHitRate() {
            return container.stats().hitRate();
        }

        @Override
        public long getLoads() {
            return container.stats().loads();
        }

        @Override
        public long getRemovals() {
            return container.stats().removals();
        }

        @Override
        public long getReplaced() {
            return container.stats().replaced();
        }

        @Override
        public long getCollected() {
            return container.stats().collected();
        }

        @Override
        public long getEvicted() {
            return container.stats().evicted();
        }

        @Override
        public int reclaim() {
            return container.container().map(WeakContainer::reclaim).orElse(0);
        }

        @Override
        public List<String> selfPins(int limit) {
            return container.container().orElse(null) instanceof WeakKeyMap<?, ?> map
                    ? SelfPinLines.of(SelfPinProbe.search(map, limit))
                    : List.of();
        }
    }

    /** What is shown of the library. */
    private static final class Library implements LibraryMXBean {
        @Override
        public int getNamedContainers() {
            return WeakContainers.named().size();
        }

        @Override
        public Map<String, Integer> getUnnamedContainers() {
            Map<String, Integer> counts = new TreeMap<>();
            for (WeakContainer each : WeakContainers.all()) {
                if (each.name().isEmpty()) {
                    String site = each.createdAt().map(place -> " by " + place).orElse("");
                    counts.merge(each.kind() + site, 1, Integer::sum);
                }
            }
            return counts;
        }

        @Override
        public List<String> getBackends() {
            return Backends.all().stream().map(backend -> backend.name()).toList();
        }

        @Override
        public int reclaim() {
            int count = 0;
            for (WeakContainer each : WeakContainers.all()) {
                count += each.reclaim();
            }
            return count;
        }
    }
}
