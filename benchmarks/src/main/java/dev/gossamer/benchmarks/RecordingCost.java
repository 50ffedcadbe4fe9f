package dev.gossamer.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What the Flight Recorder costs at its default settings, with all events of the library: the CPU time of the whole process, in two JVMs
 * of which one is recorded, and which do the same share of work again and again at the same time, so that whatever else the machine does
 * slows down both; and that of one period with many containers.
 */
final class RecordingCost implements AutoCloseable {
    private static final int FORKS = 10;
    private static final int WARMUP = 2;
    private static final int TURNS = 4;
    private static final int ROUNDS = 100_000;
    private static final int CONTAINERS = 100_000;
    private static final int IDLE_SECONDS = 20;

    private final Process process;
    private final BufferedReader from;
    private final Writer to;

    private RecordingCost(List<String> options, String... work) throws IOException {
        MeasuringJvm plain = MeasuringJvm.like("512m", "G1");
        List<String> all = new ArrayList<>(plain.options());
        all.addAll(options);
        this.process = new MeasuringJvm(plain.home(), all).start(RecordedWorker.class, List.of(work));
        this.from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.to = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        String said = read();
        while (!said.equals("ready")) { // the recorder greets first
            said = read();
        }
    }

    /** Measures and prints. */
    public static void main(String[] args) throws IOException {
        List<String> recorded = List.of("-XX:StartFlightRecording=settings=default");
        printRatio(recorded);
        for (String kind : List.of("named", "unnamed")) {
            printIdle(kind, recorded);
        }
    }

    private static void printRatio(List<String> recorded) throws IOException {
        List<Double> ratios = new ArrayList<>();
        for (int fork = 0; fork < FORKS; fork++) {
            ratios.addAll(ratiosOfOneFork(recorded));
        }
        MedianAndQuartiles ratio =
                MedianAndQuartiles.of(ratios.stream().mapToDouble(each -> each).toArray());
        System.out.printf(
                "JDK %d: recorded ÷ not recorded, CPU of the process: %.3f [%.3f, %.3f], %d pairs%n",
                Runtime.version().feature(), ratio.median(), ratio.low(), ratio.high(), ratios.size());
    }

    private static List<Double> ratiosOfOneFork(List<String> recorded) throws IOException {
        List<Double> ratios = new ArrayList<>();
        try (RecordingCost with = new RecordingCost(recorded, "work");
                RecordingCost without = new RecordingCost(List.of(), "work")) {
            for (int turn = -WARMUP; turn < TURNS; turn++) {
                boolean first = turn % 2 == 0;
                (first ? with : without).begin(ROUNDS);
                (first ? without : with).begin(ROUNDS);
                double ratio = with.cpu() / without.cpu();
                if (turn >= 0) {
                    ratios.add(ratio);
                }
            }
        }
        return ratios;
    }

    private static void printIdle(String kind, List<String> recorded) throws IOException {
        try (RecordingCost with = new RecordingCost(recorded, kind, String.valueOf(CONTAINERS));
                RecordingCost without = new RecordingCost(List.of(), kind, String.valueOf(CONTAINERS))) {
            double more = 0;
            for (int seconds :
                    new int[] {2 * IDLE_SECONDS, IDLE_SECONDS}) { // the first time the compiler comes to rest
                with.begin(seconds);
                without.begin(seconds);
                more = with.cpu() - without.cpu();
            }
            System.out.printf(
                    "JDK %d: %d %s containers that nobody uses: %.1f ms of CPU more in a second while recorded%n",
                    Runtime.version().feature(), CONTAINERS, kind, more / 1e6 / IDLE_SECONDS);
        }
    }

    /** Has so much done. */
    private void begin(int much) throws IOException {
        to.write(much + System.lineSeparator());
        to.flush();
    }

    /** The CPU time that it took, in nanoseconds, when it is done. */
    private double cpu() throws IOException {
        return Double.parseDouble(read());
    }

    private String read() throws IOException {
        String line = from.readLine();
        if (line == null) {
            throw new IllegalStateException("the measured JVM ended early; see its output above");
        }
        return line;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
