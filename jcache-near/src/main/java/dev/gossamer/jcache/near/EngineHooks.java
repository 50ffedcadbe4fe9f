package dev.gossamer.jcache.near;

import javax.cache.Cache;

/**
 * How an engine says that it may have lost events: a merge after a split, a member or a connection lost.
 * Implementations are found by {@link java.util.ServiceLoader} or given to a builder; the library has them for
 * Hazelcast and Redisson. Without a hook, the control channel and {@code maxStaleness} notice the loss, but later.
 *
 * <p>Implementations are thread-safe and have a public constructor without parameters. If its engine is not on the
 * class path, an implementation must still be loadable, or fail with a {@link LinkageError}, and is then left out.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="hooks"}
 *
 * @since 0.2.0
 */
public interface EngineHooks {

    /**
     * Begins to listen to the engine of a cache.
     *
     * @param engine the engine's cache
     * @param listener what to call; to be held until the attachment is closed, and no longer
     * @return an attachment that ends it; one that does nothing if the cache is not one of this engine
     */
    Attachment attach(Cache<?, ?> engine, SuspectListener listener);

    /** A hook that listens. */
    @FunctionalInterface
    interface Attachment extends AutoCloseable {

        /** Ends listening. Called once, also when the engine has been shut down. */
        @Override
        void close();
    }
}
