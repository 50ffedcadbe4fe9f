package dev.gossamer.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
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
        SHORT,
        LONG
    }

    @Parameters(index = "0", description = "${COMPLETION-CANDIDATES}")
    private Form form;

    @Option(names = "--gc", defaultValue = "G1", description = "a name as in -XX:+Use…GC")
    private String collector;

    @Option(names = "--heap", description = "1g, or 8g for the long form, if not given")
    private String heap;

    @Option(names = "--out", defaultValue = "results")
    private Path out;

    @Override
    public Integer call() throws IOException {
        Plan plan = form == Form.SHORT ? Plan.quick() : Plan.full();
        String size = heap == null ? form == Form.SHORT ? "1g" : "8g" : heap;
        Jvm jvm = Jvm.like(size, collector);
        String name = form.name().toLowerCase(Locale.ROOT) + "-jdk"
                + Runtime.version().feature() + "-" + collector;
        List<Comparison> comparisons = new ArrayList<>();
        Map<Peer, Map<String, Double>> deaths = new LinkedHashMap<>();
        Map<Peer, Map<String, Double>> churn = new LinkedHashMap<>();
        Map<Peer, Map<String, Double>> footprints = new LinkedHashMap<>();
        Report report = new Report(out, name, Machine.of(jvm), comparisons, deaths, churn, footprints);
        for (List<Contestant> cell : plan.cells()) {
            Comparison comparison = new PairedRun(jvm, plan.pace()).run(cell);
            System.out.println(comparison);
            comparisons.add(comparison);
            report.write(); // each time: a run that is ended early leaves what it has measured
        }
        for (Peer peer : Peer.values()) {
            footprints.put(peer, once(peer, Jvm.measuring("2g"), FootprintWorker.class, peer.kind.weighed()));
            report.write();
        }
        for (Peer peer : Peer.values()) {
            if (Plan.maps().contains(peer.kind) && peer.isWeak()) {
                deaths.put(peer, once(peer, jvm, DeathWorker.class, plan.dying(), 200_000));
                churn.put(peer, once(peer, Jvm.like("256m", collector), ChurnWorker.class, 2_000_000, 10_000));
                report.write();
            }
        }
        System.out.println("written: " + out.resolve(name + ".md").toAbsolutePath());
        return 0;
    }

    private static Map<String, Double> once(Peer peer, Jvm jvm, Class<?> main, int... numbers) {
        List<String> arguments = new ArrayList<>(List.of(peer.name()));
        IntStream.of(numbers).forEach(number -> arguments.add(String.valueOf(number)));
        Map<String, Double> measured = Once.run(jvm, main, arguments);
        System.out.printf("%-30s %-26s %s%n", peer.kind.title, peer.title, measured);
        return measured;
    }
}
