package dev.gossamer.tck.environment;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Counts how often the calling thread had to wait. */
public final class BlockedCount {
    private BlockedCount() {}

    /** How often an action waited for a monitor or was parked. */
    public static long during(Runnable action) {
        long before = waits();
        action.run();
        return waits() - before;
    }

    private static long waits() {
        ThreadInfo self = ManagementFactory.getThreadMXBean()
                .getThreadInfo(Thread.currentThread().getId());
        return self.getBlockedCount() + self.getWaitedCount();
    }
}
