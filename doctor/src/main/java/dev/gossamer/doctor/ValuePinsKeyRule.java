package dev.gossamer.doctor;

import java.util.List;
import java.util.Optional;

/** Entries of a map with weak keys whose values refer to their keys, so that neither ever dies. */
final class ValuePinsKeyRule implements FindingRule {

    @Override
    public List<Finding> findings(RecordingModel model) {
        return model.latestSelfPins().stream()
                .filter(sample -> sample.pinned() > 0)
                .map(sample -> finding(sample, model.container(sample.container())))
                .toList();
    }

    private static Finding finding(RecordedSelfPins sample, Optional<ContainerSeries> container) {
        String path = sample.path().isEmpty() ? "" : " through `" + sample.path() + "`";
        String seen = container.map(ValuePinsKeyRule::growth).orElse("`" + sample.container() + "` holds on to entries")
                + ": " + Wording.count(sample.pinned()) + " of " + Wording.count(sample.sampled())
                + " sampled values refer to their keys" + path;
        String value = Wording.simpleName(sample.valueClass());
        String advice = "let `" + value + "` hold its `" + Wording.simpleName(sample.keyClass())
                + "` through a `WeakRef`, or take `Attachments`, where the value may refer to the key";
        return new Finding(
                Fault.VALUE_PINS_KEY,
                sample.container(),
                seen,
                container.map(each -> each.first().at()).orElse(sample.at()),
                advice);
    }

    private static String growth(ContainerSeries container) {
        long grew = container.rise(ContainerSample::live);
        if (grew <= 0) {
            return "`" + container.name() + "` holds on to entries";
        }
        return "`" + container.name() + "` grew by " + Wording.count(grew, "entry", "entries") + " in "
                + Wording.duration(container.length())
                + (container.rise(ContainerSample::died) == 0 ? " and lost nothing" : "");
    }
}
