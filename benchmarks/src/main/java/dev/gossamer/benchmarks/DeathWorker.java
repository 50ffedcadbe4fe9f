package dev.gossamer.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.gossamer.WeakContainer;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Lets many entries of one map die together and watches: how long each of the next puts takes, when all dead entries are
 * gone from the table, and which threads work for that.
 */
final class DeathWorker {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    /** How many puts are timed. */
    static final int PUTS = 200_000;

    /** Which percentiles of their times are told; the last is the longest. */
    static final List<Double> PERCENTILES = List.of(50.0, 90.0, 99.0, 99.9, 99.99, 99.999, 100.0);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM = 20_000;
    private static final int COLLECTIONS = 20;
    private static final long LESS_WITHIN = TimeUnit.SECONDS.toNanos(3);

    private final PeerLibrary peer;
    private final Map<Object, Object> map;
    private final Object[] keys;
    private final Object[] values;

    private DeathWorker(PeerLibrary peer) {
        this.peer = peer;
        this.map = KeysAndValues.map(peer.make());
        this.keys = new Object[WARM + PUTS];
        this.values = new Object[WARM + PUTS];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = peer.kind.usualKeys.key(i);
            values[i] = new Object();
        }
    }

    /**
     * Measures.
     *
     * @param args peer, how many entries die
     */
    public static void main(String[] args) throws InterruptedException {
        int dying = Integer.parseInt(args[1]);
        DeathWorker worker = new DeathWorker(PeerLibrary.valueOf(args[0]));
        worker.warm();
        worker.collect(worker.fill(dying));
        worker.watch();
    }

    /** Of how many puts one takes as long as a percentile says, or longer. */
    static double oneIn(double percentile) {
        return percentile == 100 ? PUTS : 100 / (100 - percentile);
    }

    /** Has the compiler see puts, gets and removals. */
    private void warm() {
        for (int round = 0; round < 30; round++) {
            for (int i = 0; i < WARM; i++) {
                map.put(keys[i], values[i]);
            }
            for (int i = 0; i < WARM; i++) {
                map.remove(keys[i]);
            }
        }
    }

    /** Fills the map with what dies when this returns, and gives one of the dying to watch. */
    private WeakReference<Object> fill(int dying) {
        Object[] doomed = new Object[dying];
        for (int i = 0; i < dying; i++) {
            Object key = peer.kind.usualKeys.key(10_000_000 + i);
            Object value = new Object();
            doomed[i] = peer.kind == ContainerKind.WEAK_VALUES ? value : key;
            map.put(key, value);
        }
        return new WeakReference<>(doomed[0]);
    }

    private void collect(WeakReference<Object> one) {
        for (int tries = 0; one.get() != null; tries++) {
            if (tries == COLLECTIONS) {
                throw new IllegalStateException("the dying were not collected by " + COLLECTIONS + " collections");
            }
            System.gc();
        }
    }

    private void watch() throws InterruptedException {
        Map<String, Double> threadsBefore = CpuByThread.millis();
        long cpuBefore = PROCESS.getProcessCpuTime();
        long begin = System.nanoTime();
        long[] nanos = new long[PUTS];
        long[] cpuNanos = new long[PUTS];
        put(nanos, cpuNanos);
        long own = System.nanoTime() - begin;
        boolean gone = awaitGone(PUTS);
        long until = System.nanoTime() - begin;
        double cpu = (PROCESS.getProcessCpuTime() - cpuBefore) / 1e6;
        tellThreads(threadsBefore);
        tellPercentiles("p", nanos, PERCENTILES);
        tellPercentiles("cpu.p", cpuNanos, List.of(99.99, 100.0));
        SingleMeasurement.tell("puts.millis", own / 1e6);
        SingleMeasurement.tell("reclaimed.millis", gone ? until / 1e6 : -1);
        SingleMeasurement.tell("reclaimed.cpu.millis", gone ? cpu : -1);
        SingleMeasurement.tell("left", entries() - PUTS);
        if (map.get(keys[WARM]) != values[WARM]) {
            throw new IllegalStateException("lost an entry that is in use");
        }
    }

    /** Puts what lives, and notes what each put takes by the clock, and by what its thread works. */
    private void put(long[] nanos, long[] cpuNanos) {
        long cpuAtPut = THREADS.getCurrentThreadCpuTime();
        for (int i = 0; i < PUTS; i++) {
            long before = System.nanoTime();
            map.put(keys[WARM + i], values[WARM + i]);
            nanos[i] = System.nanoTime() - before;
            long cpuNow = THREADS.getCurrentThreadCpuTime();
            cpuNanos[i] = cpuNow - cpuAtPut;
            cpuAtPut = cpuNow;
        }
    }

    /** Prints no measurements, so that the tables of the forms have no columns of threads. */
    private static void tellThreads(Map<String, Double> before) {
        CpuByThread.millis().forEach((thread, millis) -> {
            double worked = millis - before.getOrDefault(thread, 0.0);
            if (worked >= 1) {
                System.out.printf("%8.0f ms of CPU: %s%n", worked, thread);
            }
        });
    }

    private static void tellPercentiles(String prefix, long[] nanos, List<Double> percentiles) {
        Arrays.sort(nanos);
        for (double p : percentiles) {
            SingleMeasurement.tell(prefix + p, nanos[(int) Math.min(PUTS - 1, Math.ceil(PUTS * p / 100) - 1)]);
        }
    }

    /** Waits, without touching the map, until only live entries are in the table, for as long as there come to be less. */
    private boolean awaitGone(int live) throws InterruptedException {
        long least = Long.MAX_VALUE;
        long since = System.nanoTime();
        for (long entries = entries(); entries > live; entries = entries()) {
            if (entries < least) {
                least = entries;
                since = System.nanoTime();
            } else if (System.nanoTime() - since > LESS_WITHIN) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return true;
    }

    /** How many entries there are in the table, dead ones included. */
    private long entries() {
        return map instanceof WeakContainer container ? container.estimatedSize() : map.size();
    }
}
