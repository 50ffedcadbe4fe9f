package dev.gossamer.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One side of a paired run, a JVM of its own: does a slice of its work for each line it reads, and ends with its input.
 *
 * <p>A line is the length of a slice in milliseconds; the answer is the number of operations, the nanoseconds they took,
 * and the CPU time in nanoseconds and the allocation in bytes of the threads that did them.
 */
final class SliceWorker {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Kept: what the containers refer to weakly must live. */
    private final KeysAndValues material;

    private final BatchedWorkload workload;
    private final List<BatchedWorkload.Lane> lanes = new ArrayList<>();
    private final ExecutorService threads;

    private SliceWorker(PeerLibrary peer, MeasuredOperation work, KeyClasses keys, int size, int threads) {
        this.material = new KeysAndValues(keys, size);
        this.workload = work.over(peer, material);
        for (int i = 0; i < threads; i++) {
            lanes.add(new BatchedWorkload.Lane(i, threads, size));
        }
        this.threads = Executors.newFixedThreadPool(threads, run -> {
            Thread thread = new Thread(run, "slices");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Works until the input ends.
     *
     * @param args peer, work, keys, size, threads, and whether other kinds of containers are used first
     */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        PeerLibrary peer = PeerLibrary.valueOf(args[0]);
        if (Boolean.parseBoolean(args[5])) {
            useOtherKinds(peer);
        }
        SliceWorker worker = new SliceWorker(
                peer,
                MeasuredOperation.valueOf(args[1]),
                KeyClasses.valueOf(args[2]),
                Integer.parseInt(args[3]),
                Integer.parseInt(args[4]));
        System.gc(); // what is held becomes old, in every JVM, and with it what a write barrier costs
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(worker.slice(Long.parseLong(line) * 1_000_000));
        }
    }

    /** Lets the compiler see all containers of our own, as an application that uses several kinds does. */
    private static void useOtherKinds(PeerLibrary peer) {
        for (PeerLibrary other : PeerLibrary.values()) {
            if (other.isOurs() && other != peer) {
                use(other);
            }
        }
    }

    private static void use(PeerLibrary peer) {
        KeysAndValues material = new KeysAndValues(peer.kind.usualKeys, 1_000);
        BatchedWorkload workload = lookUp(peer.kind).over(peer, material);
        BatchedWorkload.Lane lane = new BatchedWorkload.Lane(0, 1, 1_000);
        for (int i = 0; i < 500; i++) {
            workload.batch(lane);
        }
        Reference.reachabilityFence(material);
    }

    private static MeasuredOperation lookUp(ContainerKind kind) {
        return switch (kind) {
            case SET -> MeasuredOperation.CONTAINS;
            case INTERNER -> MeasuredOperation.INTERN_HIT;
            case CACHE_BY_REFERENCE, CACHE_BY_VALUE -> MeasuredOperation.CACHE_GET;
            case LOCKS -> MeasuredOperation.LOCK;
            default -> MeasuredOperation.GET_HIT;
        };
    }

    private String slice(long nanos) throws InterruptedException, ExecutionException {
        AtomicLong cpu = new AtomicLong();
        AtomicLong bytes = new AtomicLong();
        AtomicLong operations = new AtomicLong();
        List<Future<?>> running = new ArrayList<>();
        long begin = System.nanoTime();
        for (BatchedWorkload.Lane lane : lanes) {
            running.add(threads.submit(() -> {
                long cpuBefore = THREADS.getCurrentThreadCpuTime();
                long bytesBefore =
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
                operations.addAndGet(work(lane, begin, nanos));
                bytes.addAndGet(
                        THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore);
                cpu.addAndGet(THREADS.getCurrentThreadCpuTime() - cpuBefore);
            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        Reference.reachabilityFence(material);
        return operations + " " + (System.nanoTime() - begin) + " " + cpu + " " + bytes;
    }

    private long work(BatchedWorkload.Lane lane, long begin, long nanos) {
        long done = 0;
        do {
            done += workload.batch(lane);
        } while (System.nanoTime() - begin < nanos);
        return done;
    }
}
