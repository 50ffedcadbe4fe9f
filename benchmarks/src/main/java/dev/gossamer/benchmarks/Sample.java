package dev.gossamer.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The slices of a contestant that count. */
record Sample(Contestant contestant, List<Slice> slices) {

    Sample(Contestant contestant) {
        this(contestant, new ArrayList<>());
    }
}
