package dev.gossamer;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads that begin at the same moment, and whose failures are the failure of the test. */
final class Crowd implements AutoCloseable {
    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What each thread does, given its number. */
    @FunctionalInterface
    interface Part {
        void play(int number) throws Exception;
    }

    /** Runs a part on so many threads, and waits for all. */
    void run(int size, Part part) throws Exception {
        CyclicBarrier start = new CyclicBarrier(size);
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(begin(start, part, i));
        }
        for (Future<?> each : parts) {
            await(each);
        }
    }

    private Future<?> begin(CyclicBarrier start, Part part, int number) {
        return threads.submit(() -> {
            awaitAll(start);
            part.play(number);
            return null;
        });
    }

    private static void awaitAll(CyclicBarrier start) throws InterruptedException {
        try {
            start.await();
        } catch (BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts one thread. */
    Future<?> start(Part part) {
        return threads.submit(() -> {
            part.play(0);
            return null;
        });
    }

    /**
     * Waits for a thread that must not hang, and throws what it threw. The patience is in CPU time of this JVM, so that other
     * programs do not use it up; where all threads stand still, it ends after ten minutes.
     */
    static void await(Future<?> future) throws Exception {
        long cpu = CPU.getProcessCpuTime();
        for (int second = 0; second < 600 && CPU.getProcessCpuTime() - cpu < TimeUnit.SECONDS.toNanos(120); second++) {
            try {
                future.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                continue;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                throw e;
            }
        }
        throw new AssertionError("a thread hangs");
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(600, TimeUnit.SECONDS)) {
                throw new AssertionError("threads of the test are still running");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while threads of the test end", e);
        }
    }
}
