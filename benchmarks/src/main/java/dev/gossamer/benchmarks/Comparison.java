package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What came of a paired run. The first line is the candidate. */
final class Comparison {
    final List<Line> lines = new ArrayList<>();

    /**
     * One contestant.
     *
     * @param nanos the time of an operation
     * @param cpu the CPU time of an operation
     * @param ratio how many times as fast as this one the candidate is, round by round
     * @param cpuRatio the same by CPU time
     */
    record Line(Contestant contestant, Spread nanos, Spread cpu, Spread ratio, Spread cpuRatio) {}

    Comparison(List<Sample> samples) {
        Sample candidate = samples.get(0);
        for (Sample sample : samples) {
            lines.add(new Line(
                    sample.contestant(),
                    cost(sample, Slice.Clock.WALL),
                    cost(sample, Slice.Clock.CPU),
                    ratio(candidate, sample, Slice.Clock.WALL),
                    ratio(candidate, sample, Slice.Clock.CPU)));
        }
    }

    /** The widest spread of a ratio, by the clock that varies less. */
    double widest() {
        return lines.stream()
                .mapToDouble(line -> Math.min(line.ratio.width(), line.cpuRatio.width()))
                .max()
                .orElse(0);
    }

    private static Spread cost(Sample sample, Slice.Clock clock) {
        return Spread.of(sample.slices().stream()
                .mapToDouble(slice -> slice.nanosPerOperation(clock))
                .toArray());
    }

    private static Spread ratio(Sample candidate, Sample other, Slice.Clock clock) {
        return Spread.of(IntStream.range(0, candidate.slices().size())
                .mapToDouble(i -> other.slices().get(i).nanosPerOperation(clock)
                        / candidate.slices().get(i).nanosPerOperation(clock))
                .toArray());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(String.format(
                    "%-26s %-12s %-8s %8d %d thr %8.1f ns %8.1f ns cpu   ours is %5.2f [%.2f..%.2f] x, cpu %5.2f [%.2f..%.2f] x%n",
                    line.contestant.peer().title,
                    line.contestant.work(),
                    line.contestant.keys(),
                    line.contestant.size(),
                    line.contestant.threads(),
                    line.nanos.median(),
                    line.cpu.median(),
                    line.ratio.median(),
                    line.ratio.low(),
                    line.ratio.high(),
                    line.cpuRatio.median(),
                    line.cpuRatio.low(),
                    line.cpuRatio.high()));
        }
        return text.toString();
    }
}
