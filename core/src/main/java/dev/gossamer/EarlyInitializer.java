package dev.gossamer;

import java.lang.ref.Reference;
import java.util.List;

/** Initializes the classes of the library that have something to initialize, where there is stack for it. Thread-safe. */
final class EarlyInitializer {
    // Why not leave it to the JVM?
    //
    // A class whose initializer meets a StackOverflowError is unusable for good: every later use throws
    // NoClassDefFoundError. So whoever comes first tries the stack before anything is initialized; if it overflows
    // then, nothing has happened, and the next one tries again. This class has no initializer itself.

    private static final int FRAMES = 1_000;

    /** In all somewhat more than a first use of a logger allocates, which is 0.7 MB (JDK 17 and 25). */
    private static final int BLOCKS = 16;

    private static final int BLOCK_BYTES = 1 << 16;

    private static volatile boolean done;
    private static volatile boolean restDone;

    private EarlyInitializer() {}

    /**
     * Prepares the library unless that was done. Costs a look at a field from then on.
     *
     * @throws StackOverflowError if too little of the stack is left; nothing has been initialized then
     */
    static void prepare() {
        if (!done) {
            requireStack();
            initialize(names());
            done = true;
        }
    }

    /**
     * Prepares what few programs use too, unless that was done.
     *
     * @throws StackOverflowError if too little of the stack is left; nothing has been initialized then
     */
    static void prepareRest() {
        if (!restDone) {
            requireStack();
            initialize(names());
            initialize(rareNames());
            restDone = true;
        }
    }

    /**
     * Tries whether there is stack enough for work of the JDK that must not be cut short, such as opening a jar.
     *
     * @throws StackOverflowError if there is not
     */
    static void requireStack() {
        probe(FRAMES);
    }

    /**
     * Tries whether there is memory enough for a first use of what the JDK initializes by itself, such as loggers and method
     * handles: one of its classes that finds none is unusable for good.
     *
     * @throws OutOfMemoryError if there is not
     */
    static void requireMemory() {
        Reference.reachabilityFence(new byte[BLOCKS][BLOCK_BYTES]);
    }

    private static long probe(int frames) {
        long below = frames == 0 ? 0 : probe(frames - 1);
        return below + frames;
    }

    private static void initialize(List<String> names) {
        for (String name : names) { // no lambda: linking the first one takes milliseconds
            initialize(name);
        }
    }

    private static void initialize(String name) {
        try {
            Class.forName("dev.gossamer.".concat(name), true, EarlyInitializer.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("a class of the library is missing: " + name, missing);
        }
    }

    /** The classes to initialize, relative to this package; the metadata for native images names them too. */
    static List<String> names() {
        return List.of(
                "spi.Marker",
                "spi.Entry",
                "spi.Bounds",
                "spi.Feature",
                "spi.WeakSide",
                "StandardEquivalence",
                "IdentityPolicy",
                "WrapperPolicy",
                "Reclaim",
                "ValueBasedClasses",
                "WrapperClasses",
                "OrdinaryClasses",
                "ClassesWithoutEquals",
                "CaptureCheck",
                "Backends",
                "FlightRecorderEvents",
                "WeakContainers",
                "CreationSites",
                "Claim",
                "ClaimResolution",
                "HotEntry",
                "ContainerHotTier",
                "StatsCounter",
                "StrongHolds",
                "HeapOccupancy",
                "ExitFinalizers",
                "WriteCondition");
    }

    /** The classes that {@link #prepareRest} initializes besides. */
    static List<String> rareNames() {
        return List.of(
                "FinalizerGroup$Remaining",
                "KeyLock",
                "KeyedLocks$State",
                "ObjectGraph",
                "ObjectGraph$Kind",
                "SelfPinCollectionRun");
    }
}
