package dev.gossamer.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A cache with weak values and no hot tier that finds next to nothing, as its values die before they are asked for again. */
final class NobodyHoldsValuesRule implements FindingRule {
    private static final Set<String> KINDS =
            Set.of("WeakValueMap", "LoadingWeakValueMap", "AsyncWeakValueMap", "WeakMap", "Cache");
    private static final long ENOUGH_LOOKUPS = 50;
    private static final double POOR_HIT_RATE = 0.05;
    private static final double SHARE_COLLECTED = 0.25;

    @Override
    public List<Finding> findings(RecordingModel model) {
        return model.containers().stream()
                .filter(each -> KINDS.contains(each.identity().kind()))
                .flatMap(each -> finding(each).stream())
                .toList();
    }

    private static Optional<Finding> finding(ContainerSeries container) {
        long lookups = container.rise(ContainerSample::lookups);
        long collected = container.rise(ContainerSample::died);
        if (container.last().hotLimit() != 0
                || lookups < ENOUGH_LOOKUPS
                || container.hitRate().orElse(1) > POOR_HIT_RATE
                || collected < SHARE_COLLECTED * lookups) {
            return Optional.empty();
        }
        String seen = "of " + Wording.count(lookups) + " look-ups in `" + container.name() + "` "
                + Wording.percent(container.hitRate().orElse(0)) + " found a value, while "
                + Wording.count(collected, "value was", "values were") + " collected: nobody holds them";
        String advice = "hold the value for as long as the work needs it, or give the cache a hot tier:"
                + " `hot(HotTier.recent(1_000))`; if no key is ever asked for twice, do without the cache";
        return Optional.of(new Finding(
                Fault.NOBODY_HOLDS_VALUES,
                container.name(),
                seen,
                container.first().at(),
                advice));
    }
}
