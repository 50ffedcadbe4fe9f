package dev.gossamer;

import java.util.List;

/**
 * One named container as JMX shows it: {@code dev.gossamer:type=Container,name="sessions"}.
 *
 * <p>What is counted since the creation stays 0 unless the container was built with {@code recordStats()}. Counts are
 * at most a second old; reading them takes time linear in the size of the container, at most once a second.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="mbeans"}
 *
 * @see ContainerMBeans
 * @since 0.2.0
 */
public interface ContainerMXBean {
    /**
     * The name of the container; of several with one name, each but the first has a number behind it.
     *
     * @return its name
     */
    String getName();

    /**
     * What the container {@linkplain WeakContainer#kind() is}.
     *
     * @return such as {@code WeakValueMap}
     */
    String getKind();

    /**
     * What code made the container, where that was {@linkplain WeakContainers#keepCreationSites() kept}.
     *
     * @return such as {@code shop.Carts.open:31}, or empty
     */
    String getCreatedAt();

    /**
     * How many entries occupy storage, dead ones included.
     *
     * @return entries, now
     */
    long getEstimatedSize();

    /**
     * How many entries are dead and not reclaimed yet.
     *
     * @return entries, now
     */
    long getPending();

    /**
     * How many entries the hot tier holds.
     *
     * @return entries, now
     */
    long getHot();

    /**
     * How many lookups found a value.
     *
     * @return lookups, since the creation
     */
    long getHits();

    /**
     * How many lookups found none.
     *
     * @return lookups, since the creation
     */
    long getMisses();

    /**
     * The share of lookups that were hits.
     *
     * @return between 0 and 1; 1 when there were no lookups
     */
    double getHitRate();

    /**
     * How many values a function made.
     *
     * @return values, since the creation
     */
    long getLoads();

    /**
     * How many entries were taken out explicitly while alive.
     *
     * @return entries, since the creation
     */
    long getRemovals();

    /**
     * How many live entries were given another value.
     *
     * @return entries, since the creation
     */
    long getReplaced();

    /**
     * How many entries were reclaimed because the collector took their weak side.
     *
     * @return entries, since the creation
     */
    long getCollected();

    /**
     * How many entries were dropped because of a bound.
     *
     * @return entries, since the creation
     */
    long getEvicted();

    /**
     * {@linkplain WeakContainer#reclaim() Reclaims} what is dead and enqueued now.
     *
     * @return how many entries were taken out
     */
    int reclaim();

    /**
     * {@linkplain SelfPinProbe#search Searches} a {@link WeakKeyMap} for values that keep their own keys alive.
     *
     * @param limit how many objects to look at, at most; more than 0
     * @return a line for each path by which a value refers to its key, with the number of such entries, and one for what the search
     *     has not seen; nothing where nothing was found, or the container is of another kind
     * @throws IllegalArgumentException if {@code limit} is less than 1
     */
    List<String> selfPins(int limit);
}
