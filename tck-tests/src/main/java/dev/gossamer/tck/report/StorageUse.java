package dev.gossamer.tck.report;

import java.util.Set;

/**
 * Whose storage the tests of a rule use, and so whom a rule that is kept can be credited to. The kit's own tests compare
 * this with runs over a backend that stores nothing.
 */
public enum StorageUse {
    /** The backend under test, given to a builder: most rules. */
    TESTED,

    /** The {@linkplain dev.gossamer.Backends#standard() standard backend}, which cannot be given to what asks it. */
    STANDARD,

    /** None: the core keeps the rule, whatever a backend does. */
    NONE;

    private static final Set<String> WITHOUT_STORAGE = Set.of(
            "REF-1", "REF-2", "REF-3", "REF-4", "REF-6", "REF-7", "REF-8", "REF-9", "CB-1", "CB-3", "CB-6", "CB-7",
            "FIN-1", "FIN-2", "FIN-3", "FIN-4", "FIN-5", "FIN-6", "FIN-7", "FIN-9", "PX-1", "PX-2", "LS-1", "LS-2",
            "LS-3", "ATT-1", "ATT-2", "ATT-3");

    /** They ask for references by identity, which are stored there. */
    private static final Set<String> ON_THE_STANDARD = Set.of("REF-5", "CB-2");

    /** What the tests of a rule use. */
    public static StorageUse of(String rule) {
        if (WITHOUT_STORAGE.contains(rule)) {
            return NONE;
        }
        return ON_THE_STANDARD.contains(rule) ? STANDARD : TESTED;
    }
}
