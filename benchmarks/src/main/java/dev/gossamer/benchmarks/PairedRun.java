package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;

/**
 * Has contestants, each in a JVM of its own, take turns in many short slices, so that what slows the machine down slows all
 * of them down.
 */
final class PairedRun {
    private final MeasuringJvm jvm;
    private final Pace pace;

    PairedRun(MeasuringJvm jvm, Pace pace) {
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
     * @param width how wide the spread of a ratio may be; one more fork follows if it is wider
     */
    record Pace(int forks, long millis, int warmup, int rounds, double width) {}

    /** Measures; the first contestant is the candidate that others are compared with. */
    Comparison run(List<Contestant> contestants) {
        List<MeasuredSample> samples =
                contestants.stream().map(MeasuredSample::new).toList();
        for (int fork = 0; fork <= pace.forks; fork++) {
            if (fork >= pace.forks && new Comparison(samples).widest() <= pace.width) {
                break;
            }
            fork(samples);
        }
        return new Comparison(samples);
    }

    private void fork(List<MeasuredSample> samples) {
        List<ContestantJvm> sides = new ArrayList<>();
        try {
            for (MeasuredSample sample : samples) {
                sides.add(new ContestantJvm(sample.contestant(), jvm));
            }
            sides.forEach(ContestantJvm::awaitReady);
            warm(sides);
            for (int round = 0; round < pace.rounds; round++) {
                takeTurns(samples, sides, round);
            }
        } finally {
            sides.forEach(ContestantJvm::close);
        }
    }

    /** A busy machine gives the compilers little: those who had too little CPU time go on warming up, for a while. */
    private void warm(List<ContestantJvm> sides) {
        long enough = pace.warmup * pace.millis * 700_000;
        for (ContestantJvm side : sides) {
            long cpu = 0;
            for (int i = 0; i < pace.warmup || (cpu < enough && i < 2 * pace.warmup); i++) {
                cpu += side.run(pace.millis).cpuNanos();
            }
        }
    }

    private void takeTurns(List<MeasuredSample> samples, List<ContestantJvm> sides, int round) {
        for (int i = 0; i < sides.size(); i++) {
            int turn = (i + round) % sides.size();
            samples.get(turn).slices().add(sides.get(turn).run(pace.millis));
        }
    }
}
