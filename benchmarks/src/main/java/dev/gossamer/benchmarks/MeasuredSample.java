package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The slices of a contestant that count. */
record MeasuredSample(Contestant contestant, List<MeasuredSlice> slices) {

    MeasuredSample(Contestant contestant) {
        this(contestant, new ArrayList<>());
    }
}
