package dev.gossamer.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Listeners, finalizers and actions that threw. */
final class FailingCallbackRule implements FindingRule {

    @Override
    public List<Finding> findings(RecordingModel model) {
        Map<String, List<CallbackFailure>> alike = new TreeMap<>();
        for (CallbackFailure failure : model.failures()) {
            alike.computeIfAbsent(
                            failure.origin() + '\n' + failure.source() + '\n' + failure.failure(),
                            key -> new ArrayList<>())
                    .add(failure);
        }
        return alike.values().stream().map(FailingCallbackRule::finding).toList();
    }

    private static Finding finding(List<CallbackFailure> alike) {
        CallbackFailure first = alike.get(0);
        String seen = first.source() + " threw `" + Wording.simpleName(first.failure()) + "` "
                + (alike.size() == 1 ? "once" : Wording.count(alike.size()) + " times")
                + ": " + first.message();
        return new Finding(
                Fault.FAILING_CALLBACK,
                first.origin(),
                seen,
                first.at(),
                "mend the callback: what it leaves undone nobody does later");
    }
}
