package dev.gossamer.doctor;

import java.time.Instant;

/**
 * A fault that a recording shows, in words.
 *
 * @param fault what kind of fault
 * @param container where
 * @param seen what was seen, as a sentence without a full stop in which names of code stand in backquotes
 * @param since from when on it was seen
 * @param advice what to do, likewise
 */
record Finding(Fault fault, String container, String seen, Instant since, String advice) {

    /** One that was seen for as long as the container was. */
    static Finding fromTheStart(Fault fault, ContainerSeries container, String seen, String advice) {
        return new Finding(fault, container.name(), seen, container.first().at(), advice);
    }
}
