package dev.gossamer;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** How full the heap was after a collection; for one thread at a time. */
final class HeapOccupancy {
    // Which number tells that memory is short?
    //
    // What the pools that old objects live in held right after their own last collection: any other number counts
    // garbage too. The JVM notes it for each pool. An object that nobody holds tells that there was a collection of any
    // kind since, so that the pools are asked once for each; and the same answer twice means that the pools were not
    // collected in between. Where the module java.management is missing, what the heap as a whole has in use is taken.
    //
    // ZGC without generations can fail an allocation that waits at the end of a cycle that was begun for another
    // reason, such as the rate of allocation, and so has cleared no soft reference. There, memory is short before the
    // next collection too: when what the heap as a whole has in use, garbage included, is above the share, and again
    // each time that half of what was left then is used. What is let go of by then is free after that collection.

    private static final boolean POOLS = isPresent();
    private static final String SINGLE_GENERATION_ZGC = "ZHeap";

    private WeakReference<Object> sentinel = new WeakReference<>(new Object());
    private long last;
    private boolean forestalling;
    private double next = 1;

    private static boolean isPresent() {
        try {
            Class.forName("java.lang.management.MemoryPoolMXBean", false, HeapOccupancy.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /**
     * Whether a collection since the last call has left more than a share of the room for old objects in use, or, with a collector
     * that may fail before it clears soft references, that share is in use now.
     */
    boolean isAbove(double share) {
        if (sentinel.refersTo(null)) {
            sentinel = new WeakReference<>(new Object());
            next = share;
            return POOLS ? isPoolAbove(share) : isHeapAbove(share);
        }
        if (forestalling && isHeapAbove(next)) {
            next = (1 + next) / 2;
            return true;
        }
        return false;
    }

    private static boolean isHeapAbove(double share) {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() > share * runtime.maxMemory();
    }

    private boolean isPoolAbove(double share) {
        long used = 0;
        boolean above = false;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            forestalling |= pool.getName().equals(SINGLE_GENERATION_ZGC);
            MemoryUsage usage = usageAfterCollection(pool);
            if (usage != null) {
                used += usage.getUsed();
                long room = usage.getMax() > 0
                        ? usage.getMax()
                        : Runtime.getRuntime().maxMemory();
                above |= usage.getUsed() > share * room;
            }
        }
        boolean fresh = used != last;
        last = used;
        return above && fresh;
    }

    private static @Nullable MemoryUsage usageAfterCollection(MemoryPoolMXBean pool) {
        boolean old = pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported();
        return old ? pool.getCollectionUsage() : null;
    }
}
