package dev.gossamer.tck;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/** Counts how often the calling thread had to wait. */
final class Blocking {
    private Blocking() {}

    /** How often an action waited for a monitor or was parked. */
    static long during(Runnable action) {
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
