package dev.gossamer.jcache.near;

import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import javax.cache.Cache;
import org.jspecify.annotations.Nullable;

/** Removes many entries from the engine and from what is near, and lets the other near caches know. Thread-safe. */
final class BulkRemoval<K> {
    private final Cache<K, Object> engine;
    private final EngineReader<K, ?> reader;
    private final ReservationTable<K, ?> table;
    private final StandardStatistics counters;
    private final @Nullable ControlChannel channel;

    BulkRemoval(
            Cache<K, Object> engine,
            EngineReader<K, ?> reader,
            ReservationTable<K, ?> table,
            StandardStatistics counters,
            @Nullable ControlChannel channel) {
        this.engine = engine;
        this.reader = reader;
        this.table = table;
        this.counters = counters;
        this.channel = channel;
    }

    void removeAll(Set<K> keys) {
        long start = counters.start();
        int there = start == 0 ? 0 : reader.count(keys);
        try {
            engine.removeAll(keys);
        } finally {
            keys.forEach(table::invalidate);
        }
        counters.removals(there, start);
    }

    void removeAll() {
        long start = counters.start();
        int there = start == 0 ? 0 : size();
        empty(engine::removeAll);
        counters.removals(there, start);
    }

    private int size() {
        int size = 0;
        for (Iterator<Cache.Entry<K, Object>> entries = engine.iterator(); entries.hasNext(); entries.next()) {
            size++;
        }
        return size;
    }

    void clear() {
        empty(engine::clear);
    }

    private void empty(Runnable emptying) {
        Map<K, Object> before = table.slots();
        boolean emptied = false;
        try {
            emptying.run();
            emptied = true;
        } finally {
            table.cleared(emptied ? before : Map.of());
        }
        if (channel != null) {
            channel.cleared();
        }
    }
}
