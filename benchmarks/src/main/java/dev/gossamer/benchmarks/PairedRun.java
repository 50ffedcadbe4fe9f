package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;

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
     * @param forks how many times to start anew, as one compilation of the same code is not like another
     * @param millis the length of a slice
     * @param warmup how many slices of each contestant do not count
     * @param rounds how many slices of each contestant count, in one fork
     * @param width how wide the spread of a ratio may be; up to two more forks follow if it is wider
     */
    record Pace(int forks, long millis, int warmup, int rounds, double width) {}

    /** Measures; the first contestant is the candidate that others are compared with. */
    Comparison run(List<Contestant> contestants) {
        List<Sample> samples = contestants.stream().map(Sample::new).toList();
        for (int fork = 0; fork < pace.forks + 2; fork++) {
            if (fork >= pace.forks && new Comparison(samples).widest() <= pace.width) {
                break;
            }
            fork(samples);
        }
        return new Comparison(samples);
    }

    private void fork(List<Sample> samples) {
        List<Side> sides = new ArrayList<>();
        try {
            for (Sample sample : samples) {
                sides.add(new Side(sample.contestant(), jvm));
            }
            sides.forEach(Side::awaitReady);
            for (int i = 0; i < pace.warmup; i++) {
                sides.forEach(side -> side.run(pace.millis));
            }
            for (int round = 0; round < pace.rounds; round++) {
                takeTurns(samples, sides, round);
            }
        } finally {
            sides.forEach(Side::close);
        }
    }

    private void takeTurns(List<Sample> samples, List<Side> sides, int round) {
        for (int i = 0; i < sides.size(); i++) {
            int turn = (i + round) % sides.size();
            samples.get(turn).slices().add(sides.get(turn).run(pace.millis));
        }
    }
}
