package dev.gossamer.jcache.near;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The meaning of reading and writing a key near: by reservations in the table of keys. Thread-safe; a hit takes no lock. */
final class NearStore<K, V> {
    /*
     * Why can nothing stale be installed?
     *
     * A key has a NearEntry, a Reservation, or nothing. Who is about to read the engine first puts a Reservation in the key's
     * place, and installs what was read by exchanging that very object. An event takes a Reservation out. So whatever was
     * read before an event is not installed after it, and a read that begins after the event sees the write it tells of, or a
     * newer one (what an engine has to give: EngineContract R1). There are no counters and no tombstones.
     *
     * A write is a Reservation too. If it is gone when the engine has written, nobody knows which write was last, and what is
     * there by then is doubted. So of two writers of a key in this process at least the second to end leaves no entry that
     * the other's write has made old.
     *
     * Events are only ever a reason to doubt. What they carry is not looked at but for the stamp: an event of the version that
     * is here, or is being written here, is no news. To doubt is to ask the engine at the next use, and not to forget: the
     * instance is kept by its version (CanonicalValues), and the entry's age is renewed if the engine still has that version.
     * Therefore lost, late, doubled and reordered events cost reads, and never an instance that somebody holds.
     *
     * The order in which things are told: first the table changes, then those who wait are answered. So nobody finds in
     * the table what is older than an answer that was given.
     */
    private static final int ROUNDS = 3;

    private final ReservationTable<K, V> table;
    private final WaitGraph waits = new WaitGraph();
    private final CanonicalValues<K, V> values;
    private final CoarseClock clock;
    private final StorageFormat<K, V> format;
    private final StalenessPolicy staleness;
    private final KeyReader<K> engine;
    private final VersionSource versions;
    private final ProtocolCounters counters;
    private final boolean hot;

    NearStore(
            NearSettings<K, V> settings,
            ReservationTable<K, V> table,
            CoarseClock clock,
            KeyReader<K> engine,
            VersionSource versions,
            ProtocolCounters counters) {
        this.table = table;
        this.values = table.values();
        this.clock = clock;
        this.format = settings.format;
        this.staleness = settings.staleness;
        this.engine = engine;
        this.versions = versions;
        this.counters = counters;
        this.hot = values.isHot();
    }

    // ---- reading

    /** The value of a key if it is near and surely fresh. */
    @Nullable V hit(K key) {
        return table.slot(key) instanceof NearEntry<?, ?> entry && entry.isFresh(clock.coarse()) ? used(entry) : null;
    }

    @SuppressWarnings("unchecked") // an entry of this table
    private @Nullable V used(NearEntry<?, ?> found) {
        NearEntry<K, V> entry = (NearEntry<K, V>) found;
        if (hot) {
            values.used(entry.version);
        }
        return entry.value();
    }

    /** The value of a key that is near and fresh by the exact time. */
    @Nullable V near(K key) {
        return table.slot(key) instanceof NearEntry<?, ?> entry && entry.isFresh(clock.exact()) ? used(entry) : null;
    }

    /** The value of a key, near or from the engine, or loaded; {@code null} if there is none. */
    @Nullable V read(K key) {
        return read(key, true);
    }

    /** The value of a key, near or from the engine; {@code null} if there is none. Does not have it loaded. */
    @Nullable V readStored(K key) {
        return read(key, false);
    }

    private @Nullable V read(K key, boolean loading) {
        for (int lost = 0; lost < ROUNDS; lost++) {
            V near = near(key);
            if (near != null) {
                return near;
            }
            Reservation<K, V> pending = reserveOrJoin(key);
            boolean mine = pending.owner() == Thread.currentThread();
            if (mine ? load(key, pending, loading) : join(key, pending)) {
                return pending.answer();
            }
        }
        return unreserved(key, loading);
    }

    /** The load or write of a key that is under way, or a new load by this thread. */
    private Reservation<K, V> reserveOrJoin(K key) {
        while (true) {
            Object slot = table.slot(key);
            Reservation<K, V> other = table.reservation(slot);
            if (other != null && other.isSettled()) {
                table.withdraw(key, other); // left by a key that failed to be found again
            } else if (other != null) {
                waits.requireOther(key, other.owner());
                return other;
            } else {
                Reservation<K, V> load = Reservation.load(table.entry(slot));
                if (table.exchange(key, slot, load)) {
                    return load;
                }
            }
        }
    }

    /** Waits for somebody else's load or write; returns whether it has an answer. */
    private boolean join(K key, Reservation<K, V> other) {
        Reservation.Outcome outcome = waits.await(key, other);
        if (outcome == Reservation.Outcome.FAILED && other.written == null) {
            other.rethrow();
        }
        if (outcome != Reservation.Outcome.ANSWERED) {
            table.withdraw(key, other);
            return false;
        }
        return true;
    }

    /** Reads the engine for a reservation; returns whether what was read could be installed. */
    private boolean load(K key, Reservation<K, V> load, boolean loading) {
        try {
            long asked = clock.exact();
            counters.engineReads.increment();
            Object stored = loading ? engine.read(key) : engine.readStored(key);
            if (stored == null && !loading) {
                table.withdraw(key, load); // no answer for those who wait: they would have it loaded
                return true;
            }
            return settle(key, load, stored, asked) || isLast();
        } catch (Throwable failure) {
            table.putBack(key, load);
            load.fail(failure);
            throw failure;
        } finally {
            load.overtake();
        }
    }

    /** Whether what was read is not read again, though something came in between: each read counts for the user's policy. */
    private boolean isLast() {
        return staleness.asksAlways();
    }

    private boolean settle(K key, Reservation<K, V> load, @Nullable Object stored, long asked) {
        if (stored == null) {
            return end(key, load, null, null);
        }
        Version<K> version = version(key, load.previous, stored);
        V value = value(version, load.previous, stored);
        return end(key, load, entry(version, value, staleness.until(asked, format.deadline(stored))), value);
    }

    /** Exchanges a reservation for what it led to, and tells those who wait; returns {@code false} if it was overtaken. */
    private boolean end(K key, Reservation<K, V> pending, @Nullable NearEntry<K, V> entry, @Nullable V answer) {
        if (!table.exchange(key, pending, entry)) {
            counters.overtaken.increment();
            pending.overtake();
            pending.answer(answer); // for its owner: the others were told that it is overtaken
            return false;
        }
        NearEntry<K, V> previous = pending.previous;
        if (previous != null && (entry == null || !entry.version.equals(previous.version))) {
            values.retire(previous.version);
        }
        pending.answer(answer);
        return true;
    }

    /** What the engine has, kept nowhere: for a key that is written again and again while it is read. */
    private @Nullable V unreserved(K key, boolean loading) {
        counters.engineReads.increment();
        Object stored = loading ? engine.read(key) : engine.readStored(key);
        if (stored == null) {
            return null;
        }
        NearEntry<K, V> seen = table.entry(table.slot(key));
        return value(version(key, seen, stored), seen, stored);
    }

    /** The version of what was read; where nothing stored tells it, an equal value has the version it had before. */
    private Version<K> version(K key, @Nullable NearEntry<K, V> previous, Object stored) {
        Version<K> told = format.version(key, stored);
        if (told != null) {
            return told;
        }
        if (previous != null) {
            V before = previous.value();
            if (before != null && before.equals(format.restore(stored))) {
                return previous.version;
            }
        }
        return versions.next(key);
    }

    private V value(Version<K> version, @Nullable NearEntry<K, V> previous, Object stored) {
        V before = previous != null && previous.version.equals(version) ? previous.value() : null;
        return before != null ? before : values.of(version, format, stored);
    }

    /** An entry for a value, {@code null} if it cannot be kept. */
    private @Nullable NearEntry<K, V> entry(Version<K> version, V value, long freshUntil) {
        boolean identity = CanonicalValues.hasIdentity(value);
        return identity || values.keepsStrongly() ? new NearEntry<>(version, value, !identity, freshUntil) : null;
    }

    // ---- reading many

    /** The values of those keys that have one. */
    Map<K, V> readAll(Set<? extends K> keys) {
        Map<K, V> found = new HashMap<>();
        Map<K, Reservation<K, V>> mine = new HashMap<>();
        List<K> later = new ArrayList<>();
        try {
            for (K key : keys) {
                V near = near(key);
                if (near != null) {
                    found.put(key, near);
                } else if (!reserve(key, mine)) {
                    later.add(key);
                }
            }
            loadAll(mine, found, later);
        } catch (Throwable failure) {
            mine.forEach((key, load) -> withdraw(key, load, failure));
            throw failure;
        }
        for (K key : later) { // only now, as nobody waits for others while others may wait for him
            V value = read(key);
            if (value != null) {
                found.put(key, value);
            }
        }
        return found;
    }

    private boolean reserve(K key, Map<K, Reservation<K, V>> mine) {
        Object slot = table.slot(key);
        if (slot instanceof Reservation<?, ?>) {
            return false;
        }
        Reservation<K, V> load = Reservation.load(table.entry(slot));
        mine.put(key, load);
        if (table.exchange(key, slot, load)) {
            return true;
        }
        mine.remove(key);
        return false;
    }

    private void loadAll(Map<K, Reservation<K, V>> mine, Map<K, V> found, List<K> later) {
        if (mine.isEmpty()) {
            return;
        }
        long asked = clock.exact();
        counters.engineReads.add(mine.size());
        Map<K, Object> stored = engine.readAll(mine.keySet());
        mine.forEach((key, load) -> {
            if (!settle(key, load, stored.get(key), asked) && !isLast()) {
                later.add(key);
                return;
            }
            V value = load.answer();
            if (value != null) {
                found.put(key, value);
            }
        });
    }

    /** Takes a load out that has not ended, as something else failed. */
    private void withdraw(K key, Reservation<K, V> load, Throwable failure) {
        try {
            if (!load.isSettled()) {
                table.withdraw(key, load);
            }
        } catch (RuntimeException | Error again) {
            if (again != failure) {
                failure.addSuppressed(again);
            }
        }
    }

    // ---- writing

    /** Refuses a value that could not be kept, before anything has changed. */
    void admit(V value) {
        values.admit(value);
    }

    /**
     * Has the engine write a value, or remove if there is none, and makes it near.
     *
     * @param applied tells from the engine's answer whether it has written
     */
    <R extends @Nullable Object> R write(K key, @Nullable V value, EngineWrite<R> write, Predicate<R> applied) {
        return write(key, value, write, applied, near -> false);
    }

    /**
     * Has the engine write a value, or remove if there is none, if its condition holds there.
     *
     * @param contradicted tells of a value that is near whether it cannot be the engine's, since that has refused to write
     */
    <R extends @Nullable Object> R write(
            K key, @Nullable V value, EngineWrite<R> write, Predicate<R> applied, Predicate<V> contradicted) {
        try (WriteBatch<K, V> batch = new WriteBatch<>(this)) {
            @Nullable Object stored = batch.add(key, value);
            R result = write.apply(stored);
            boolean effective = applied.test(result);
            if (effective && value != null) {
                versions.confirmed(1);
            }
            if (effective) {
                batch.applied();
            } else {
                batch.refused(contradicted);
            }
            return result;
        }
    }

    /** Has the engine write many values at once. */
    void writeAll(Map<? extends K, ? extends V> given, Consumer<Map<K, Object>> write) {
        Map<K, Object> stored = new HashMap<>();
        try (WriteBatch<K, V> batch = new WriteBatch<>(this)) {
            given.forEach((key, value) -> {
                Object form = batch.add(key, value);
                if (form != null) {
                    stored.put(key, form);
                }
            });
            write.accept(stored);
            versions.confirmed(stored.size());
            batch.applied();
        }
    }

    /** One write on its way: its reservation, and what is to be installed. */
    record Written<K, V>(
            K key,
            Reservation<K, V> pending,
            @Nullable NearEntry<K, V> entry,
            @Nullable V value) {}

    /** Reserves a key for a write. What it took the place of is overtaken. */
    Written<K, V> reserveWrite(K key, @Nullable V value, @Nullable Version<K> version) {
        NearEntry<K, V> entry = value == null || version == null
                ? null
                : entry(version, value, staleness.until(clock.exact(), Envelope.NEVER));
        if (value != null && version != null) {
            values.written(version, value);
        }
        while (true) {
            Object slot = table.slot(key);
            Reservation<K, V> other = table.reservation(slot);
            if (other != null && other.isWrite()) {
                other.doubtPrevious(); // of two writes under way nobody knows which the engine applies last
            }
            Reservation<K, V> write = Reservation.write(other != null ? other.previous : table.entry(slot), version);
            if (table.exchange(key, slot, write)) {
                if (other != null) {
                    other.overtake();
                }
                return new Written<>(key, write, entry, value);
            }
        }
    }

    /** Ends a write that the engine has applied. */
    void installed(Written<K, V> write) {
        try {
            if (!end(write.key(), write.pending(), write.entry(), write.value())) {
                table.invalidate(write.key());
            }
        } finally {
            write.pending().overtake();
        }
    }

    /**
     * Ends a write that the engine has refused to apply, as its condition did not hold. All is as it was, but for a value
     * near that the engine has contradicted by that.
     */
    void refused(Written<K, V> write, Predicate<V> contradicted) {
        Version<K> version = write.pending().written;
        if (version != null) {
            values.retire(version);
        }
        NearEntry<K, V> previous = write.pending().previous;
        V near = previous == null ? null : previous.value();
        try {
            if (near != null && contradicted.test(near)) {
                write.pending().doubtPrevious();
            }
            table.putBack(write.key(), write.pending());
        } finally {
            write.pending().overtake();
        }
    }

    /** Ends a write of which nobody knows whether the engine has applied it. */
    void doubtful(Written<K, V> write) {
        try {
            table.invalidate(write.key());
        } finally {
            write.pending().overtake();
        }
    }

    VersionSource versions() {
        return versions;
    }

    Object stored(Version<K> version, V value) {
        return format.store(version, value, staleness.deadline());
    }

    // ---- near at a glance

    /** The live instance of a version that was seen in the engine, if that is what is fresh here. */
    @Nullable V nearOf(K key, Object stored) {
        Version<K> version = format.version(key, stored);
        return version != null
                        && table.slot(key) instanceof NearEntry<?, ?> entry
                        && entry.version.equals(version)
                        && entry.isFresh(clock.exact())
                ? used(entry)
                : null;
    }

    /** The one instance of a version that an event or an operation of the engine told of; in plain form, a new one. */
    V instance(K key, Object stored) {
        Version<K> version = format.version(key, stored);
        return version == null ? format.restore(stored) : values.of(version, format, stored);
    }
}
