package dev.gossamer.tck.report;

import java.util.Set;

/**
 * The one list of rules that may go without a test because what they speak of is still to come. A rule that has a test is
 * not pending any more, and the kit's own tests ask for it to be taken off this list.
 */
public final class PendingRules {
    public static final Set<String> IDS = Set.of("MM-4");

    private PendingRules() {}
}
