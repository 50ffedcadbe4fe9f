package dev.gossamer.benchmarks;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has {@link DeathWorker} measure some maps, and prints what it tells, the CPU time of each thread included. */
@Command(
        name = "deaths",
        mixinStandardHelpOptions = true,
        description =
                "Lets many entries of a map die at once, in a JVM of its own each time, and prints what that costs.")
final class DeathCommand implements Callable<Integer> {
    @Option(names = "--peers", defaultValue = "KEYS_JDK", split = ",", description = "${COMPLETION-CANDIDATES}")
    private List<PeerLibrary> peers;

    @Option(names = "--dying", defaultValue = "1000000")
    private int dying;

    @Option(names = "--gc", defaultValue = "G1", description = "a name as in -XX:+Use…GC")
    private String collector;

    @Option(names = "--heap", defaultValue = "1g")
    private String heap;

    @Option(names = "--forks", defaultValue = "1")
    private int forks;

    @Override
    public Integer call() throws IOException, InterruptedException {
        MeasuringJvm jvm = MeasuringJvm.like(heap, collector);
        int failed = 0;
        for (int fork = 0; fork < forks; fork++) {
            for (PeerLibrary peer : peers) {
                failed |= measure(peer, jvm);
            }
        }
        return failed;
    }

    private int measure(PeerLibrary peer, MeasuringJvm jvm) throws IOException, InterruptedException {
        System.out.println(peer.label());
        Process worker = jvm.start(DeathWorker.class, List.of(peer.name(), String.valueOf(dying)));
        try {
            worker.getInputStream().transferTo(System.out);
            return worker.waitFor();
        } finally {
            worker.destroy();
        }
    }
}
