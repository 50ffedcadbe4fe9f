package dev.gossamer;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Attachments in cells that the keys hold; this side knows the cells weakly, so as to empty them. */
final class CarriedAttachments<K, V> implements Attachments<K, V> {
    // How does no value slip in while all are closed?
    //
    // A closed cell contains itself, which no value can be and which is no object of the library's. Whoever writes
    // does so by compare-and-set from what it saw, and gives up when it sees that. A cell is noted in `cells` before
    // it is looked at whether all are closed, and all are closed before the cells are emptied; so each cell is closed
    // by one or the other.

    private final Function<? super K, AtomicReference<@Nullable Object>> place;
    private final Map<AtomicReference<@Nullable Object>, WeakReference<K>> cells =
            Collections.synchronizedMap(new WeakHashMap<>());
    private volatile StatsCounter counter;
    private volatile boolean closed;

    CarriedAttachments(Function<? super K, AtomicReference<@Nullable Object>> place) {
        EarlyInitializer.prepare();
        this.place = place;
        this.counter = StatsCounter.NONE;
    }

    @Override
    public @Nullable V get(K key) {
        return counted(valueIn(cell(key)));
    }

    @Override
    public @Nullable V put(K key, V value) {
        Objects.requireNonNull(value, "value");
        AtomicReference<@Nullable Object> cell = noted(key);
        while (true) {
            Object seen = cell.get();
            requireOpen(seen != cell);
            if (cell.compareAndSet(seen, value)) {
                if (seen != null) {
                    counter.replaced();
                }
                return cast(seen);
            }
        }
    }

    @Override
    public V computeIfAbsent(K key, Function<? super K, ? extends V> function) {
        Objects.requireNonNull(function, "function");
        AtomicReference<@Nullable Object> cell = cell(key);
        V present = counted(valueIn(cell));
        if (present != null) {
            return present;
        }
        V made = Objects.requireNonNull(function.apply(key), "the function returned no value");
        noted(key);
        while (!cell.compareAndSet(null, made)) {
            Object seen = cell.get();
            requireOpen(seen != cell);
            V other = cast(seen);
            if (other != null) {
                return other;
            }
        }
        counter.loaded();
        return made;
    }

    @Override
    public @Nullable V remove(K key) {
        AtomicReference<@Nullable Object> cell = cell(key);
        while (true) {
            Object seen = cell.get();
            if (seen == null || seen == cell) {
                return null;
            }
            if (cell.compareAndSet(seen, null)) {
                counter.removed();
                return cast(seen);
            }
        }
    }

    @Override
    public int size() {
        return keys().size();
    }

    @Override
    public Set<K> keys() {
        Set<K> keys = Collections.newSetFromMap(new IdentityHashMap<>());
        synchronized (cells) {
            for (Map.Entry<AtomicReference<@Nullable Object>, WeakReference<K>> each : cells.entrySet()) {
                K key = each.getValue().get();
                if (key != null && valueIn(each.getKey()) != null) {
                    keys.add(key);
                }
            }
        }
        return Collections.unmodifiableSet(keys);
    }

    @Override
    public synchronized Attachments<K, V> recordStats() {
        if (counter == StatsCounter.NONE) {
            counter = new StatsRecorder();
        }
        return this;
    }

    @Override
    public ContainerStats stats() {
        return counter.snapshot(0, 0, List.of());
    }

    private @Nullable V counted(@Nullable V found) {
        counter.looked(found != null);
        return found;
    }

    @Override
    public void close() {
        closed = true;
        List<AtomicReference<@Nullable Object>> all;
        synchronized (cells) {
            all = new ArrayList<>(cells.keySet());
        }
        for (AtomicReference<@Nullable Object> cell : all) {
            cell.set(cell);
        }
    }

    private AtomicReference<@Nullable Object> cell(K key) {
        return place.apply(Objects.requireNonNull(key, "key"));
    }

    /** The cell of a key that is about to get a value. */
    private AtomicReference<@Nullable Object> noted(K key) {
        AtomicReference<@Nullable Object> cell = cell(key);
        if (cell.get() == null) {
            cells.put(cell, new WeakReference<>(key));
        }
        requireOpen(!closed);
        return cell;
    }

    private static void requireOpen(boolean open) {
        if (!open) {
            throw new IllegalStateException("these attachments are closed; make new ones");
        }
    }

    private @Nullable V valueIn(AtomicReference<@Nullable Object> cell) {
        Object value = cell.get();
        return value == cell ? null : cast(value);
    }

    @SuppressWarnings("unchecked") // only values of this type are put in
    private @Nullable V cast(@Nullable Object value) {
        return (V) value;
    }
}
