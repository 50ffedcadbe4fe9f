package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What came of a paired run. The first line is the candidate. */
final class Comparison {
    final List<Line> lines = new ArrayList<>();

    /**
     * One contestant.
     *
     * @param wall the time of an operation
     * @param cpu the CPU time of an operation
     * @param wallRatio how many times as fast as this one the candidate is, round by round
     * @param cpuRatio the same by CPU time
     * @param bytes what an operation allocates
     */
    record Line(
            Contestant contestant,
            MedianAndQuartiles wall,
            MedianAndQuartiles cpu,
            MedianAndQuartiles wallRatio,
            MedianAndQuartiles cpuRatio,
            MedianAndQuartiles bytes) {

        /** By CPU time where one thread works, blind to other programs; by the wall where several may wait for each other. */
        MedianAndQuartiles ratio() {
            return contestant.threads() == 1 ? cpuRatio : wallRatio;
        }

        /** The time of an operation by the same clock. */
        MedianAndQuartiles nanos() {
            return contestant.threads() == 1 ? cpu : wall;
        }
    }

    Comparison(List<MeasuredSample> samples) {
        MeasuredSample candidate = samples.get(0);
        for (MeasuredSample sample : samples) {
            lines.add(new Line(
                    sample.contestant(),
                    spread(sample, MeasuredSlice::nanosPerOperation),
                    spread(sample, MeasuredSlice::cpuNanosPerOperation),
                    ratio(candidate, sample, MeasuredSlice::nanosPerOperation),
                    ratio(candidate, sample, MeasuredSlice::cpuNanosPerOperation),
                    spread(sample, MeasuredSlice::bytesPerOperation)));
        }
    }

    Contestant candidate() {
        return lines.get(0).contestant;
    }

    /** Whether all do the same work, so that it is the containers that are compared. */
    boolean isOfOneWork() {
        return lines.stream()
                .allMatch(line -> line.contestant.work() == candidate().work());
    }

    Optional<Line> lineOf(PeerLibrary peer) {
        return lines.stream().filter(line -> line.contestant.peer() == peer).findFirst();
    }

    /** The widest spread of a ratio. */
    double widest() {
        return lines.stream().mapToDouble(line -> line.ratio().width()).max().orElse(0);
    }

    private static MedianAndQuartiles spread(MeasuredSample sample, ToDoubleFunction<MeasuredSlice> measure) {
        return MedianAndQuartiles.of(
                sample.slices().stream().mapToDouble(measure).toArray());
    }

    private static MedianAndQuartiles ratio(
            MeasuredSample candidate, MeasuredSample other, ToDoubleFunction<MeasuredSlice> cost) {
        return MedianAndQuartiles.of(IntStream.range(0, candidate.slices().size())
                .mapToDouble(i -> cost.applyAsDouble(other.slices().get(i))
                        / cost.applyAsDouble(candidate.slices().get(i)))
                .toArray());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            text.append(String.format(
                    "%-26s %-12s %-8s %8d %d thr %8.1f ns %8.1f ns cpu %6.1f B   x %5.2f [%.2f..%.2f], cpu %5.2f [%.2f..%.2f]%n",
                    line.contestant.peer().title,
                    line.contestant.work(),
                    line.contestant.keys(),
                    line.contestant.size(),
                    line.contestant.threads(),
                    line.wall.median(),
                    line.cpu.median(),
                    line.bytes.low(),
                    line.wallRatio.median(),
                    line.wallRatio.low(),
                    line.wallRatio.high(),
                    line.cpuRatio.median(),
                    line.cpuRatio.low(),
                    line.cpuRatio.high()));
        }
        return text.toString();
    }
}
