package dev.gossamer.benchmarks;

import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakRef;
import java.lang.ref.Cleaner;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** References and finalizers beside those of the JDK. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReferenceBenchmark {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final Runnable ACTION = () -> {};
    private final Object referent = new Object();

    /** Ours. */
    @Benchmark
    public Object weakRef() {
        return WeakRef.of(referent);
    }

    /** The JDK's. */
    @Benchmark
    public Object weakReference() {
        return new WeakReference<>(referent);
    }

    /** Ours: registered and called. */
    @Benchmark
    public Object finalizer() {
        Finalizer<?> finalizer = Finalizers.register(new Object(), ACTION);
        return finalizer.call();
    }

    /** The JDK's: registered and called. */
    @Benchmark
    public void cleaner() {
        CLEANER.register(new Object(), ACTION).clean();
    }
}
