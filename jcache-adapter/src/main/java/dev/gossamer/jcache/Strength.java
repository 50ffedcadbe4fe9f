package dev.gossamer.jcache;

/**
 * How strongly a cache holds the keys or the values of its entries.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="configuration"}
 *
 * @since 0.1.0
 */
public enum Strength {
    /** Held until the entry is removed, expires or is evicted. */
    STRONG,

    /** Held only as long as somebody else holds it; the entry goes with it. */
    WEAK,

    /** Held until memory is short, unless somebody else holds it; the entry goes with it. Not for keys. */
    SOFT
}
