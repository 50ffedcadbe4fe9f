package dev.gossamer;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WeakValueMap} whose values are loaded asynchronously: callers that ask for the same key share one load, and
 * once it has completed the value is held weakly, for as long as somebody uses it.
 *
 * <p>Thread-safe. There is one load at a time for a key, and none while the value is alive. The map holds loads under
 * way and their keys strongly, and loaded values as its {@linkplain #synchronous() synchronous view} does. A returned
 * future holds its value strongly. Each caller gets a future of its own, so cancelling or completing it changes nothing
 * for the others, nor does it stop the load. What a load throws goes to the callers that wait for it, and the next
 * caller starts another load.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="async"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public final class AsyncWeakValueMap<K, V> {
    // Why is a value that is in use never loaded again?
    //
    // A load is reserved by its future in `loading`, and only whoever reserved it starts it, after another look at the
    // values. What came of it is stored by a compute() on the values before the reservation ends: so whoever finds no
    // reservation finds the value. put() and remove() end a reservation in a compute() too, and a load that has lost
    // its reservation by then stores nothing.

    private final StoredWeakValueMap<K, V> values;
    private final Executor executor;
    private final ConcurrentMap<K, CompletableFuture<@Nullable V>> loading = new ConcurrentHashMap<>();

    private AsyncWeakValueMap(WeakValueMap<K, V> values, Executor executor) {
        this.values = (StoredWeakValueMap<K, V>) Objects.requireNonNull(values, "values");
        this.executor = Objects.requireNonNull(executor, "executor");
        Equivalence<Object> keys = this.values.store.settings.equivalence();
        if (keys != Equivalence.equality()) {
            throw new IllegalArgumentException("the keys of the map compare by " + keys
                    + ", but loads under way are found by equals; build the map without keys(…)");
        }
    }

    /**
     * A new empty map with the standard backend and default settings, which loads in the
     * {@link ForkJoinPool#commonPool()}.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @return a new map
     */
    public static <K, V> AsyncWeakValueMap<K, V> create() {
        return over(WeakValueMap.create(), ForkJoinPool.commonPool());
    }

    /**
     * A map that stores in another one, so that all options of its builder can be used.
     *
     * @param <K> the type of keys, which compare by {@code equals}
     * @param <V> the type of values
     * @param values where values are stored; becomes the {@linkplain #synchronous() synchronous view}
     * @param executor where {@link #get} loads, for example one that starts a virtual thread for each task; held by the map
     * @return a new map
     * @throws IllegalArgumentException if the keys of {@code values} do not compare by {@code equals}
     */
    public static <K, V> AsyncWeakValueMap<K, V> over(WeakValueMap<K, V> values, Executor executor) {
        return new AsyncWeakValueMap<>(values, executor);
    }

    /**
     * The value of a key: the live one, or the one that is being loaded, or else one that the executor loads now.
     *
     * @param key the key
     * @param loader makes the value; what it throws completes the future, and {@code null} stores nothing
     * @return a new future, which is complete if the value is there
     */
    public CompletableFuture<@Nullable V> get(K key, Function<? super K, ? extends @Nullable V> loader) {
        Objects.requireNonNull(loader, "loader");
        return getAsync(key, missing -> CompletableFuture.supplyAsync(() -> loader.apply(missing), executor));
    }

    /**
     * The value of a key, as {@link #get} gives it, from a loader that is asynchronous itself.
     *
     * @param key the key
     * @param loader starts a load; called in this thread, if at all
     * @return a new future, which is complete if the value is there
     */
    public CompletableFuture<@Nullable V> getAsync(
            K key, Function<? super K, ? extends CompletionStage<? extends @Nullable V>> loader) {
        Objects.requireNonNull(loader, "loader");
        V value = values.get(Objects.requireNonNull(key, "key"));
        return value != null ? CompletableFuture.completedFuture(value) : share(key, loader);
    }

    /**
     * The value of a key if it is there or being loaded.
     *
     * @param key the key
     * @return a new future, or empty when there is neither
     */
    public Optional<CompletableFuture<@Nullable V>> getIfPresent(K key) {
        CompletableFuture<@Nullable V> load = loading.get(Objects.requireNonNull(key, "key"));
        if (load != null) {
            return Optional.of(load.copy());
        }
        return Optional.ofNullable(values.get(key)).map(CompletableFuture::completedFuture);
    }

    /**
     * Stores a value. A load of its key that is under way then stores nothing; the callers that wait for it get this
     * value.
     *
     * @param key the key
     * @param value the value
     * @throws NotWeaklyReferenceableException if the value's class is value-based; nothing changed
     */
    public void put(K key, V value) {
        values.store.requireAssociation(key, value);
        replace(key, value);
    }

    /**
     * Removes a value. A load of its key that is under way goes on for the callers that wait for it, but stores
     * nothing.
     *
     * @param key the key
     */
    public void remove(K key) {
        replace(key, null);
    }

    private void replace(K key, @Nullable V value) {
        values.compute(Objects.requireNonNull(key, "key"), (same, present) -> {
            loading.remove(same);
            return value;
        });
    }

    /**
     * The map of the loaded values. A write to it does not end a load that is under way: the value that was written
     * stays, and the callers that wait for the load get it. Nor does a removal from it: the load then stores its value;
     * {@link #remove} of this object has it store nothing.
     *
     * @return the map of values, always the same
     */
    public WeakValueMap<K, V> synchronous() {
        return values;
    }

    private CompletableFuture<@Nullable V> share(
            K key, Function<? super K, ? extends CompletionStage<? extends @Nullable V>> loader) {
        CompletableFuture<@Nullable V> load = new CompletableFuture<>();
        CompletableFuture<@Nullable V> result = load.copy();
        CompletableFuture<@Nullable V> underWay = loading.putIfAbsent(key, load);
        if (underWay != null) {
            return underWay.copy();
        }
        try {
            V value = values.get(key);
            if (value != null) { // stored since it was not found
                finish(key, load, value, null);
            } else {
                loader.apply(key).whenComplete((loaded, failure) -> finish(key, load, loaded, failure));
            }
        } catch (Throwable failure) {
            finish(key, load, null, failure);
        }
        return result;
    }

    /** Ends a load: stores what came of it if its reservation stands, and tells those who wait. Never throws. */
    private void finish(K key, CompletableFuture<@Nullable V> load, @Nullable V loaded, @Nullable Throwable failure) {
        V value = loaded;
        Throwable failed = failure;
        try {
            if (failed == null && value != null) {
                V stored = store(key, load, value);
                value = stored != null ? stored : value;
            }
        } catch (Throwable refused) {
            failed = refused;
        }
        try {
            loading.remove(key, load);
        } catch (Throwable incomparable) { // the key's own equals or hashCode
            failed = incomparable;
        }
        if (failed == null) {
            load.complete(value);
        } else {
            load.completeExceptionally(
                    failed instanceof CompletionException && failed.getCause() != null ? failed.getCause() : failed);
        }
    }

    private @Nullable V store(K key, CompletableFuture<@Nullable V> load, V value) {
        return values.compute(key, (same, present) -> {
            boolean reserved = loading.get(same) == load; // it ends when the value can be found
            return present == null && reserved ? value : present;
        });
    }

    /** Tells the number of values and of loads under way. */
    @Override
    public String toString() {
        return "AsyncWeakValueMap[" + values.estimatedSize() + " values, " + loading.size() + " loading]";
    }
}
