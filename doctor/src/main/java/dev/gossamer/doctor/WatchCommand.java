package dev.gossamer.doctor;

import java.io.PrintWriter;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the containers of a running JVM, over and over, or once. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = "Shows the containers of a running JVM as a live table; q quits.")
final class WatchCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private LiveOptions jvm = new LiveOptions();

    @Option(names = "--once", description = "Shows them once, for scripts.")
    private boolean once;

    @Option(names = "--json", description = "As JSON, a line for each second; with --once one line.")
    private boolean json;

    private WatchCommand() {}

    @Override
    public void run() {
        LiveView view = new LiveView();
        RemotePatience patience = jvm.patience();
        try (LiveEvents events = jvm.connect().on(LibraryEvents.CONTAINER, view::accept)) {
            events.start(patience);
            patience.await(once || json ? view::isWhole : () -> !view.isEmpty());
            if (view.isEmpty()) {
                throw jvm.silent("container of Gossamer", patience);
            }
            show(view, patience);
        }
    }

    private void show(LiveView view, RemotePatience patience) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (once) {
            print(out, view);
        } else if (json) {
            do {
                print(out, view);
            } while (!out.checkError() && patience.awaitBeat());
        } else {
            new LiveScreen("process " + jvm.pid()).show(view, patience);
        }
    }

    private void print(PrintWriter out, LiveView view) {
        if (json) {
            out.println(LiveJson.containers(view.containers()));
        } else {
            LiveTable.lines(view.containers()).forEach(out::println);
        }
        out.flush();
    }
}
