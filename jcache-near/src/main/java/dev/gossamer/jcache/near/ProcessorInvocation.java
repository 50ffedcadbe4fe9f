package dev.gossamer.jcache.near;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorException;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** Has the engine run entry processors, counts what they report, and has their keys read anew. Thread-safe. */
final class ProcessorInvocation<K, V> {
    private final Cache<K, Object> engine;
    private final StorageFormat<K, V> format;
    private final StalenessPolicy staleness;
    private final ReservationTable<K, V> table;
    private final StandardStatistics counters;

    ProcessorInvocation(
            Cache<K, Object> engine,
            NearSettings<K, V> settings,
            ReservationTable<K, V> table,
            StandardStatistics counters) {
        this.engine = engine;
        this.format = settings.format;
        this.staleness = settings.staleness;
        this.table = table;
        this.counters = counters;
    }

    private <T> ReportingProcessor<K, V, T> reporting(EntryProcessor<K, V, T> processor) {
        return new ReportingProcessor<>(processor, format, staleness.life());
    }

    <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        long start = counters.start();
        try {
            return counted(engine.invoke(key, reporting(processor), arguments), start);
        } finally {
            table.invalidate(key);
        }
    }

    private <T> @Nullable T counted(ReportingProcessor.@Nullable Report<T> report, long start) {
        if (report == null) {
            return null;
        }
        counters.hits(report.found() ? 1 : 0, 1, start);
        counters.puts(report.written() ? 1 : 0, start);
        counters.removals(report.removed() ? 1 : 0, start);
        return report.result();
    }

    <T> Map<K, EntryProcessorResult<T>> invokeAll(Set<K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
        long start = counters.start();
        try {
            Map<K, EntryProcessorResult<T>> results = new HashMap<>();
            engine.invokeAll(keys, reporting(processor), arguments)
                    .forEach((key, report) -> collect(results, key, report, start));
            return results;
        } finally {
            keys.forEach(table::invalidate);
        }
    }

    private <T> void collect(
            Map<K, EntryProcessorResult<T>> results,
            K key,
            EntryProcessorResult<ReportingProcessor.Report<T>> report,
            long start) {
        try {
            T result = counted(report.get(), start);
            if (result != null) {
                results.put(key, () -> result);
            }
        } catch (EntryProcessorException e) {
            results.put(key, () -> {
                throw e;
            });
        }
    }
}
