package dev.gossamer;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicReference;
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
    // reservation finds the value. remove() ends a reservation in a compute() too, and put() the one that its compute()
    // met, once that has stored the value; a load that has lost its reservation by then, or finds a value, stores
    // nothing.
    //
    // What if an error of the JVM keeps a load from ending?
    //
    // A load is done only after its reservation, and so is the stage that ends it. Whoever meets a reservation whose
    // load or stage is done knows that there was no stack or memory to end it, ends it, and goes on as if it were not
    // there.

    private final StoredWeakValueMap<K, V> values;
    private final Executor executor;
    private final ConcurrentMap<K, Load<V>> loading = new ConcurrentHashMap<>();

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
        Load<V> load = loading.get(Objects.requireNonNull(key, "key"));
        if (load != null && !load.isOver()) {
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
        AtomicReference<@Nullable Load<V>> met = new AtomicReference<>();
        values.compute(key, (same, present) -> {
            met.set(loading.get(same));
            return value;
        });
        Load<V> ended = met.get();
        if (ended != null) {
            loading.remove(key, ended);
        }
        Reference.reachabilityFence(value); // a load that ends before that finds it
    }

    /**
     * Removes a value. A load of its key that is under way goes on for the callers that wait for it, but stores
     * nothing.
     *
     * @param key the key
     */
    public void remove(K key) {
        values.compute(Objects.requireNonNull(key, "key"), (same, present) -> {
            loading.remove(same);
            return null;
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
        Load<V> load = new Load<>();
        CompletableFuture<@Nullable V> result = load.copy();
        boolean begun = false;
        try {
            try {
                Load<V> underWay = reserve(key, load);
                if (underWay != null) {
                    return underWay.copy();
                }
                begin(key, load, loader);
            } catch (Throwable failure) {
                finish(key, load, null, failure);
            }
            begun = true;
        } finally {
            if (!begun) {
                load.brokenOff = true; // by no call, for which there may be no stack
            }
        }
        return result;
    }

    /** Reserves a key for a load, unless another one is under way, which it gives. */
    private @Nullable Load<V> reserve(K key, Load<V> load) {
        Load<V> underWay = loading.putIfAbsent(key, load);
        while (underWay != null && underWay.isOver()) {
            loading.remove(key, underWay);
            underWay.completeExceptionally(
                    new IllegalStateException("an error of the JVM broke off the load; try again"));
            underWay = loading.putIfAbsent(key, load);
        }
        return underWay;
    }

    private void begin(
            K key, Load<V> load, Function<? super K, ? extends CompletionStage<? extends @Nullable V>> loader) {
        V value = values.get(key);
        if (value != null) { // stored since it was not found
            finish(key, load, value, null);
            return;
        }
        CompletionStage<?> ending =
                loader.apply(key).whenComplete((loaded, failure) -> finish(key, load, loaded, failure));
        if (ending instanceof CompletableFuture<?> future) {
            load.ending = future;
            if (future.isDone() && !load.isDone()) {
                future.join(); // throws what kept the load from ending
            }
        }
    }

    /** Ends a load: stores what came of it if its reservation stands, and tells those who wait. Throws errors of the JVM alone. */
    private void finish(K key, Load<V> load, @Nullable V loaded, @Nullable Throwable failure) {
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

    private @Nullable V store(K key, Load<V> load, V value) {
        return values.compute(key, (same, present) -> {
            boolean reserved = loading.get(same) == load; // it ends when the value can be found
            return present == null && reserved ? value : present;
        });
    }

    /** A load under way, of which callers get copies. */
    private static final class Load<V> extends CompletableFuture<@Nullable V> {
        /** Done when the stage that ends the load is; {@code null} as long as that is not known. */
        volatile @Nullable CompletableFuture<?> ending;

        /** Whether it may not have begun. */
        volatile boolean brokenOff;

        /** Whether it has ended or can no longer end by itself; then it has no reservation but for an error of the JVM. */
        boolean isOver() {
            CompletableFuture<?> end = ending;
            return brokenOff || isDone() || (end != null && end.isDone());
        }
    }

    /** Tells the number of values and of loads under way. */
    @Override
    public String toString() {
        return "AsyncWeakValueMap[" + values.estimatedSize() + " values, " + loading.size() + " loading]";
    }
}
