package dev.gossamer.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares contestants of one kind on one work, as told. */
@Command(
        name = "pair",
        mixinStandardHelpOptions = true,
        description = "Compares containers on one work, each in a JVM of its own, taking turns.")
final class PairCommand implements Callable<Integer> {
    @Option(names = "--kind", defaultValue = "WEAK_VALUES", description = "${COMPLETION-CANDIDATES}")
    private ContainerKind kind;

    @Option(names = "--work", defaultValue = "GET_HIT", split = ",", description = "${COMPLETION-CANDIDATES}")
    private List<MeasuredOperation> works;

    @Option(names = "--keys", description = "${COMPLETION-CANDIDATES}; the kind's usual ones if not given")
    private KeyClasses keys;

    @Option(names = "--size", defaultValue = "100000", split = ",")
    private List<Integer> sizes;

    @Option(names = "--threads", defaultValue = "1")
    private int threads;

    @Option(names = "--peers", split = ",", description = "all of the kind if not given; the first is the candidate")
    private List<PeerLibrary> peers;

    @Option(names = "--gc", defaultValue = "G1")
    private String collector;

    @Option(names = "--heap", defaultValue = "1g")
    private String heap;

    @Option(names = "--forks", defaultValue = "2")
    private int forks;

    @Option(names = "--rounds", defaultValue = "30")
    private int rounds;

    @Option(names = "--warmup", defaultValue = "20")
    private int warmup;

    @Option(names = "--millis", defaultValue = "100")
    private int millis;

    @Option(names = "--width", defaultValue = "0.15")
    private double width;

    @Option(names = "--after-other-kinds", description = "uses all kinds of containers in each JVM before")
    private boolean afterOtherKinds;

    @Override
    public Integer call() {
        PairedRun run = new PairedRun(
                MeasuringJvm.like(heap, collector), new PairedRun.Pace(forks, millis, warmup, rounds, width));
        for (int size : sizes) {
            comparisons(size).forEach(contestants -> System.out.println(run.run(contestants)));
        }
        return 0;
    }

    /** The works of one container, if there is just one, beside each other; or all containers at each work. */
    private List<List<Contestant>> comparisons(int size) {
        if (works.size() > 1 && peers != null && peers.size() == 1) {
            return List.of(works.stream()
                    .map(work -> contestant(peers.get(0), work, size))
                    .toList());
        }
        List<PeerLibrary> compared = peers == null ? PeerLibrary.of(kind) : peers;
        return works.stream()
                .map(work -> compared.stream()
                        .map(peer -> contestant(peer, work, size))
                        .toList())
                .toList();
    }

    private Contestant contestant(PeerLibrary peer, MeasuredOperation work, int size) {
        return new Contestant(peer, work, keys == null ? peer.kind.usualKeys : keys, size, threads, afterOtherKinds);
    }
}
