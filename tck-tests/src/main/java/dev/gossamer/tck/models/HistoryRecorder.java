package dev.gossamer.tck.models;

import dev.gossamer.tck.environment.NamedKey;
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
    private final Queue<HistoryOperation> operations = new ConcurrentLinkedQueue<>();

    /** A name that nobody had before. */
    NamedKey fresh() {
        return new NamedKey("v" + clock.incrementAndGet());
    }

    /** Runs an operation and writes down what it returned. */
    void run(
            HistoryOperation.Kind kind,
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
        operations.add(new HistoryOperation(kind, key, argument, result, start, clock.incrementAndGet()));
    }

    /** What was written down and concerns some keys, in the order of the calls. */
    List<HistoryOperation> history(Predicate<HistoryOperation> concerns) {
        return operations.stream()
                .filter(concerns)
                .sorted(Comparator.comparingInt(HistoryOperation::start))
                .toList();
    }
}
