package dev.gossamer.tck.rules;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the hooks of {@link Rule} leave for the report, as an engine tells a listener neither the instance of a test class
 * nor how often a property was tried. Thread-safe.
 */
public final class RuleEvidence {
    private static final Map<Class<?>, TestedBackend> SUBJECTS = new ConcurrentHashMap<>();
    private static final Map<Key, Effort> EFFORTS = new ConcurrentHashMap<>();
    private static final LongAdder TRIES = new LongAdder();

    private RuleEvidence() {}

    /** Settles the backend of a test class when the first of its tests begins. */
    static void begin(Object test) {
        if (test instanceof ContractBase contract) {
            SUBJECTS.computeIfAbsent(test.getClass(), absent -> TestedBackend.settle(contract.backend()));
        }
    }

    static void tryEnded() {
        TRIES.increment();
    }

    /** How many tries of properties have ended in this JVM. */
    public static long triesEnded() {
        return TRIES.sum();
    }

    static void tried(Class<?> testClass, Method method, Effort effort) {
        EFFORTS.put(new Key(testClass, method.getName()), effort);
    }

    /** What a test class tests; none of its tests has begun where that is unknown. */
    public static Optional<TestedBackend> subject(Class<?> testClass) {
        return Optional.ofNullable(SUBJECTS.get(testClass));
    }

    /** Takes what is known of the latest run of a method; one run without tries when nothing is. */
    public static Effort effort(Class<?> testClass, String method) {
        Effort effort = EFFORTS.remove(new Key(testClass, method));
        return effort == null ? new Effort(0, "") : effort;
    }

    private record Key(Class<?> testClass, String method) {}

    /**
     * What a property took.
     *
     * @param tries how often it was tried, 0 for a plain test
     * @param seed replays it, empty for a plain test
     */
    public record Effort(int tries, String seed) {}
}
