package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a form of the benchmarks measures. */
final class MeasurementPlan {
    private static final List<ContainerKind> MAPS =
            List.of(ContainerKind.WEAK_VALUES, ContainerKind.WEAK_KEYS, ContainerKind.WEAK_KEYS_IDENTITY);

    /** The heap of each contestant, as in {@code -Xmx}. */
    final String heap;

    /** How long each comparison takes. */
    final PairedRun.Pace pace;

    /** The paired comparisons, each a list of contestants with the candidate first. */
    final List<List<Contestant>> cells = new ArrayList<>();

    /** Whether memory, deaths and churn are measured too. */
    final boolean whole;

    private MeasurementPlan(String heap, PairedRun.Pace pace, boolean whole) {
        this.heap = heap;
        this.pace = pace;
        this.whole = whole;
    }

    /** What the README quotes, within ten minutes on two idle cores. */
    static MeasurementPlan quick() {
        MeasurementPlan plan = new MeasurementPlan("1g", new PairedRun.Pace(2, 50, 8, 8, 0.8), true);
        for (ContainerKind kind : MAPS) {
            plan.addUsualWorks(kind);
            plan.addOwnHits(kind);
        }
        plan.add(MeasuredOperation.PUT_NEW, 100_000, 2, PeerLibrary.of(ContainerKind.WEAK_KEYS));
        plan.add(MeasuredOperation.CONTAINS, 100_000, 1, PeerLibrary.of(ContainerKind.SET));
        plan.add(MeasuredOperation.INTERN_HIT, 100_000, 1, PeerLibrary.of(ContainerKind.INTERNER));
        plan.add(MeasuredOperation.CACHE_GET, 1_000, 1, PeerLibrary.of(ContainerKind.CACHE_BY_REFERENCE));
        plan.add(MeasuredOperation.CACHE_PUT, 1_000, 1, PeerLibrary.of(ContainerKind.CACHE_BY_REFERENCE));
        plan.add(MeasuredOperation.CACHE_GET, 1_000, 1, PeerLibrary.of(ContainerKind.CACHE_BY_VALUE));
        plan.add(MeasuredOperation.LOCK, 1_000, 1, PeerLibrary.of(ContainerKind.LOCKS));
        return plan;
    }

    /** Every work of every kind, in all sizes and numbers of threads; takes hours. */
    static MeasurementPlan full() {
        MeasurementPlan plan = new MeasurementPlan("8g", new PairedRun.Pace(2, 100, 20, 30, 0.15), true);
        for (ContainerKind kind : ContainerKind.values()) {
            plan.addAllWorks(kind);
            if (MAPS.contains(kind)) {
                plan.addOwnHits(kind);
            }
        }
        return plan;
    }

    /** How the time of a hit grows up to ten million entries: ours beside the limit, some minutes. */
    static MeasurementPlan growth() {
        MeasurementPlan plan = new MeasurementPlan("6g", new PairedRun.Pace(3, 50, 10, 10, 0.5), false);
        for (ContainerKind kind : MAPS) {
            for (int size : new int[] {1_000, 100_000, 10_000_000}) {
                plan.add(MeasuredOperation.GET_HIT, size, 1, List.of(PeerLibrary.ours(kind), PeerLibrary.limit(kind)));
            }
        }
        return plan;
    }

    private void addUsualWorks(ContainerKind kind) {
        add(MeasuredOperation.GET_HIT, 1_000, 1, PeerLibrary.of(kind));
        add(MeasuredOperation.GET_HIT, 100_000, 1, PeerLibrary.of(kind));
        add(MeasuredOperation.GET_HIT, 100_000, 2, PeerLibrary.of(kind));
        add(MeasuredOperation.GET_MISS, 100_000, 1, oursAndLimit(kind));
        add(MeasuredOperation.PUT_NEW, 100_000, 1, PeerLibrary.of(kind));
        add(MeasuredOperation.PUT_OVER, 100_000, 1, PeerLibrary.of(kind));
        add(MeasuredOperation.REMOVE, 100_000, 1, PeerLibrary.of(kind));
    }

    private void addAllWorks(ContainerKind kind) {
        for (MeasuredOperation work : MeasuredOperation.values()) {
            for (KeyClasses keys : KeyClasses.values()) {
                boolean endless = keys == KeyClasses.COLLIDING; // with most peers
                if (work.fits(kind) && keys.fits(kind) && !endless) {
                    addAllSizes(work, keys, kind);
                }
            }
        }
    }

    private void addAllSizes(MeasuredOperation work, KeyClasses keys, ContainerKind kind) {
        for (int size : new int[] {1_000, 100_000, 10_000_000}) {
            for (int threads : new int[] {1, 2, 8}) {
                add(work, keys, size, threads, PeerLibrary.of(kind));
            }
        }
    }

    private void add(MeasuredOperation work, int size, int threads, List<PeerLibrary> peers) {
        add(work, peers.get(0).kind.usualKeys, size, threads, peers);
    }

    private void add(MeasuredOperation work, KeyClasses keys, int size, int threads, List<PeerLibrary> peers) {
        cells.add(peers.stream()
                .map(peer -> new Contestant(peer, work, keys, size, threads, false))
                .toList());
    }

    /** Hits of ours, compared with our own {@code get}. */
    private void addOwnHits(ContainerKind kind) {
        Stream<MeasuredOperation> works = kind == ContainerKind.WEAK_VALUES
                ? Stream.of(MeasuredOperation.GET_HIT, MeasuredOperation.COMPUTE_HIT, MeasuredOperation.GET_OR_PUT)
                : Stream.of(MeasuredOperation.GET_HIT, MeasuredOperation.COMPUTE_HIT);
        cells.add(works.map(work -> new Contestant(PeerLibrary.ours(kind), work, kind.usualKeys, 1_000, 1, false))
                .toList());
    }

    private static List<PeerLibrary> oursAndLimit(ContainerKind kind) {
        return PeerLibrary.of(kind).stream()
                .filter(peer -> peer.isOurs() || peer.isStrong())
                .toList();
    }

    static List<ContainerKind> maps() {
        return MAPS;
    }
}
