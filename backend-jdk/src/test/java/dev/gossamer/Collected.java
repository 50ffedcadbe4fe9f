package dev.gossamer;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** Awaits what the real collector brings about. */
final class Collected {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Collected() {}

    /** Collects again and again until a condition holds. */
    static void await(String what, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(DEADLINE)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    System.gc();
                    return condition.call();
                });
    }

    /** Collects until a reference is cleared. */
    static void awaitClearing(Reference<?> reference) {
        await("the referent to be collected", () -> reference.refersTo(null));
    }

    /** Waits for a condition without collecting. */
    static void awaitQuietly(String what, Duration deadline, Callable<Boolean> condition) {
        Awaitility.await(what)
                .atMost(deadline)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .until(condition);
    }
}
