package dev.gossamer.jcache.near;

/**
 * What happened to a near cache beside hits.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="statistics"}
 *
 * @param engineReads keys that were read from the engine
 * @param invalidations events and own operations that had a key doubted
 * @param echoes events of a version that was here already
 * @param overtaken loads and writes that could not be installed, as something came in between
 * @param suspicions how often everything was doubted
 * @since 0.2.0
 */
public record NearStatistics(long engineReads, long invalidations, long echoes, long overtaken, long suspicions) {}
