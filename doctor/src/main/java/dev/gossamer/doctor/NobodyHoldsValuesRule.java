package dev.gossamer.doctor;

import java.util.List;
import java.util.Set;

/** A cache with weak values and no hot tier that finds next to nothing, as its values die before they are asked for again. */
final class NobodyHoldsValuesRule implements FindingRule {
    private static final Set<String> KINDS =
            Set.of("WeakValueMap", "LoadingWeakValueMap", "AsyncWeakValueMap", "WeakMap", "Cache");
    private static final long ENOUGH_LOOKUPS = 50;
    private static final double POOR_HIT_RATE = 0.05;
    private static final double SHARE_COLLECTED = 0.25;
    private static final String ADVICE =
            "hold the value for as long as the work needs it, or give the cache a hot tier:"
                    + " `hot(HotTier.recent(1_000))`; if no key is ever asked for twice, do without the cache";

    @Override
    public List<Finding> findings(RecordingModel model) {
        return model.containers().stream()
                .filter(each -> KINDS.contains(each.identity().kind()))
                .filter(NobodyHoldsValuesRule::findsNextToNothing)
                .map(NobodyHoldsValuesRule::finding)
                .toList();
    }

    private static boolean findsNextToNothing(ContainerSeries container) {
        long lookups = container.rise(ContainerSample::lookups);
        return container.last().hotLimit() == 0
                && lookups >= ENOUGH_LOOKUPS
                && container.hitRate().orElse(1) <= POOR_HIT_RATE
                && container.rise(ContainerSample::died) >= SHARE_COLLECTED * lookups;
    }

    private static Finding finding(ContainerSeries container) {
        String seen = "of " + Wording.count(container.rise(ContainerSample::lookups)) + " look-ups in `"
                + container.name() + "` " + Wording.percent(container.hitRate().orElse(0)) + " found a value, while "
                + Wording.count(container.rise(ContainerSample::died), "value was", "values were")
                + " collected: nobody holds them";
        return Finding.fromTheStart(Fault.NOBODY_HOLDS_VALUES, container, seen, ADVICE);
    }
}
