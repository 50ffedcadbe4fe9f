package dev.gossamer.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a form has measured so far. */
final class FormResults {
    final Map<String, String> machine;
    final List<Comparison> comparisons = new ArrayList<>();
    final Map<PeerLibrary, Map<String, Double>> footprints = new LinkedHashMap<>();
    final Map<PeerLibrary, Map<String, Double>> deaths = new LinkedHashMap<>();
    final Map<PeerLibrary, Map<String, Double>> churn = new LinkedHashMap<>();
    final Map<ReferenceContestants, Map<String, Double>> referring = new LinkedHashMap<>();
    private final long begin = System.nanoTime();

    FormResults(Map<String, String> machine) {
        this.machine = machine;
    }

    /** How long it took until now. */
    String took() {
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return String.format(Locale.ROOT, "%d min %02d s", took.toMinutes(), took.toSecondsPart());
    }
}
