package dev.gossamer.spi;

/**
 * What can stand in place of the strong side of an {@link Entry}. A table needs to know one thing about them: an entry with
 * a marker where its key should be matches no key ({@link TableSpec#matches} knows it).
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="table"}
 *
 * @since 0.1.0
 */
public enum Marker {
    /** The entry is over: removed, replaced, evicted, or reclaimed. It may still be linked for a moment. */
    RETIRED,

    /** A {@code compute} operation holds the key of the entry; its value stands beside the table until that ends. */
    CLAIMED
}
