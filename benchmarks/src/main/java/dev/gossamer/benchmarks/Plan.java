package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a form of the benchmarks measures. */
final class Plan {
    private static final List<Kind> MAPS = List.of(Kind.WEAK_VALUES, Kind.WEAK_KEYS, Kind.WEAK_KEYS_IDENTITY);

    /** The heap of each contestant, as in {@code -Xmx}. */
    final String heap;

    /** How long each comparison takes. */
    final PairedRun.Pace pace;

    /** The paired comparisons, each a list of contestants with the candidate first. */
    final List<List<Contestant>> cells = new ArrayList<>();

    /** Whether memory, deaths and churn are measured too. */
    final boolean whole;

    private Plan(String heap, PairedRun.Pace pace, boolean whole) {
        this.heap = heap;
        this.pace = pace;
        this.whole = whole;
    }

    /** What the README quotes, within ten minutes on two idle cores. */
    static Plan quick() {
        Plan plan = new Plan("1g", new PairedRun.Pace(2, 50, 8, 8, 0.8), true);
        for (Kind kind : MAPS) {
            plan.add(Work.GET_HIT, 1_000, 1, Peer.of(kind));
            plan.add(Work.GET_HIT, 100_000, 1, Peer.of(kind));
            plan.add(Work.GET_HIT, 100_000, 2, Peer.of(kind));
            plan.add(Work.GET_MISS, 100_000, 1, oursAndLimit(kind));
            plan.add(Work.PUT_NEW, 100_000, 1, withoutLimit(kind));
            plan.add(Work.PUT_OVER, 100_000, 1, withoutLimit(kind));
            plan.addOwnHits(kind);
        }
        plan.add(Work.PUT_NEW, 100_000, 2, withoutLimit(Kind.WEAK_KEYS));
        plan.add(Work.CONTAINS, 100_000, 1, Peer.of(Kind.SET));
        plan.add(Work.INTERN_HIT, 100_000, 1, Peer.of(Kind.INTERNER));
        plan.add(Work.CACHE_GET, 1_000, 1, Peer.of(Kind.CACHE_BY_REFERENCE));
        plan.add(Work.CACHE_GET, 1_000, 1, Peer.of(Kind.CACHE_BY_VALUE));
        return plan;
    }

    /** Every work of every kind, in all sizes and numbers of threads; takes hours. */
    static Plan full() {
        Plan plan = new Plan("8g", new PairedRun.Pace(2, 100, 20, 30, 0.15), true);
        for (Kind kind : Kind.values()) {
            for (Work work : Work.values()) {
                for (Keys keys : Keys.values()) {
                    if (work.fits(kind) && keys.fits(kind)) {
                        plan.addAllSizes(work, keys, kind);
                    }
                }
            }
            if (MAPS.contains(kind)) {
                plan.addOwnHits(kind);
            }
        }
        return plan;
    }

    /** How the time of a hit grows up to ten million entries: ours beside the limit, some minutes. */
    static Plan growth() {
        Plan plan = new Plan("6g", new PairedRun.Pace(3, 50, 10, 10, 0.5), false);
        for (Kind kind : MAPS) {
            for (int size : new int[] {1_000, 100_000, 10_000_000}) {
                plan.add(Work.GET_HIT, size, 1, List.of(Peer.ours(kind), Peer.limit(kind)));
            }
        }
        return plan;
    }

    private void addAllSizes(Work work, Keys keys, Kind kind) {
        for (int size : new int[] {1_000, 100_000, 10_000_000}) {
            for (int threads : new int[] {1, 2, 8}) {
                add(work, keys, size, threads, Peer.of(kind));
            }
        }
    }

    private void add(Work work, int size, int threads, List<Peer> peers) {
        add(work, peers.get(0).kind.usualKeys, size, threads, peers);
    }

    private void add(Work work, Keys keys, int size, int threads, List<Peer> peers) {
        cells.add(peers.stream()
                .map(peer -> new Contestant(peer, work, keys, size, threads, false))
                .toList());
    }

    /** Hits of ours, compared with our own {@code get}. */
    private void addOwnHits(Kind kind) {
        Stream<Work> works = kind == Kind.WEAK_VALUES
                ? Stream.of(Work.GET_HIT, Work.COMPUTE_HIT, Work.GET_OR_PUT)
                : Stream.of(Work.GET_HIT, Work.COMPUTE_HIT);
        cells.add(works.map(work -> new Contestant(Peer.ours(kind), work, kind.usualKeys, 1_000, 1, false))
                .toList());
    }

    /** Those whose puts are compared: nobody need be ahead of the limit there. */
    private static List<Peer> withoutLimit(Kind kind) {
        return Peer.of(kind).stream().filter(peer -> !peer.isStrong()).toList();
    }

    private static List<Peer> oursAndLimit(Kind kind) {
        return Peer.of(kind).stream()
                .filter(peer -> peer.isOurs() || peer.isStrong())
                .toList();
    }

    static List<Kind> maps() {
        return MAPS;
    }
}
