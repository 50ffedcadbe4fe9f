package dev.gossamer.tck;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down what threads do to one container, by a clock that they share. Thread-safe. */
final class HistoryRecorder {
    private final AtomicInteger clock = new AtomicInteger();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    /** A name that nobody had before. */
    Name fresh() {
        return new Name("v" + clock.incrementAndGet());
    }

    /** Runs an operation and writes down what it returned. */
    void run(
            Operation.Kind kind,
            @Nullable Object key,
            @Nullable Object argument,
            Supplier<? extends @Nullable Object> operation) {
        int start = clock.incrementAndGet();
        Object result;
        try {
            result = operation.get();
        } catch (RuntimeException e) {
            throw new AssertionError(kind + " of " + key + " failed: " + e, e);
        }
        operations.add(new Operation(kind, key, argument, result, start, clock.incrementAndGet()));
    }

    /** What was written down and concerns some keys, in the order of the calls. */
    List<Operation> history(Predicate<Operation> concerns) {
        return operations.stream()
                .filter(concerns)
                .sorted(Comparator.comparingInt(Operation::start))
                .toList();
    }
}
