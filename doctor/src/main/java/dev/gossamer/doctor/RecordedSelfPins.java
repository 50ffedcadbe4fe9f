package dev.gossamer.doctor;

import java.time.Instant;
import java.util.Optional;

/**
 * How many of some entries of a map with weak keys cannot leave, as their values refer to their keys.
 *
 * @param at when they were looked at
 * @param container of which container
 * @param sampled how many entries were looked at
 * @param pinned how many of them pin themselves
 * @param keyClass the class of their keys
 * @param valueClass the class of their values
 * @param path how most of these values refer to their keys
 * @param complete whether all that was to be looked at was
 * @param unread classes that could not be looked into, where there were some
 */
record RecordedSelfPins(
        Instant at,
        String container,
        int sampled,
        int pinned,
        String keyClass,
        String valueClass,
        String path,
        boolean complete,
        Optional<String> unread) {}
