package dev.gossamer.backend.jdk;

import dev.gossamer.spi.sorted.SortedCells;
import java.lang.invoke.MethodHandles;
import java.util.List;

/**
 * Initializes the classes of the tables that have something to initialize, where there is stack for it. A class whose
 * initializer meets a {@link StackOverflowError} would be unusable for good, with every table of the program. Thread-safe.
 */
final class TableClasses {
    private static final int FRAMES = 500;

    private static volatile boolean done;

    private TableClasses() {}

    /**
     * Prepares the classes unless that was done.
     *
     * @throws StackOverflowError if too little of the stack is left; nothing has been initialized then
     */
    static void prepare() {
        if (!done) {
            probe(FRAMES);
            for (Class<?> each : initialized()) {
                initialize(each);
            }
            done = true;
        }
    }

    private static long probe(int frames) {
        long below = frames == 0 ? 0 : probe(frames - 1);
        return below + frames;
    }

    private static void initialize(Class<?> type) {
        try {
            MethodHandles.lookup().ensureInitialized(type);
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException("a class of this package cannot be used: " + type, impossible);
        }
    }

    /** The classes to initialize. */
    static List<Class<?>> initialized() {
        return List.of(BucketArray.class, BucketTransfer.class, ForwardingSlot.class, SortedCells.class);
    }
}
