package dev.gossamer;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the current thread allocates. */
final class Allocation {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 5;

    /** Where results go, so that no call is optimized away. */
    private static volatile Object sink;

    private Allocation() {}

    /** An operation whose result counts. */
    @FunctionalInterface
    interface Operation {
        Object run();
    }

    /** Bytes per call, rounded up: the least of some rounds, as compiled code that is given up may allocate. */
    static long perCall(int calls, Operation operation) {
        round(calls, operation);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            least = Math.min(least, round(calls, operation));
        }
        return (least + calls - 1) / calls;
    }

    private static long round(int calls, Operation operation) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            sink = operation.run();
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
