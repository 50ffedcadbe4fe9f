package dev.gossamer.jcache.near;

/**
 * Told when an engine may have lost events, or listeners.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="suspect"}
 *
 * @since 0.2.0
 */
@FunctionalInterface
public interface SuspectListener {

    /**
     * Has everything near doubted at once, and the listener registered anew soon after. Does not ask the engine, so it may be
     * called by a thread of the engine's. Callable by any thread, as often as one likes; does nothing after the near cache
     * has been closed.
     *
     * @param reason what happened, for the log, such as {@code the cluster was merged}
     */
    void suspect(String reason);
}
