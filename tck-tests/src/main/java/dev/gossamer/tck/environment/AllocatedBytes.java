package dev.gossamer.tck.environment;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Assumptions;

/** Measures what the calling thread allocates. Tests abort where the JVM does not tell. */
public final class AllocatedBytes {
    private AllocatedBytes() {}

    /** The bytes that an action allocates. */
    public static long measure(Runnable action) {
        Assumptions.assumeTrue(
                ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
                        && threads.isThreadAllocatedMemorySupported()
                        && threads.isThreadAllocatedMemoryEnabled(),
                "this JVM does not tell what a thread allocates");
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        action.run();
        return threads.getThreadAllocatedBytes(self) - before;
    }

    /** The least bytes that one of several runs of an action allocates, once it has run often enough to be compiled. */
    public static long settled(Runnable action) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < 50 && least > 0; run++) {
            least = Math.min(least, measure(action));
        }
        return least;
    }
}
