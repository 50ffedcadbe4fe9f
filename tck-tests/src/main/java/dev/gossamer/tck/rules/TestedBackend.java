package dev.gossamer.tck.rules;

import dev.gossamer.spi.Backend;

/**
 * The backend under test, as a report names it.
 *
 * @param backend its name
 * @param version its version, or {@code unknown}
 */
public record TestedBackend(String backend, String version) {

    public static TestedBackend of(Backend backend) {
        return new TestedBackend(backend.name(), ArtifactVersions.of(backend.getClass()));
    }
}
