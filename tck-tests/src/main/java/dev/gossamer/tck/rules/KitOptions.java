package dev.gossamer.tck.rules;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What a run of the kit is told by system properties; the command line sets the same ones. */
public final class KitOptions {
    /** How many tries a property gets. */
    public static final String TRIES = "gossamer.tck.tries";

    /** The seed that all properties start from, in place of a new one each. */
    public static final String SEED = "gossamer.tck.seed";

    /** The directory of the reports. */
    public static final String REPORT = "gossamer.tck.report";

    /** The name of the backend that the command line tests. */
    public static final String BACKEND = "gossamer.tck.backend";

    /** After how many seconds a test gives up waiting. */
    public static final String PATIENCE = "gossamer.tck.patience";

    /** Whether tests that try something again and again do so less often. */
    public static final String FAST = "gossamer.tck.fast";

    private static final int FAST_SHARE = 8;

    private KitOptions() {}

    /** How often, or with how much, a test tries: as given, or an eighth of that in a fast run. */
    public static int effort(int full) {
        return Boolean.getBoolean(FAST) ? Math.max(2, full / FAST_SHARE) : full;
    }

    static Optional<Integer> tries() {
        return Optional.ofNullable(Integer.getInteger(TRIES));
    }

    static Optional<String> seed() {
        return Optional.ofNullable(System.getProperty(SEED));
    }

    /** After how long without progress a test gives up waiting; 20 seconds unless {@link #PATIENCE} is set. */
    public static Duration patience() {
        return Duration.ofSeconds(Integer.getInteger(PATIENCE, 20));
    }

    /** The directory of the reports; {@code target/conformance} unless {@link #REPORT} is set. */
    public static Path report() {
        return Path.of(System.getProperty(REPORT, "target/conformance"));
    }
}
