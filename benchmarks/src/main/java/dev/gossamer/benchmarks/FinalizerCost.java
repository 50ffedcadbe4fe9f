package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What finalizers of short-lived objects cost beside {@link java.lang.ref.Cleaner}: the CPU time of the whole process, in pairs of fresh
 * JVMs, cold (the first two million) and warm (two million more in the same JVM). Ends with 1 if an action did not run, or the median of
 * the pairs is beyond {@value #BOUND} times the CPU of a {@code Cleaner}.
 */
final class FinalizerCost {
    private static final double BOUND = 2;
    private static final int PAIRS = 10;
    private static final int ACTIONS_A_THREAD = 1_000_000;
    private static final List<String> ROUNDS = List.of("cold", "warm");
    private static final List<String> COLLECTORS = List.of("G1", "Serial");

    private final String collector;
    private final List<Map<String, Double>> finalizers = new ArrayList<>();
    private final List<Map<String, Double>> cleaners = new ArrayList<>();

    private FinalizerCost(String collector) {
        this.collector = collector;
    }

    /**
     * Measures and prints.
     *
     * @param args how many pairs for each collector; {@value #PAIRS} if it is not given
     */
    public static void main(String[] args) {
        int pairs = args.length == 0 ? PAIRS : Integer.parseInt(args[0]);
        boolean kept = true;
        for (String collector : COLLECTORS) {
            FinalizerCost cost = new FinalizerCost(collector);
            for (int pair = 0; pair < pairs; pair++) {
                cost.measure(pair % 2 == 0);
            }
            for (int round = 0; round < ROUNDS.size(); round++) {
                kept &= cost.print(round);
            }
        }
        System.exit(kept ? 0 : 1);
    }

    private void measure(boolean cleanerFirst) {
        if (cleanerFirst) {
            cleaners.add(run(FinalizerWorker.Side.CLEANER));
            finalizers.add(run(FinalizerWorker.Side.FINALIZERS));
        } else {
            finalizers.add(run(FinalizerWorker.Side.FINALIZERS));
            cleaners.add(run(FinalizerWorker.Side.CLEANER));
        }
    }

    private Map<String, Double> run(FinalizerWorker.Side side) {
        Map<String, Double> measured = SingleMeasurement.run(
                MeasuringJvm.like("256m", collector),
                FinalizerWorker.class,
                List.of(side.name(), String.valueOf(ACTIONS_A_THREAD), String.valueOf(ROUNDS.size())));
        double ran = measured.getOrDefault("ran", 0.0);
        double all = 2.0 * ACTIONS_A_THREAD * ROUNDS.size();
        if (ran != all) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "%s with %s: %.0f of %.0f actions ran; all have to", side, collector, ran, all));
        }
        return measured;
    }

    /** Prints how they compare in a round; whether they keep to the bound. */
    private boolean print(int round) {
        double[] ratios = new double[cleaners.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = cpu(finalizers.get(i), round) / cpu(cleaners.get(i), round);
        }
        MedianAndQuartiles ratio = MedianAndQuartiles.of(ratios);
        System.out.printf(
                Locale.ROOT,
                "JDK %d, %s, %s: finalizers ÷ Cleaner, CPU of the process: %.2f [%.2f, %.2f], %d pairs; %.2f s beside %.2f s%n",
                Runtime.version().feature(),
                collector,
                ROUNDS.get(round),
                ratio.median(),
                ratio.low(),
                ratio.high(),
                ratios.length,
                median(finalizers, round),
                median(cleaners, round));
        if (ratio.median() > BOUND) {
            System.out.printf(
                    Locale.ROOT,
                    "that is %.2f times the CPU of a Cleaner, where %.0f are allowed%n",
                    ratio.median(),
                    BOUND);
            return false;
        }
        return true;
    }

    private static double median(List<Map<String, Double>> measured, int round) {
        return MedianAndQuartiles.of(measured.stream()
                                .mapToDouble(each -> cpu(each, round))
                                .toArray())
                        .median()
                / 1e9;
    }

    private static double cpu(Map<String, Double> measured, int round) {
        return measured.get("cpu." + round);
    }
}
