package dev.gossamer.tck;

import dev.gossamer.WeakRef;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/**
 * The garbage collector of the JVM, asked to collect until something has come true. Where it does not collect when asked
 * ({@code -XX:+DisableExplicitGC}, Epsilon), tests abort and say so.
 */
final class RealCollector {
    private static final Duration PROBE = Duration.ofSeconds(3);

    private RealCollector() {}

    /** Asks again and again until a condition holds. */
    static void await(String what, BooleanSupplier condition) {
        requireCollecting();
        if (!holds(condition, KitOptions.patience())) {
            throw new AssertionError(
                    "waited " + KitOptions.patience().toSeconds() + " s and many collections for " + what);
        }
    }

    /** Returns after a collection that began after the call. */
    static void collect() {
        requireCollecting();
        WeakReference<Object> probe = probe();
        holds(() -> probe.refersTo(null), KitOptions.patience());
    }

    /** A reference to an object that nobody else knows. */
    static WeakRef<Object> refer() {
        return WeakRef.of(new Object());
    }

    private static WeakReference<Object> probe() {
        return new WeakReference<>(new Object());
    }

    /** Makes something in a frame of its own, which holds nothing once it is left. */
    static <T> T elsewhere(Supplier<T> maker) {
        return maker.get();
    }

    private static void requireCollecting() {
        Assumptions.assumeTrue(Collecting.ON_REQUEST, "System.gc() collects nothing in this JVM");
    }

    private static boolean holds(BooleanSupplier condition, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                return false;
            }
            System.gc();
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /** Found out once. */
    private static final class Collecting {
        static final boolean ON_REQUEST = probed();

        private static boolean probed() {
            WeakReference<Object> probe = probe();
            return holds(() -> probe.refersTo(null), PROBE);
        }
    }
}
