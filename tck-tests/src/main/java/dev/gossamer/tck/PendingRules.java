package dev.gossamer.tck;

import java.util.Set;

/**
 * The one list of rules that may go without a test because what they speak of is still to come. A rule that has a test is
 * not pending any more, and the kit's own tests ask for it to be taken off this list.
 */
final class PendingRules {
    static final Set<String> IDS = Set.of(
            "CB-1", "CB-2", "CB-3", "CB-4", "CB-5", "CB-6", // callbacks
            "FIN-1", "FIN-2", "FIN-3", "FIN-4", "FIN-5", "FIN-6", "FIN-7", "FIN-8", // finalizers
            "PX-1", "PX-2"); // proxies and methods

    private PendingRules() {}
}
