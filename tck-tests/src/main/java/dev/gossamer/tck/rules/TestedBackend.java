package dev.gossamer.tck.rules;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;

/**
 * The backend under test, as a report names it.
 *
 * @param backend its name
 * @param version its version, or {@code unknown}
 * @param standard the name of the standard backend where that is another one, else empty
 */
public record TestedBackend(String backend, String version, String standard) {

    /**
     * Makes a backend the standard one of this JVM, so that what names none uses it too; where another one is in use already,
     * that is noted.
     */
    public static TestedBackend settle(Backend backend) {
        String standard = "";
        try {
            Backends.use(backend);
        } catch (IllegalStateException e) {
            standard = Backends.standard().name();
        }
        return new TestedBackend(backend.name(), ArtifactVersions.of(backend.getClass()), standard);
    }

    /** Whether what uses the standard backend uses this one. */
    public boolean isStandard() {
        return standard.isEmpty();
    }
}
