package dev.gossamer.spi;

/**
 * Which half of an {@link Entry} the collector may take: the other half is held strongly by the entry.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="table"}
 *
 * @since 0.1.0
 */
public enum WeakSide {
    /** The key is the referent, the value is held strongly: a map with weak keys, a weak set, an interner. */
    KEY,

    /** The value is the referent, the key is held strongly: a map with weak values. */
    VALUE
}
