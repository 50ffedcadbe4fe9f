package dev.gossamer.benchmarks;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.gossamer.HotTier;
import dev.gossamer.WeakValueMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * Prints how often a cache of few values answers, by who decides what to keep, while the garbage collector runs again and
 * again. Nobody holds a value for longer than one access, so a weakly held one lives until the next collection.
 */
public final class HitRatios {
    private static final int KEYS = 100_000;
    private static final int ACCESSES = 400_000;
    private static final int KEPT = 1_000;
    private static final int COLLECT_EVERY = 200;
    private static final int SCAN_EVERY = 10_000;
    private static final int SCAN_LENGTH = 2_500;
    private static final double SKEW = 0.9;

    private HitRatios() {}

    /**
     * Runs every cache over every trace, and prints a table.
     *
     * @param arguments ignored
     */
    public static void main(String[] arguments) {
        Map<String, int[]> traces = new LinkedHashMap<>();
        traces.put("Zipf " + SKEW, zipf(0));
        traces.put("Zipf " + SKEW + " with scans", zipf(SCAN_LENGTH));
        System.out.println(
                "| trace | weak alone | LRU | Caffeine `maximumSize` | hot tier, jdk | hot tier, caffeine |");
        System.out.println("|---|---|---|---|---|---|");
        traces.forEach((name, trace) -> {
            StringBuilder row = new StringBuilder("| " + name);
            for (Function<Integer, Object> cache : caches()) {
                row.append(String.format(Locale.ROOT, " | %.1f %%", 100 * hitRatio(cache, trace)));
            }
            System.out.println(row.append(" |"));
        });
    }

    /** Each gives the value of a key, and makes it as a {@link Made} when it does not have it. */
    private static List<Function<Integer, Object>> caches() {
        Map<Integer, Object> lru = new Lru<>();
        Map<Integer, Object> bounded =
                Caffeine.newBuilder().maximumSize(KEPT).<Integer, Object>build().asMap();
        return List.of(
                through(WeakValueMap.<Integer, Object>builder().backend("jdk").build()),
                through(lru),
                through(bounded),
                through(hot("jdk")),
                through(hot("caffeine")));
    }

    private static WeakValueMap<Integer, Object> hot(String backend) {
        return WeakValueMap.<Integer, Object>builder()
                .backend(backend)
                .hot(HotTier.recent(KEPT))
                .build();
    }

    private static Function<Integer, Object> through(Map<Integer, Object> map) {
        return key -> map.computeIfAbsent(key, Made::new);
    }

    private static double hitRatio(Function<Integer, Object> cache, int[] trace) {
        int before = Made.count;
        for (int i = 0; i < trace.length; i++) {
            Object value = cache.apply(trace[i]);
            if (!(value instanceof Made made) || made.key != trace[i]) {
                throw new AssertionError("the value of another key: " + value);
            }
            if (i % COLLECT_EVERY == 0) {
                System.gc();
            }
        }
        return 1 - (double) (Made.count - before) / trace.length;
    }

    /** Keys by Zipf's law, with runs of keys that come once mixed in. */
    private static int[] zipf(int scanLength) {
        Random random = new Random(42);
        double[] cumulative = cumulative();
        double sum = cumulative[KEYS - 1];
        int[] trace = new int[ACCESSES];
        int fresh = KEYS;
        for (int i = 0; i < ACCESSES; i++) {
            boolean scanning = i % SCAN_EVERY >= SCAN_EVERY - scanLength;
            trace[i] = scanning ? fresh++ : rank(cumulative, random.nextDouble() * sum);
        }
        return trace;
    }

    private static double[] cumulative() {
        double[] cumulative = new double[KEYS];
        double sum = 0;
        for (int rank = 0; rank < KEYS; rank++) {
            sum += 1 / Math.pow(rank + 1, SKEW);
            cumulative[rank] = sum;
        }
        return cumulative;
    }

    private static int rank(double[] cumulative, double at) {
        int found = Arrays.binarySearch(cumulative, at);
        return found < 0 ? -found - 1 : found;
    }

    /** A value that counts how many were made. */
    private static final class Made {
        private static int count;
        private final int key;

        Made(Integer key) {
            this.key = key;
            count++;
        }
    }

    /** Keeps the least number of values that were used last. */
    private static final class Lru<V> extends LinkedHashMap<Integer, V> {
        private static final long serialVersionUID = 1;

        Lru() {
            super(KEPT, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, V> eldest) {
            return size() > KEPT;
        }
    }
}
