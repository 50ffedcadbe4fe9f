package dev.gossamer.jcache.near;

/**
 * Counts of what happened in a near cache other than hits.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="statistics"}
 *
 * @param engineReads keys that were read from the engine
 * @param invalidations events and own operations that invalidated a key
 * @param echoes events of a version that was already near
 * @param overtaken loads and writes that were not kept near because something came in between
 * @param suspicions how often everything was invalidated, as events might have been lost
 * @since 0.2.0
 */
public record NearStatistics(long engineReads, long invalidations, long echoes, long overtaken, long suspicions) {}
