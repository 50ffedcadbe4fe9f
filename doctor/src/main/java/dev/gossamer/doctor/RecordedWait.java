package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;

/**
 * A thread waited for the function of another.
 *
 * @param at when it was told
 * @param container in which container
 * @param keyClass the class of the key that both asked for
 * @param waiting the thread that waited
 * @param computing the thread whose function it waited for
 * @param waited how long so far
 * @param over whether the wait was over
 */
record RecordedWait(
        Instant at,
        String container,
        String keyClass,
        String waiting,
        String computing,
        Duration waited,
        boolean over) {

    Instant began() {
        return at.minus(waited);
    }
}
