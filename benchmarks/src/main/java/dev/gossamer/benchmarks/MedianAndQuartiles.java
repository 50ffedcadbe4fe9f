package dev.gossamer.benchmarks;

import java.util.Arrays;

/** The median of a sample and its quartiles. */
record MedianAndQuartiles(double low, double median, double high) {

    static MedianAndQuartiles of(double[] sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        return new MedianAndQuartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static double at(double[] sorted, double fraction) {
        double position = fraction * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (sorted[above] - sorted[below]) * (position - below);
    }

    /** The distance of the quartiles as a part of the median. */
    double width() {
        return (high - low) / median;
    }
}
