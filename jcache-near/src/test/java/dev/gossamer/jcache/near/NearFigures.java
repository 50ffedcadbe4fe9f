package dev.gossamer.jcache.near;

import dev.gossamer.WeakValueMap;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadMXBean;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures near caches beside their engines alone, and beside what Hazelcast and Redisson have of their own, and prints a table of
 * Markdown. What is compared takes turns in short slices, and each figure is a median; hits are told in time of the processor, so
 * that a busy machine does little harm, the rest in time that passes.
 */
final class NearFigures {
    private static final int KEYS = 1_000;
    private static final int ROUNDS = 11;
    private static final int HITS = 200_000;
    private static final int LAGS = 300;
    private static final int MANY = 20_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String[] NAMES = names("key", KEYS);

    private final List<MeasuredCache> caches;
    private int written;

    private NearFigures(List<MeasuredCache> caches) {
        this.caches = caches;
    }

    /** No arguments. Without Redis it says so, and leaves Redisson out. */
    public static void main(String[] arguments) throws IOException {
        measure(List.of(MeasuredCache.nearHazelcast(), MeasuredCache.hazelcastNearCache(), MeasuredCache.hazelcast()));
        if (!RedisServer.isInstalled()) {
            System.out.println("no redis-server on the path: without Redisson");
            return;
        }
        try (RedisServer redis = new RedisServer()) {
            measure(List.of(
                    MeasuredCache.nearRedisson(redis),
                    MeasuredCache.redissonLocalCachedMap(redis),
                    MeasuredCache.redisson(redis)));
        }
    }

    private static void measure(List<MeasuredCache> caches) {
        try {
            new NearFigures(caches).print();
        } finally {
            caches.forEach(cache -> cache.end().run());
        }
    }

    private static String[] names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    private void print() {
        double[] heap = caches.stream().mapToDouble(this::heap).toArray();
        double[] hits = hits();
        double[] misses = medians(this::miss);
        double[] puts = medians(this::put);
        double[] lags = medians(this::lag);
        System.out.println("| | hit, ns of CPU | beside `WeakValueMap.get` | miss, us | put, us | lag of an event, us"
                + " | heap after 90 % fell out of use, KB |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int i = 0; i < caches.size(); i++) {
            System.out.printf(
                    "| %s | %.1f | %.1f | %.0f | %.0f | %.0f | %.0f |%n",
                    caches.get(i).name(), hits[i], hits[i] / hits[caches.size()], misses[i], puts[i], lags[i], heap[i]);
        }
        System.out.printf("| `WeakValueMap.get` | %.1f | 1 | | | | |%n", hits[caches.size()]);
    }

    private static double median(double... figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A figure of each cache, which take turns. */
    private double[] medians(ToDoubleFunction<MeasuredCache> figure) {
        double[][] figures = new double[caches.size()][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < caches.size(); i++) {
                figures[i][round] = figure.applyAsDouble(caches.get(i));
            }
        }
        return Arrays.stream(figures).mapToDouble(NearFigures::median).toArray();
    }

    /** The time of a hit of each cache, and at the end that of a map of weak values. */
    private double[] hits() {
        WeakValueMap<String, byte[]> map =
                WeakValueMap.<String, byte[]>builder().build();
        List<Function<String, byte[]>> reads = new ArrayList<>();
        byte[][] held = new byte[(caches.size() + 1) * KEYS][];
        for (MeasuredCache cache : caches) {
            fill(cache);
            reads.add(cache.get());
        }
        for (int key = 0; key < KEYS; key++) {
            byte[] value = new byte[220];
            held[caches.size() * KEYS + key] = value;
            map.put(NAMES[key], value);
        }
        reads.add(map::get);
        for (int i = 0; i < caches.size(); i++) {
            for (int key = 0; key < KEYS; key++) {
                held[i * KEYS + key] = reads.get(i).apply(NAMES[key]);
            }
        }
        double[][] figures = new double[reads.size()][ROUNDS];
        for (int round = -2; round < ROUNDS; round++) { // two to warm up
            for (int i = 0; i < reads.size(); i++) {
                figures[i][Math.max(0, round)] = hit(reads.get(i), i < caches.size() - 1 || i == caches.size());
            }
        }
        Reference.reachabilityFence(held);
        return Arrays.stream(figures).mapToDouble(NearFigures::median).toArray();
    }

    private void fill(MeasuredCache cache) {
        for (String name : NAMES) {
            cache.put().accept(name, new byte[220]);
        }
    }

    private static double hit(Function<String, byte[]> read, boolean near) {
        int count = near ? HITS : HITS / 100;
        long sum = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < count; i++) {
            sum += read.apply(NAMES[i % KEYS]).length;
        }
        long taken = THREADS.getCurrentThreadCpuTime() - start;
        requireBytes(220L * count, sum);
        return (double) taken / count;
    }

    private static void requireBytes(long expected, long read) {
        if (read != expected) {
            throw new IllegalStateException("read " + read + " bytes instead of " + expected);
        }
    }

    /** The time of a read of what this member has not read yet, in microseconds. */
    private double miss(MeasuredCache cache) {
        String[] fresh = names("fresh" + ++written + "-", KEYS);
        for (String name : fresh) {
            cache.putThere().accept(name, new byte[220]);
        }
        long start = System.nanoTime();
        long read = 0;
        for (String name : fresh) {
            read += cache.get().apply(name).length;
        }
        requireBytes(220L * KEYS, read);
        return (System.nanoTime() - start) / 1e3 / KEYS;
    }

    private double put(MeasuredCache cache) {
        long start = System.nanoTime();
        for (String name : NAMES) {
            cache.put().accept(name, new byte[220]);
        }
        return (System.nanoTime() - start) / 1e3 / KEYS;
    }

    /** From the end of a write of another member until a read here sees it, in microseconds, a median. */
    private double lag(MeasuredCache cache) {
        double[] lags = new double[LAGS / ROUNDS];
        for (int i = 0; i < lags.length; i++) {
            byte number = (byte) ++written;
            byte[] before = cache.get().apply(NAMES[0]);
            cache.putThere().accept(NAMES[0], new byte[] {number});
            long start = System.nanoTime();
            while (cache.get().apply(NAMES[0])[0] != number) {
                Thread.onSpinWait();
            }
            lags[i] = (System.nanoTime() - start) / 1e3;
            Reference.reachabilityFence(before); // near, as something that is in use
        }
        return median(lags);
    }

    /** What reading many values and letting go of all but every tenth leaves on the heap, in KB. */
    private double heap(MeasuredCache cache) {
        String[] many = names("many", MANY);
        byte[][] held = new byte[MANY][];
        for (String name : many) {
            cache.putThere().accept(name, new byte[1_024]);
        }
        long before = used();
        for (int i = 0; i < MANY; i++) {
            held[i] = cache.get().apply(many[i]);
        }
        for (int i = 0; i < MANY; i++) {
            held[i] = i % 10 == 0 ? held[i] : null;
        }
        long after = used();
        Reference.reachabilityFence(many);
        Reference.reachabilityFence(held);
        return (after - before) / 1024.0;
    }

    private static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
