package dev.gossamer.doctor;

import dev.gossamer.doctor.SortableTable.Cell;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/** The tables of a report. */
final class ReportTables {
    private static final int MOST_ROWS = 200;

    private final RecordingModel model;

    ReportTables(RecordingModel model) {
        this.model = model;
    }

    SortableTable containers() {
        SortableTable table = new SortableTable("Containers")
                .texts("Container", "its name")
                .texts(
                        "Kind",
                        "its type, the backend where it stores, and what line of code made it, where that was kept")
                .numbers("Size", "living entries at the end")
                .numbers("Growth", "entries gained in a minute")
                .numbers("Hit rate", "share of look-ups that found a value")
                .numbers("Collected", "entries that died during the recording")
                .numbers("Evicted", "entries that a bound dropped during the recording")
                .numbers("Removed", "entries that were taken out alive during the recording")
                .numbers("Hot", "values that the hot tier holds, and the most it may")
                .numbers("Pending", "dead entries that were not taken out yet")
                .numbers("Lag", "how long the slowest batch of dead entries took to leave");
        model.containers().stream().sorted(ContainerSeries.LARGEST_FIRST).forEach(each -> row(table, each));
        return table;
    }

    private static void row(SortableTable table, ContainerSeries container) {
        ContainerSample last = container.last();
        table.row(
                Cell.of("`" + container.name() + "`" + (last.containers() > 1 ? " ×" + last.containers() : "")),
                kind(container.identity()),
                Cell.count(last.live()),
                Cell.of(container.growthPerMinute(), ReportTables::perMinute),
                Cell.of(container.hitRate(), Wording::percent),
                Cell.count(container.rise(ContainerSample::collected)),
                Cell.count(container.rise(ContainerSample::evicted)),
                Cell.count(container.rise(ContainerSample::removed)),
                Cell.of(hot(last), last.hot()),
                Cell.count(last.pending()),
                slowestLag(container.samples()));
    }

    private static Cell kind(ContainerIdentity identity) {
        return Cell.of(identity.kind() + ", " + identity.backend() + identity.madeBy());
    }

    private static String perMinute(double growth) {
        return (growth > 0 ? "+" : "") + Wording.decimal(growth) + " /min";
    }

    private static Cell slowestLag(List<ContainerSample> samples) {
        long lag = samples.stream()
                .mapToLong(each -> each.reclaimLag().toNanos())
                .max()
                .orElse(0);
        return Cell.of(lag == 0 ? "–" : Wording.duration(Duration.ofNanos(lag)), lag);
    }

    private static String hot(ContainerSample sample) {
        if (sample.hotLimit() == 0) {
            return "–";
        }
        String unit = sample.hotWeighed() ? ", up to a weight of " : " of ";
        return Wording.count(sample.hot()) + (sample.hotLimit() < 0 ? "" : unit + Wording.count(sample.hotLimit()));
    }

    SortableTable waits() {
        SortableTable table = new SortableTable("Longest waits")
                .texts("Container", "its name")
                .texts("Waiting thread", "the thread that waited")
                .texts("Computing thread", "the thread whose function it waited for")
                .texts("Key", "the class of the key")
                .numbers("Waited", "how long, as far as recorded")
                .texts("Over", "whether the wait was over by then")
                .texts("Began", "when, in UTC");
        longestOfEach().stream().limit(MOST_ROWS).forEach(wait -> row(table, wait));
        return table;
    }

    private static void row(SortableTable table, RecordedWait wait) {
        table.row(
                Cell.of("`" + wait.container() + "`"),
                Cell.of(wait.waiting()),
                Cell.of(wait.computing()),
                Cell.of(Wording.simpleName(wait.keyClass())),
                Cell.of(Wording.duration(wait.waited()), wait.waited().toNanos()),
                Cell.of(wait.over() ? "yes" : "no"),
                Cell.of(Wording.time(wait.began())));
    }

    /** A wait is told several times while it lasts: what was told last, longest first. */
    private List<RecordedWait> longestOfEach() {
        record Wait(String container, String waiting, String computing, long began) {}
        var latest = new LinkedHashMap<Wait, RecordedWait>();
        model.waits()
                .forEach(wait -> latest.merge(
                        new Wait(
                                wait.container(),
                                wait.waiting(),
                                wait.computing(),
                                wait.began().getEpochSecond()),
                        wait,
                        (a, b) -> a.waited().compareTo(b.waited()) > 0 ? a : b));
        return latest.values().stream()
                .sorted(Comparator.comparing(RecordedWait::waited).reversed().thenComparing(RecordedWait::waiting))
                .toList();
    }

    SortableTable failures() {
        SortableTable table = new SortableTable("Failures of callbacks")
                .texts("Container", "its name, where known")
                .texts("Called", "what threw")
                .texts("Failure", "the class of what was thrown")
                .texts("Message", "its message")
                .texts("When", "in UTC");
        model.failures().stream().limit(MOST_ROWS).forEach(failure -> row(table, failure));
        return table;
    }

    private static void row(SortableTable table, CallbackFailure failure) {
        table.row(
                Cell.of(failure.container().map(name -> "`" + name + "`").orElse("–")),
                Cell.of(failure.source()),
                Cell.of(failure.failure()),
                Cell.of(failure.message()),
                Cell.of(Wording.time(failure.at())));
    }

    SortableTable selfPins() {
        SortableTable table = new SortableTable("Entries that pin themselves")
                .texts("Container", "its name")
                .numbers("Pinned", "entries whose value refers to their key")
                .numbers("Sampled", "entries that were looked at")
                .texts("Key", "the class of the keys")
                .texts("Value", "the class of the values")
                .texts("Path", "how most values refer to their keys")
                .texts("Not looked at", "what could not be followed")
                .texts("When", "in UTC");
        model.latestSelfPins().stream().limit(MOST_ROWS).forEach(sample -> row(table, sample));
        return table;
    }

    private static void row(SortableTable table, RecordedSelfPins sample) {
        table.row(
                Cell.of("`" + sample.container() + "`"),
                Cell.count(sample.pinned()),
                Cell.count(sample.sampled()),
                Cell.of(Wording.simpleName(sample.keyClass())),
                Cell.of(Wording.simpleName(sample.valueClass())),
                Cell.of(sample.path().isEmpty() ? "–" : "`" + sample.path() + "`"),
                Cell.of(unseen(sample)),
                Cell.of(Wording.time(sample.at())));
    }

    private static String unseen(RecordedSelfPins sample) {
        String rest = sample.complete() ? "" : "what is beyond the bound of the search";
        return sample.unread()
                .map(classes -> rest.isEmpty() ? classes : rest + "; " + classes)
                .orElse(rest.isEmpty() ? "–" : rest);
    }
}
