package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a form of the benchmarks measures.
 *
 * @param cells the paired comparisons, each a list of contestants with the candidate first
 * @param pace how long each takes
 * @param dying how many entries die together
 */
record Plan(List<List<Contestant>> cells, PairedRun.Pace pace, int dying) {
    private static final List<Kind> MAPS = List.of(Kind.WEAK_VALUES, Kind.WEAK_KEYS, Kind.WEAK_KEYS_IDENTITY);

    /** What the README quotes: meant for ten minutes on two idle cores. */
    static Plan quick() {
        List<List<Contestant>> cells = new ArrayList<>();
        for (Kind kind : MAPS) {
            cells.add(all(kind, Work.GET_HIT, kind.usualKeys, 1_000, 1));
            cells.add(all(kind, Work.GET_HIT, kind.usualKeys, 100_000, 1));
            cells.add(own(kind));
        }
        for (Kind kind : MAPS) {
            cells.add(all(kind, Work.PUT_NEW, kind.usualKeys, 100_000, 1));
            cells.add(all(kind, Work.PUT_OVER, kind.usualKeys, 100_000, 1));
            cells.add(all(kind, Work.GET_HIT, kind.usualKeys, 100_000, 2));
            cells.add(all(kind, Work.GET_MISS, kind.usualKeys, 100_000, 1));
        }
        cells.add(all(Kind.SET, Work.CONTAINS, Keys.STRING, 100_000, 1));
        cells.add(all(Kind.INTERNER, Work.INTERN_HIT, Keys.STRING, 100_000, 1));
        cells.add(all(Kind.CACHE_BY_REFERENCE, Work.CACHE_GET, Keys.STRING, 1_000, 1));
        cells.add(all(Kind.CACHE_BY_VALUE, Work.CACHE_GET, Keys.STRING, 1_000, 1));
        return new Plan(cells, new PairedRun.Pace(1, 50, 12, 15, 0.3), 1_000_000);
    }

    /** Every work of every kind, in all sizes and numbers of threads; takes hours. */
    static Plan full() {
        List<List<Contestant>> cells = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Work work : Work.values()) {
                for (Keys keys : Keys.values()) {
                    if (work.fits(kind) && keys.fits(kind)) {
                        for (int size : new int[] {1_000, 100_000, 10_000_000}) {
                            for (int threads : new int[] {1, 2, 8}) {
                                cells.add(all(kind, work, keys, size, threads));
                            }
                        }
                    }
                }
            }
            if (MAPS.contains(kind)) {
                cells.add(own(kind));
            }
        }
        return new Plan(cells, new PairedRun.Pace(2, 100, 20, 30, 0.15), 1_000_000);
    }

    private static List<Contestant> all(Kind kind, Work work, Keys keys, int size, int threads) {
        return Peer.of(kind).stream()
                .map(peer -> new Contestant(peer, work, keys, size, threads, false))
                .toList();
    }

    /** Hits of ours, compared with our own {@code get}. */
    private static List<Contestant> own(Kind kind) {
        Stream<Work> works = kind == Kind.WEAK_VALUES
                ? Stream.of(Work.GET_HIT, Work.COMPUTE_HIT, Work.GET_OR_PUT)
                : Stream.of(Work.GET_HIT, Work.COMPUTE_HIT);
        return works.map(work -> new Contestant(Peer.ours(kind), work, kind.usualKeys, 1_000, 1, false))
                .toList();
    }

    static List<Kind> maps() {
        return MAPS;
    }
}
