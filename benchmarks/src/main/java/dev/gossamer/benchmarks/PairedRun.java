package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Has contestants, each in a JVM of its own, take turns in many short slices, so that what slows the machine down slows all
 * of them down.
 */
final class PairedRun {
    private final Jvm jvm;
    private final Pace pace;

    PairedRun(Jvm jvm, Pace pace) {
        this.jvm = jvm;
        this.pace = pace;
    }

    /**
     * How long to measure.
     *
     * @param millis the length of a slice
     * @param warmup how many slices of each contestant do not count
     * @param rounds how many slices of each contestant count, before the spread is looked at
     * @param width how wide the spread of a ratio may be; measured again up to twice if it is wider
     */
    record Pace(long millis, int warmup, int rounds, double width) {}

    /** Measures; the first contestant is the candidate that others are compared with. */
    Comparison run(List<Contestant> contestants) {
        List<Side> sides = new ArrayList<>();
        try {
            for (Contestant contestant : contestants) {
                Side side = new Side(contestant, jvm);
                sides.add(side);
                side.awaitReady();
            }
            for (int i = 0; i < pace.warmup; i++) {
                sides.forEach(side -> side.run(pace.millis));
            }
            for (int attempt = 0; attempt < 3; attempt++) {
                IntStream.range(0, pace.rounds).forEach(round -> takeTurns(sides, round));
                if (new Comparison(sides).widest() <= pace.width) {
                    break;
                }
            }
            return new Comparison(sides);
        } finally {
            sides.forEach(Side::close);
        }
    }

    private void takeTurns(List<Side> sides, int round) {
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get((i + round) % sides.size());
            side.slices.add(side.run(pace.millis));
        }
    }
}
