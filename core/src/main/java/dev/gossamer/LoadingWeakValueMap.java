package dev.gossamer;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WeakValueMap} with a loader: a value that is asked for and missing is loaded.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/CacheRecipesTest.java" region="configuration-cache"}
 *
 * <p>Thread-safe. Holds keys strongly and values weakly, as the {@linkplain #asMap() map below} does, and its loader and executor
 * strongly; a refresh that is under way holds the value it is to replace. A hit on a value that is not due for a refresh takes no lock and
 * allocates nothing.
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public final class LoadingWeakValueMap<K, V> {
    private final WeakValueMap<K, V> values;
    private final Equivalence<Object> keys;
    private final WeakValueLoader<? super K, V> loader;
    private final Executor executor;
    private final Equivalence<? super V> unchanged;
    private final LongSupplier ticker;
    private final ConcurrentMap<RefreshedKey, CompletableFuture<@Nullable V>> refreshing = new ConcurrentHashMap<>();

    /** After how many nanoseconds a value is refreshed, and when each was loaded; {@code null} where none is. */
    final @Nullable Refresh<V> refresh;

    private LoadingWeakValueMap(Builder<K, V> builder) {
        this.values = builder.values.build();
        ContainerSettings settings = ((StoredWeakValueMap<K, V>) values).store.settings;
        this.keys = settings.equivalence();
        this.loader = builder.loader;
        this.executor = builder.executor;
        this.unchanged = builder.unchanged;
        this.ticker = builder.values.bounds.ticker();
        this.refresh = builder.refreshAfter == null ? null : new Refresh<>(builder.refreshAfter, settings);
    }

    /**
     * The value of a key: the live one, or a new one from the loader, which runs in this thread, once for all callers
     * that ask at the same time. If {@link Builder#refreshAfter} is set, the first hit on a value of that age starts a
     * refresh and returns the current value.
     *
     * @param key the key
     * @return the value, or {@code null} when the loader has none; what the loader throws is thrown, and nothing is stored
     */
    public @Nullable V get(K key) {
        V value = values.get(Objects.requireNonNull(key, "key"));
        if (value == null) {
            return values.computeIfAbsent(key, missing -> noted(loader.load(missing)));
        }
        if (refresh != null && refresh.isDue(value, ticker.getAsLong())) {
            refresh(key);
        }
        return value;
    }

    /**
     * The values of several keys. What is missing is loaded in one call of {@link WeakValueLoader#loadAll}, in this thread. If others
     * load one of them meanwhile, the value that was stored first is the one all get. What the loader throws is thrown, and
     * nothing is stored.
     *
     * @param keys the keys; those that are equal count as one here, however the map compares them
     * @return a new unmodifiable map of the keys that have a value, in the order of {@code keys}; holds the values strongly
     */
    public Map<K, V> getAll(Iterable<? extends K> keys) {
        Map<K, V> found = new LinkedHashMap<>();
        Set<K> missing = new LinkedHashSet<>();
        for (K key : Objects.requireNonNull(keys, "keys")) {
            V value = values.get(Objects.requireNonNull(key, "key"));
            found.put(key, value); // null keeps the place
            if (value == null) {
                missing.add(key);
            }
        }
        if (!missing.isEmpty()) {
            Map<? super K, V> loaded = loadAll(missing);
            for (K key : missing) {
                V value = loaded.get(key);
                found.put(
                        key,
                        value == null ? values.get(key) : values.getOrPut(key, Objects.requireNonNull(noted(value))));
            }
            found.values().removeIf(Objects::isNull);
        }
        return Collections.unmodifiableMap(found);
    }

    @SuppressWarnings("unchecked") // the loader only reads the keys
    private Map<? super K, V> loadAll(Set<K> missing) {
        return ((WeakValueLoader<K, V>) loader).loadAll(missing);
    }

    /**
     * Reloads the value of a key in the executor; one refresh at a time for a key, as the map compares keys. The current value
     * stays canonical if the new one is {@linkplain Builder#unchanged equivalent} or the loader fails. What somebody else writes
     * meanwhile stays too, and what is removed meanwhile stays removed. {@code null} from the loader removes the value.
     *
     * @param key the key
     * @return a new future of the value that the key then has; fails with what the loader threw
     */
    public CompletableFuture<@Nullable V> refresh(K key) {
        Objects.requireNonNull(key, "key");
        CompletableFuture<@Nullable V> mine = new CompletableFuture<>();
        CompletableFuture<@Nullable V> result = mine.copy();
        RefreshedKey refreshed = new RefreshedKey(key, keys);
        CompletableFuture<@Nullable V> underWay = refreshing.putIfAbsent(refreshed, mine);
        if (underWay != null) {
            return underWay.copy();
        }
        try {
            V before = values.get(key);
            executor.execute(() -> reload(key, before, refreshed, mine));
        } catch (Throwable rejected) {
            finish(refreshed, mine, null, rejected);
        }
        return result;
    }

    private void reload(K key, @Nullable V before, RefreshedKey refreshed, CompletableFuture<@Nullable V> future) {
        V result = null;
        Throwable failed = null;
        try {
            V fresh = noted(loader.load(key));
            result = values.compute(key, (same, present) -> present == before ? kept(present, fresh) : present);
        } catch (Throwable failure) {
            failed = failure;
        }
        finish(refreshed, future, result, failed);
    }

    private void finish(
            RefreshedKey key, CompletableFuture<@Nullable V> future, @Nullable V result, @Nullable Throwable failed) {
        key.ended = true; // so that taking it out calls no code of the user
        try {
            refreshing.remove(key, future);
        } finally {
            if (failed == null) {
                future.complete(result);
            } else {
                future.completeExceptionally(failed);
            }
        }
    }

    /** The present value if the fresh one says the same, else the fresh one. */
    private @Nullable V kept(@Nullable V present, @Nullable V fresh) {
        if (present == null || fresh == null || !unchanged.equivalent(present, fresh)) {
            return fresh;
        }
        return noted(present);
    }

    private @Nullable V noted(@Nullable V value) {
        if (refresh != null && value != null) {
            refresh.loaded(value, ticker.getAsLong());
        }
        return value;
    }

    /**
     * The map of the loaded values. Its {@code get} loads nothing; a value that is written to it counts as loaded at
     * the time when it is first asked for.
     *
     * @return the map below, always the same
     */
    public WeakValueMap<K, V> asMap() {
        return values;
    }

    /** Tells about how many values there are, and how many are being refreshed. */
    @Override
    public String toString() {
        return "LoadingWeakValueMap[" + values.estimatedSize() + " values, " + refreshing.size() + " refreshing]";
    }

    /** A key that is being refreshed, compared as the map compares its keys; after that it equals itself alone. */
    private static final class RefreshedKey {
        private final Snapshot.Key key;
        private volatile boolean ended;

        RefreshedKey(Object key, Equivalence<Object> by) {
            this.key = new Snapshot.Key(key, by);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof RefreshedKey that && !ended && !that.ended && key.equals(that.key));
        }

        @Override
        public int hashCode() {
            return key.hashCode();
        }
    }

    /** When values were loaded, held weakly, and how old they may become. One without identity is never due. */
    static final class Refresh<V> {
        private final long nanos;
        final WeakKeyMap<V, Long> loadedAt;

        Refresh(Duration after, ContainerSettings settings) {
            this.nanos = TimeUnit.NANOSECONDS.convert(after); // saturates
            Reclaim reclaim = settings.reclaim();
            this.loadedAt = WeakKeyMap.<V, Long>builder()
                    .backend(settings.backend())
                    .reclaim(reclaim == Reclaim.MANUAL ? Reclaim.INLINE : reclaim) // nobody calls its reclaim()
                    .keys(Equivalence.identity())
                    .wrapperPolicy(WrapperPolicy.ALLOW)
                    .build();
        }

        void loaded(V value, long now) {
            if (!ValueBasedClasses.contains(value.getClass())) {
                loadedAt.put(value, now);
            }
        }

        boolean isDue(V value, long now) {
            Long then = loadedAt.get(value);
            if (then == null && !ValueBasedClasses.contains(value.getClass())) {
                then = loadedAt.putIfAbsent(value, now);
            }
            return then != null && now - then >= nanos;
        }
    }

    /**
     * Builds {@link LoadingWeakValueMap}s; made by {@link WeakValueMap.Builder#loading}. Not thread-safe.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     */
    public static final class Builder<K, V> {
        private final WeakValueMap.Builder<K, V> values;
        private final WeakValueLoader<? super K, V> loader;
        private Executor executor = ForkJoinPool.commonPool();
        private Equivalence<? super V> unchanged = Equivalence.equality();
        private @Nullable Duration refreshAfter;

        Builder(WeakValueMap.Builder<K, V> values, WeakValueLoader<? super K, V> loader) {
            this.values = values;
            this.loader = Objects.requireNonNull(loader, "loader");
        }

        /**
         * Sets where refreshes run; the {@link ForkJoinPool#commonPool()} unless set.
         *
         * @param executor the executor, held by the map
         * @return this builder
         */
        public Builder<K, V> executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Sets how a reloaded value is compared with the current one, whose instance stays if they are equivalent; by
         * {@code equals} unless set.
         *
         * @param values how values compare
         * @return this builder
         */
        public Builder<K, V> unchanged(Equivalence<? super V> values) {
            this.unchanged = Objects.requireNonNull(values, "values");
            return this;
        }

        /**
         * Refreshes a value in the background when it is asked for and has reached a given age. A value without identity,
         * which {@link IdentityPolicy#HOLD_STRONGLY} lets in, has no age.
         *
         * @param age how old a value may become, more than zero
         * @return this builder
         * @throws IllegalArgumentException if {@code age} is zero or negative
         */
        public Builder<K, V> refreshAfter(Duration age) {
            Objects.requireNonNull(age, "age");
            if (age.isZero() || age.isNegative()) {
                throw new IllegalArgumentException("refreshAfter " + age + " is not positive; give more than zero");
            }
            this.refreshAfter = age;
            return this;
        }

        /**
         * Builds a map.
         *
         * @return a new empty map
         * @throws IllegalArgumentException if the backend does not offer what was asked for, or options contradict
         * @throws IllegalStateException if no backend is found
         */
        public LoadingWeakValueMap<K, V> build() {
            return new LoadingWeakValueMap<>(this);
        }
    }
}
