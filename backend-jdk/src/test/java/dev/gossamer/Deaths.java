package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Brings about deaths with the real collector, and awaits what follows from them. */
final class Deaths {
    private static final Duration DEADLINE = Duration.ofSeconds(300);

    private Deaths() {}

    /** Collects again and again until a condition holds. */
    static void collectUntil(String what, Callable<Boolean> condition) {
        awaitWith(what, true, condition);
    }

    /** Collects until a reference is cleared. */
    static void awaitClearing(Reference<?> reference) {
        collectUntil("the referent to be collected", () -> reference.refersTo(null));
    }

    /** Waits until a condition holds, without collecting. */
    static void await(String what, Callable<Boolean> condition) {
        awaitWith(what, false, condition);
    }

    private static void awaitWith(String what, boolean collecting, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(collecting ? 20 : 2))
                .until(() -> {
                    if (collecting) {
                        System.gc();
                    }
                    return condition.call();
                });
    }

    /**
     * Waits until all have been told who wait for an object that has died. Two more die, one after the other: of what is found
     * dead at once the newest is told first, so the first may be told before others.
     */
    static void awaitLaterDeath() {
        for (int i = 0; i < 2; i++) {
            var told = new Later();
            told.begin();
            collectUntil("the callback of a later object", () -> told.told);
        }
    }

    /** An object that dies, and a callback. */
    private static final class Later {
        private volatile boolean told;
        private WeakRef<Object> reference = new WeakRef<>(this);

        void begin() {
            reference = WeakRef.of(new Object(), dead -> told = true);
        }
    }

    /** An object of no meaning that a test lets die by setting {@link #object} to {@code null}. */
    static final class Victim {
        volatile Object object = new Object();

        /** Lets go of the object; it is dead after the next collection. */
        @SuppressWarnings("NullAway") // the test does not use it again
        WeakReference<Object> drop() {
            var observer = new WeakReference<>(object);
            object = null;
            return observer;
        }
    }
}
