package dev.gossamer.jcache;

/** How firmly a cache holds one half of its entries. */
public enum Strength {
    /** Held until the entry is removed, expires or is evicted. */
    STRONG,

    /** Held only as long as somebody else holds it; the entry goes with it. */
    WEAK,

    /** Held until memory is short, unless somebody else holds it; the entry goes with it. Not for keys. */
    SOFT
}
