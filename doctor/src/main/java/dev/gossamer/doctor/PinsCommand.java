package dev.gossamer.doctor;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a running JVM look for entries whose values refer to their keys. */
@Command(
        name = "pins",
        mixinStandardHelpOptions = true,
        description = "Has a running JVM sample a map with weak keys for values that refer to their keys.")
final class PinsCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LiveOptions jvm = new LiveOptions();

    @Parameters(index = "1", paramLabel = "CONTAINER", description = "The name of a WeakKeyMap.")
    private String container = "";

    @Option(names = "--json", description = "As JSON in one line.")
    private boolean json;

    private PinsCommand() {}

    @Override
    public void run() {
        RecordedSelfPins sample = search();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(json ? LiveJson.selfPins(sample) : words(sample));
        out.flush();
    }

    private RecordedSelfPins search() {
        AtomicReference<@Nullable RecordedSelfPins> found = new AtomicReference<>();
        LiveView view = new LiveView();
        RemotePatience patience = jvm.patience();
        try (LiveEvents events = jvm.connect().on(LibraryEvents.CONTAINER, view::accept)) {
            events.on(LibraryEvents.SELF_PINS, event -> {
                RecordedSelfPins sample = LibraryEvents.selfPins(event);
                if (sample.container().equals(container)) {
                    found.set(sample);
                }
            });
            events.start(patience);
            patience.await(
                    () -> found.get() != null || (view.isWhole() && map(view).isEmpty()));
            RecordedSelfPins sample = found.get();
            if (sample == null) {
                throw nothingOf(view, patience);
            }
            return sample;
        }
    }

    private Optional<ContainerSeries> map(LiveView view) {
        return view.containers().stream()
                .filter(each ->
                        each.name().equals(container) && each.identity().kind().equals("WeakKeyMap"))
                .findAny();
    }

    private UnusableInputException nothingOf(LiveView view, RemotePatience patience) {
        String what = "map with weak keys named \"" + container + "\"";
        if (view.isEmpty() || patience.isOver()) {
            return jvm.silent(what, patience);
        }
        return map(view)
                .map(map -> jvm.silent(
                        "sample of \"" + container + "\"",
                        patience,
                        map.last().size() == 0
                                ? "it is empty"
                                : "it is looked at every ten seconds or more rarely: give more --patience"))
                .orElseGet(() -> new UnusableInputException("no " + what + " in process " + jvm.pid()
                        + "; gossamer-doctor watch " + jvm.pid() + " --once shows what there is"));
    }

    static String words(RecordedSelfPins sample) {
        String found = Wording.count(sample.pinned()) + " of "
                + Wording.count(sample.sampled(), "sampled entry", "sampled entries") + " of " + sample.container()
                + " pin themselves";
        return found
                + (sample.path().isEmpty() ? "" : ": " + sample.path())
                + (sample.complete() ? "" : "; the search reached its bound, so there may be more")
                + sample.unread().map(unread -> "; not looked into: " + unread).orElse("");
    }
}
