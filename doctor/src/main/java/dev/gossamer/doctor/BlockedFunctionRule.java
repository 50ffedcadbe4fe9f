package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A function of a {@code compute…} call, such as a loader, that kept other threads waiting for a second or longer. */
final class BlockedFunctionRule implements FindingRule {
    private static final Duration LONG = Duration.ofSeconds(1);

    @Override
    public List<Finding> findings(RecordingModel model) {
        Map<String, List<RecordedWait>> byContainer = new TreeMap<>();
        for (RecordedWait wait : model.waits()) {
            if (wait.waited().compareTo(LONG) >= 0) {
                byContainer
                        .computeIfAbsent(wait.container(), name -> new ArrayList<>())
                        .add(wait);
            }
        }
        return byContainer.values().stream().map(BlockedFunctionRule::finding).toList();
    }

    private static Finding finding(List<RecordedWait> waits) {
        RecordedWait longest =
                waits.stream().max(Comparator.comparing(RecordedWait::waited)).orElseThrow();
        Instant since = waits.stream()
                .map(RecordedWait::began)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        String advice = "bound what the function waits for with a timeout, and look at thread `" + longest.computing()
                + "` in a thread dump; what takes that long belongs into an `AsyncWeakValueMap`";
        return new Finding(Fault.BLOCKED_FUNCTION, longest.container(), seen(longest, waits), since, advice);
    }

    private static String seen(RecordedWait longest, List<RecordedWait> waits) {
        long threads = waits.stream().map(RecordedWait::waiting).distinct().count();
        return Wording.count(threads, "thread", "threads") + " waited up to " + Wording.duration(longest.waited())
                + " in `" + longest.container() + "` for a function that thread `" + longest.computing()
                + "` ran for a key of class `" + Wording.simpleName(longest.keyClass()) + "`"
                + (isOver(longest, waits) ? "" : ", and the wait was not seen to end");
    }

    private static boolean isOver(RecordedWait wait, List<RecordedWait> told) {
        return told.stream()
                .anyMatch(each -> each.over()
                        && each.waiting().equals(wait.waiting())
                        && !each.at().isBefore(wait.at()));
    }
}
