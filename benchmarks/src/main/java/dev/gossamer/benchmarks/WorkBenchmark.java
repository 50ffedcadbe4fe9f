package dev.gossamer.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The works of the paired runs under JMH, for its profilers: {@code -prof gc}, {@code -prof perfasm}. Times a batch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WorkBenchmark {

    /** Whom to measure; the work must fit its kind. */
    @Param("VALUES_JDK")
    public String peer;

    /** What to measure. */
    @Param("GET_HIT")
    public String work;

    /** How many entries. */
    @Param("100000")
    public int size;

    private final AtomicInteger threads = new AtomicInteger();
    private KeysAndValues material;
    private BatchedWorkload workload;

    /** Fills the container. */
    @Setup
    public void fill() {
        PeerLibrary measured = PeerLibrary.valueOf(peer);
        material = new KeysAndValues(measured.kind.usualKeys, size);
        workload = MeasuredOperation.valueOf(work).over(measured, material);
    }

    /** Where a thread stands. */
    @State(Scope.Thread)
    public static class Stand {
        BatchedWorkload.Lane lane;

        /** Begins in another place than the other threads. */
        @Setup
        public void begin(WorkBenchmark benchmark) {
            lane = new BatchedWorkload.Lane(benchmark.threads.getAndIncrement() % 16, 16, benchmark.size);
        }
    }

    /**
     * A batch of a thousand operations, so that microseconds of a batch are nanoseconds of an operation.
     *
     * @param stand where the thread stands
     * @return how many were done
     */
    @Benchmark
    public long batch(Stand stand) {
        return workload.batch(stand.lane);
    }

    /** What the container refers to weakly, kept while it is measured. */
    KeysAndValues material() {
        return material;
    }
}
