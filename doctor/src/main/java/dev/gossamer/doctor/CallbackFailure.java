package dev.gossamer.doctor;

import java.time.Instant;
import java.util.Optional;

/**
 * Code of the user threw while the library called it.
 *
 * @param at when
 * @param container of which container, where that is known
 * @param source what was called
 * @param failure the class of what was thrown
 * @param message its message
 */
record CallbackFailure(Instant at, Optional<String> container, String source, String failure, String message) {

    /** The container, or what was called where none is known. */
    String origin() {
        return container.orElse(source);
    }
}
