package dev.gossamer.jcache.near;

/**
 * Called when an engine may have lost events or listeners.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="suspect"}
 *
 * @since 0.2.0
 */
@FunctionalInterface
public interface SuspectListener {

    /**
     * Invalidates everything near at once, so that the engine is asked before it is returned again, and soon after
     * registers the listener again. Does not ask the engine itself, so a thread of the engine may call it. May be
     * called by any thread, any number of times; does nothing after the near cache has been closed.
     *
     * @param reason what happened, for the log, such as {@code the cluster was merged}
     */
    void suspect(String reason);
}
