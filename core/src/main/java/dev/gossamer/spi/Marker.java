package dev.gossamer.spi;

/**
 * An object that can stand in place of the strong side of an {@link Entry}. A table needs to know one thing about
 * markers: an entry with a marker in place of its key matches no key, as {@link TableSpec#matches} says.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="table"}
 *
 * @since 0.1.0
 */
public enum Marker {
    /** The entry is over: removed, replaced, evicted, or reclaimed. It may still be linked for a moment. */
    RETIRED,

    /**
     * A {@code compute} operation holds the key of the entry; its value is kept outside the table until that operation
     * ends.
     */
    CLAIMED
}
