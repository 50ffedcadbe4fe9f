package dev.gossamer.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs a form and writes its results. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a form of the benchmarks and writes JSON, charts and tables.")
final class FormCommand implements Callable<Integer> {

    /** Which plan to run. */
    enum Form {
        SHORT(MeasurementPlan::quick),
        LONG(MeasurementPlan::full),
        GROWTH(MeasurementPlan::growth);

        private final Supplier<MeasurementPlan> plan;

        Form(Supplier<MeasurementPlan> plan) {
            this.plan = plan;
        }
    }

    @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
    private Form form;

    @Option(names = "--gc", defaultValue = "G1", description = "a name as in -XX:+Use…GC")
    private String collector;

    @Option(names = "--heap", description = "what the form needs, if not given")
    private String heap;

    @Option(names = "--out", defaultValue = "results")
    private Path out;

    @Override
    public Integer call() throws IOException {
        MeasurementPlan plan = form.plan.get();
        MeasuringJvm jvm = MeasuringJvm.like(heap == null ? plan.heap : heap, collector);
        String name = form.name().toLowerCase(Locale.ROOT) + "-jdk"
                + Runtime.version().feature() + "-" + collector;
        FormResults results = new FormResults(MachineDescription.of(jvm));
        ResultsPage report = new ResultsPage(out, name, results);
        for (List<Contestant> cell : plan.cells) {
            Comparison comparison = new PairedRun(jvm, plan.pace).run(cell);
            System.out.println(comparison);
            results.comparisons.add(comparison);
            report.write(); // each time: a run that is ended early leaves what it has measured
        }
        if (plan.whole) {
            measureAlone(jvm, results, report);
        }
        System.out.println("written in " + results.took() + ": "
                + out.resolve(name + ".md").toAbsolutePath());
        return 0;
    }

    /** Measures what is not done in turns. */
    private void measureAlone(MeasuringJvm jvm, FormResults results, ResultsPage report) throws IOException {
        for (ReferenceContestants each : ReferenceContestants.values()) {
            results.referring.put(each, once(each.title, each, jvm, ReferenceWorker.class, 20));
        }
        for (PeerLibrary peer : PeerLibrary.values()) {
            if (MeasurementPlan.maps().contains(peer.kind) && peer.isWeak()) {
                measureDeaths(peer, jvm, results);
                report.write();
            }
        }
        for (PeerLibrary peer : PeerLibrary.values()) {
            if (peer.kind != ContainerKind.LOCKS) { // those that nobody holds are not there
                measureFootprint(peer, results);
                report.write();
            }
        }
    }

    private void measureDeaths(PeerLibrary peer, MeasuringJvm jvm, FormResults results) {
        MeasuringJvm small = MeasuringJvm.like("256m", collector);
        results.deaths.put(peer, once(peer.label(), peer, jvm, DeathWorker.class, 1_000_000));
        results.churn.put(peer, once(peer.label(), peer, small, ChurnWorker.class, 1_000_000, 10_000));
    }

    private static void measureFootprint(PeerLibrary peer, FormResults results) {
        MeasuringJvm large = MeasuringJvm.measuring("2g");
        results.footprints.put(peer, once(peer.label(), peer, large, FootprintWorker.class, peer.kind.weighed()));
    }

    private static Map<String, Double> once(
            String title, Enum<?> what, MeasuringJvm jvm, Class<?> main, int... numbers) {
        List<String> arguments = new ArrayList<>(List.of(what.name()));
        IntStream.of(numbers).forEach(number -> arguments.add(String.valueOf(number)));
        Map<String, Double> measured = SingleMeasurement.run(jvm, main, arguments);
        System.out.printf("%-56s %s%n", title, measured);
        return measured;
    }
}
