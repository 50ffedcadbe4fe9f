package dev.gossamer;

import java.util.List;
import java.util.Map;

/**
 * The library as JMX shows it: {@code dev.gossamer:type=Library}. Each attribute takes time linear in the number of containers.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="mbeans"}
 *
 * @see ContainerMBeans
 * @since 0.2.0
 */
public interface LibraryMXBean {
    /**
     * How many containers with a name are alive.
     *
     * @return containers, each of which has an MBean
     */
    int getNamedContainers();

    /**
     * How many containers without a name are alive, by what they are and, where that was
     * {@linkplain WeakContainers#keepCreationSites() kept}, the line of code that made them.
     *
     * @return numbers by descriptions, such as {@code WeakSet} or {@code WeakSet by shop.Carts.open:31}
     */
    Map<String, Integer> getUnnamedContainers();

    /**
     * The names of the backends there are, the best first.
     *
     * @return names, such as {@code jdk}
     */
    List<String> getBackends();

    /**
     * {@linkplain WeakContainer#reclaim() Reclaims} what is dead and enqueued now in all containers.
     *
     * @return how many entries were taken out
     */
    int reclaim();
}
