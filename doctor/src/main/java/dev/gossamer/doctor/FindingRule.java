package dev.gossamer.doctor;

import java.util.Comparator;
import java.util.List;

/** Looks for one kind of fault. A pure function. */
@FunctionalInterface
interface FindingRule {
    /** The rules there are. */
    List<FindingRule> ALL = List.of(
            new ValuePinsKeyRule(),
            new HotTierExceedsHeapRule(),
            new BlockedFunctionRule(),
            new VanishingListenersRule(),
            new NobodyHoldsValuesRule(),
            new SteadyGrowthRule(),
            new DeadEntriesStayRule(),
            new FailingCallbackRule());

    /** The faults of this kind in a recording. */
    List<Finding> findings(RecordingModel model);

    /** All faults in a recording, gravest first. */
    static List<Finding> all(RecordingModel model) {
        return ALL.stream()
                .flatMap(rule -> rule.findings(model).stream())
                .sorted(Comparator.comparing(Finding::fault).thenComparing(Finding::container))
                .toList();
    }
}
