package dev.gossamer;

import dev.gossamer.spi.Entry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of {@link SelfPinProbe#provoke}. Not thread-safe. */
final class SelfPinCollectionRun<K, V> {
    // Why is each step a method of its own?
    //
    // A local variable of an interpreted method may keep its object until the method ends. So the methods that touch
    // keys and values end before the collector is asked to run, and the one that asks has neither.

    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int COLLECTIONS = 2;

    private final Store<K, V> store;
    private final Function<? super K, String> naming;

    SelfPinCollectionRun(Store<K, V> store, Function<? super K, String> naming) {
        this.store = store;
        this.naming = naming;
    }

    List<String> run() {
        removeGarbage();
        List<Held<K, V>> entries = takeOut();
        collect();
        return putBack(entries);
    }

    /** Collects until no more keys die: the value of one that died may have been all that held another one. */
    private void removeGarbage() {
        int before;
        do {
            before = live();
            collect();
            await("dead entries to be enqueued", () -> {
                store.reclaim();
                return store.counter.snapshot(store.table).pending() == 0;
            });
        } while (live() != before);
    }

    private int live() {
        int live = 0;
        for (Entry entry : store.table) {
            live += entry.refersTo(null) ? 0 : 1;
        }
        return live;
    }

    private List<Held<K, V>> takeOut() {
        List<Held<K, V>> entries = new ArrayList<>();
        for (Entry entry : store.table) {
            K key = store.keyIn(entry);
            V value = key == null ? null : store.valueNow(entry, key);
            if (key != null && value != null) {
                entries.add(new Held<>(
                        new WeakReference<>(key), new WeakReference<>(value), naming.apply(key), entry.ticket()));
            }
        }
        EntryRemoval.clear(store);
        return entries;
    }

    private List<String> putBack(List<Held<K, V>> entries) {
        List<String> died = new ArrayList<>();
        for (Held<K, V> entry : entries) {
            K key = entry.key.get();
            V value = entry.value.get();
            if (key == null) {
                died.add(entry.name);
            } else if (value != null) {
                store.write(key, value, WriteCondition.ALWAYS, null, entry.ticket);
            }
        }
        return List.copyOf(died);
    }

    private static void collect() {
        for (int i = 0; i < COLLECTIONS; i++) {
            WeakReference<Object> canary = new WeakReference<>(new Object());
            await("the garbage collector to run when asked; is -XX:+DisableExplicitGC set?", () -> {
                System.gc();
                return canary.refersTo(null);
            });
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - start > DEADLINE.toNanos()) {
                throw new IllegalStateException("waited " + DEADLINE.toSeconds() + " s in vain for " + what);
            }
            Thread.onSpinWait();
        }
    }

    /** An entry while it is out of the map. */
    private record Held<K, V>(
            WeakReference<K> key,
            WeakReference<V> value,
            String name,
            @Nullable Object ticket) {}
}
