package dev.gossamer.jcache.near;

import javax.cache.Cache;

/**
 * How an engine says that it may have lost events: a merge after a split, a member or a connection lost. Implementations are
 * found by {@link java.util.ServiceLoader} or given to a builder; the library brings one for Hazelcast. Without a hook the
 * control channel and {@code maxStaleness} do the same, later.
 *
 * <p>Implementations are thread-safe and have a public constructor without parameters. One whose engine is not on the class
 * path must still be loadable, or fail with a {@link LinkageError}, which is taken for "not mine".
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
     * @param listener whom to tell; to be held until the attachment is closed, and no longer
     * @return what ends it, or an attachment that does nothing when the cache is none of this engine's
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
