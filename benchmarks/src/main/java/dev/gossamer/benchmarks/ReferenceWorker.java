package dev.gossamer.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.gossamer.Backends;
import java.lang.management.ManagementFactory;

/** Times references or finalizers in many short slices. */
final class ReferenceWorker {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int BATCH = 1_000;

    private final ReferenceContestants referring;

    /** The latest result, so that none can be left out. */
    private Object latest;

    private ReferenceWorker(ReferenceContestants referring) {
        this.referring = referring;
        this.latest = referring;
    }

    /**
     * Measures.
     *
     * @param args what to time, how many slices of 50 ms count; as many are done before
     */
    public static void main(String[] args) {
        System.setProperty(Backends.PROPERTY, "jdk"); // which stores what finalizers need
        ReferenceWorker worker = new ReferenceWorker(ReferenceContestants.valueOf(args[0]));
        int slices = Integer.parseInt(args[1]);
        for (int i = 0; i < slices; i++) {
            worker.slice();
        }
        double[] nanos = new double[slices];
        double[] bytes = new double[slices];
        for (int i = 0; i < slices; i++) {
            MeasuredSlice slice = worker.slice();
            nanos[i] = slice.cpuNanosPerOperation();
            bytes[i] = slice.bytesPerOperation();
        }
        MedianAndQuartiles spread = MedianAndQuartiles.of(nanos);
        SingleMeasurement.tell("ns", spread.median());
        SingleMeasurement.tell("lower.quartile", spread.low());
        SingleMeasurement.tell("upper.quartile", spread.high());
        SingleMeasurement.tell("bytes", MedianAndQuartiles.of(bytes).median());
    }

    private MeasuredSlice slice() {
        long thread = Thread.currentThread().getId();
        long begin = System.nanoTime();
        long cpu = THREADS.getCurrentThreadCpuTime();
        long bytes = THREADS.getThreadAllocatedBytes(thread);
        long done = 0;
        do {
            done += batch();
        } while (System.nanoTime() - begin < 50_000_000);
        return new MeasuredSlice(
                done,
                System.nanoTime() - begin,
                THREADS.getCurrentThreadCpuTime() - cpu,
                THREADS.getThreadAllocatedBytes(thread) - bytes);
    }

    private long batch() {
        for (int i = 0; i < BATCH; i++) {
            latest = referring.act();
        }
        return latest == referring ? 0 : BATCH;
    }
}
