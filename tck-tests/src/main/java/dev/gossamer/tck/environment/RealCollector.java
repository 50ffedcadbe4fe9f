package dev.gossamer.tck.environment;

import dev.gossamer.WeakRef;
import java.lang.ref.WeakReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * The garbage collector of the JVM, asked to collect until something has come true. Where it does not collect when asked
 * ({@code -XX:+DisableExplicitGC}, Epsilon), tests abort and say so.
 */
public final class RealCollector {
    private static final int PROBES = 1_000;
    private static final int FEWEST_COLLECTIONS = 10;
    private static final long PAUSE_NANOS = 1_000_000;
    private static final long LOOK_NANOS = 50_000_000;

    private RealCollector() {}

    /** Asks again and again until a condition holds. */
    public static void await(String what, BooleanSupplier condition) {
        await(() -> "waiting for " + what, () -> 0, condition);
    }

    /**
     * Asks again and again until something has happened so many times, for as long as it happens.
     *
     * @param what what happens, such as {@code actions ran}
     */
    public static void await(String what, int times, IntSupplier happened) {
        await(
                () -> happened.getAsInt() + " of " + times + " " + what,
                happened::getAsInt,
                () -> happened.getAsInt() >= times);
    }

    private static void await(Supplier<String> what, LongSupplier progress, BooleanSupplier condition) {
        requireCollecting();
        Patience patience = new Patience(progress, LOOK_NANOS);
        int collections = 0;
        while (!condition.getAsBoolean()) {
            if (patience.isOver() && collections >= FEWEST_COLLECTIONS) {
                throw new AssertionError(
                        "after " + collections + " collections and " + patience.words() + ": " + what.get());
            }
            collect(PAUSE_NANOS);
            collections++;
        }
    }

    /** Returns after a collection that began after the call. */
    public static void collect() {
        WeakReference<Object> probe = probe();
        await("an object that nobody holds to be collected", () -> probe.refersTo(null));
    }

    private static void collect(long pauseNanos) {
        System.gc();
        LockSupport.parkNanos(pauseNanos);
    }

    /** A reference to an object that nobody else knows. */
    public static WeakRef<Object> refer() {
        return WeakRef.of(new Object());
    }

    private static WeakReference<Object> probe() {
        return new WeakReference<>(new Object());
    }

    /** Makes something in a frame of its own, which holds nothing once it is left. */
    public static <T> T elsewhere(Supplier<T> maker) {
        return maker.get();
    }

    private static void requireCollecting() {
        Assumptions.assumeTrue(Collecting.ON_REQUEST, "System.gc() collects nothing in this JVM");
    }

    /** Found out once. */
    private static final class Collecting {
        static final boolean ON_REQUEST = probed();

        private static boolean probed() {
            WeakReference<Object> probe = probe();
            for (int i = 0; i < PROBES && !probe.refersTo(null); i++) {
                collect(PAUSE_NANOS);
            }
            return probe.refersTo(null);
        }
    }
}
