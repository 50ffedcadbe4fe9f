package dev.gossamer.doctor;

import java.time.Instant;
import java.util.List;

/**
 * The heap over the time of a recording.
 *
 * @param maximum the most bytes it may have, 0 where that is not known
 * @param afterCollections what was in use after each collection, in order of time
 */
record HeapHistory(long maximum, List<Level> afterCollections) {
    static final HeapHistory UNKNOWN = new HeapHistory(0, List.of());

    HeapHistory {
        afterCollections = List.copyOf(afterCollections);
    }

    /**
     * The bytes in use right after a collection.
     *
     * @param at when
     * @param used how many
     */
    record Level(Instant at, long used) {}

    /** Whether there was a collection after one moment, and no later than another. */
    boolean hasCollectionBetween(Instant after, Instant until) {
        return afterCollections.stream()
                .anyMatch(level -> level.at().isAfter(after) && !level.at().isAfter(until));
    }
}
