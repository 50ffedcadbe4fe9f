package dev.gossamer.jcache.near;

import dev.gossamer.Backends;
import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.jcache.common.PluginFactory;
import dev.gossamer.spi.Backend;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link NearCache}. Not thread-safe; to be used once.
 *
 * {@snippet file="dev/gossamer/jcache/near/NearCacheExamplesTest.java" region="near-cache"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.2.0
 */
public final class NearCacheBuilder<K, V> {
    private static final Logger LOG = System.getLogger(NearCacheBuilder.class.getName());
    private static final String CONTROL = "gossamer.near.control";

    private final @Nullable Cache<K, Object> engine;
    private final @Nullable CacheManager engineManager;
    private final String name;
    private final @Nullable CompleteConfiguration<K, V> configuration;
    private final boolean plain;
    private Duration maxStaleness = Duration.ofSeconds(60);
    private @Nullable Backend backend;
    private @Nullable HotTier<? super V> hot;
    private IdentityPolicy identityPolicy = IdentityPolicy.REJECT;
    private Codec<V> codec = Codec.serialization();
    private @Nullable CacheLoader<K, V> loader;
    private @Nullable Cache<String, String> control;
    private boolean controlWanted = true;
    private final List<EngineHooks> hooks = new ArrayList<>();
    private boolean servedHooks = true;
    private boolean statistics;
    private @Nullable CacheManager presented;
    private Runnable onClose = () -> {};
    private @Nullable LongSupplier ticker;

    NearCacheBuilder(Cache<K, Object> engine, boolean plain) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.engineManager = engine.getCacheManager();
        this.name = engine.getName();
        this.configuration = null;
        this.plain = plain;
    }

    NearCacheBuilder(CacheManager engine, String name, CompleteConfiguration<K, V> configuration) {
        this.engine = null;
        this.engineManager = Objects.requireNonNull(engine, "engine");
        this.name = Objects.requireNonNull(name, "name");
        this.configuration = Objects.requireNonNull(configuration, "configuration");
        this.plain = false;
    }

    /**
     * Bounds how old a value may be that is returned without asking the engine; 60 s unless set.
     *
     * @param bound the longest time, more than zero
     * @return this builder
     * @throws IllegalArgumentException if {@code bound} is zero or negative
     */
    public NearCacheBuilder<K, V> maxStaleness(Duration bound) {
        if (bound.isZero() || bound.isNegative()) {
            throw new IllegalArgumentException(
                    "maxStaleness " + bound + " is not positive; give at least one nanosecond");
        }
        this.maxStaleness = bound;
        return this;
    }

    /**
     * Holds values that are used again and again strongly.
     *
     * @param tier which values to hold
     * @return this builder
     */
    public NearCacheBuilder<K, V> hot(HotTier<? super V> tier) {
        this.hot = Objects.requireNonNull(tier, "tier");
        return this;
    }

    /**
     * Stores the canonical values in the backend with this name, which also decides what is hot.
     *
     * @param backendName the name of a backend
     * @return this builder
     * @throws IllegalArgumentException if there is none of that name; the message lists those there are
     */
    public NearCacheBuilder<K, V> backend(String backendName) {
        this.backend = Backends.named(backendName);
        return this;
    }

    /**
     * Sets what happens to values without identity: writes refuse them ({@code REJECT}, the default), or they are near
     * for at most {@code maxStaleness} ({@code HOLD_STRONGLY}). A read that finds one in the engine returns it in
     * either case.
     *
     * @param policy what to do with it
     * @return this builder
     */
    public NearCacheBuilder<K, V> identityPolicy(IdentityPolicy policy) {
        this.identityPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets what encodes values; Java serialization unless set. Has no effect in plain form.
     *
     * @param valueCodec the codec
     * @return this builder
     */
    public NearCacheBuilder<K, V> codec(Codec<V> valueCodec) {
        this.codec = Objects.requireNonNull(valueCodec, "valueCodec");
        return this;
    }

    /**
     * Loads in this process what the engine does not have, one load at a time for a key, and stores it in the engine.
     *
     * @param valueLoader the loader
     * @return this builder
     */
    public NearCacheBuilder<K, V> loader(CacheLoader<K, V> valueLoader) {
        this.loader = Objects.requireNonNull(valueLoader, "valueLoader");
        return this;
    }

    /**
     * Uses this cache as the control channel, instead of one that is made in the engine's manager when needed.
     *
     * @param texts a cache that all processes share
     * @return this builder
     */
    public NearCacheBuilder<K, V> control(Cache<String, String> texts) {
        this.control = Objects.requireNonNull(texts, "texts");
        return this;
    }

    /**
     * Uses no control cache: lost events, and a {@code clear()} by others, are noticed by {@code maxStaleness} and
     * hooks alone.
     *
     * @return this builder
     */
    public NearCacheBuilder<K, V> withoutControl() {
        this.controlWanted = false;
        return this;
    }

    /**
     * Listens to the engine through a hook, in addition to those that are found.
     *
     * @param hook the hook
     * @return this builder
     */
    public NearCacheBuilder<K, V> hook(EngineHooks hook) {
        hooks.add(Objects.requireNonNull(hook, "hook"));
        return this;
    }

    /**
     * Counts the standard's statistics from the start.
     *
     * @return this builder
     */
    public NearCacheBuilder<K, V> recordStats() {
        this.statistics = true;
        return this;
    }

    /**
     * Sets the manager that the near cache belongs to, for a manager that returns it to applications, and what runs
     * when it is closed.
     *
     * @param manager what {@code getCacheManager()} returns
     * @param closed run once, at the end of {@code close()}
     * @return this builder
     */
    public NearCacheBuilder<K, V> presentedBy(CacheManager manager, Runnable closed) {
        this.presented = Objects.requireNonNull(manager, "manager");
        this.onClose = Objects.requireNonNull(closed, "closed");
        return this;
    }

    /** Leaves out the hooks that are found, for tests of the control channel alone. */
    NearCacheBuilder<K, V> withoutServedHooks() {
        this.servedHooks = false;
        return this;
    }

    /** Uses another source of time and starts no thread; tests do the maintenance. */
    NearCacheBuilder<K, V> ticker(LongSupplier nanoseconds) {
        this.ticker = nanoseconds;
        return this;
    }

    /**
     * Builds the near cache and registers its listener with the engine.
     *
     * @return a new near cache
     * @throws javax.cache.CacheException if the engine refuses the cache or the listener
     */
    public NearCache<K, V> build() {
        return assemble();
    }

    WeakNearCache<K, V> assemble() {
        StorageFormat<K, V> format = plain ? new PlainFormat<>() : new EnvelopeFormat<>(codec);
        CompleteConfiguration<K, V> known = configuration != null ? configuration : ofEngine();
        ExpiryPolicy expiry = PluginFactory.make(name, "expiry policy", known.getExpiryPolicyFactory());
        StalenessPolicy staleness = StalenessPolicy.of(nanos(maxStaleness), expiry);
        NearSettings<K, V> settings =
                new NearSettings<>(name, format, staleness, backend, hot, identityPolicy, loader, ticker);
        Cache<K, Object> there = engine != null ? engine : existing();
        Cache<K, Object> cache = there != null ? there : create(format, staleness);
        boolean begun = false;
        try {
            WeakNearCache<K, V> near = new WeakNearCache<>(settings, cache, control(), known, presented, onClose);
            near.begin(this::forEachHook, statistics || known.isStatisticsEnabled());
            begun = true;
            return near;
        } finally {
            if (!begun && there == null) {
                cache.close();
            }
        }
    }

    private void forEachHook(Consumer<EngineHooks> attach) {
        hooks.forEach(attach);
        if (servedHooks) {
            DiscoveredEngineHooks.forEach(attach);
        }
    }

    private static long nanos(Duration bound) {
        return bound.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : bound.toNanos();
    }

    /**
     * The configuration of the engine's cache without listeners, which belong to others, such as near caches, and see
     * what is stored.
     */
    @SuppressWarnings("unchecked") // the configuration of a cache of these keys
    private CompleteConfiguration<K, V> ofEngine() {
        try {
            CompleteConfiguration<K, V> told =
                    Objects.requireNonNull(engine).getConfiguration(CompleteConfiguration.class);
            MutableConfiguration<K, V> quiet = new MutableConfiguration<>(told);
            told.getCacheEntryListenerConfigurations().forEach(quiet::removeCacheEntryListenerConfiguration);
            return quiet;
        } catch (IllegalArgumentException e) {
            LOG.log(Level.DEBUG, "the engine does not tell its configuration; taken for eternal", e);
            return new MutableConfiguration<>();
        }
    }

    /** The type of what is stored in a cache that is created here: envelopes. */
    @SuppressWarnings("unchecked")
    private static Class<Object> stored() {
        return (Class<Object>) (Class<?>) Envelope.class;
    }

    private @Nullable Cache<K, Object> existing() {
        Class<K> keys = Objects.requireNonNull(configuration).getKeyType();
        return Objects.requireNonNull(engineManager).getCache(name, keys, stored());
    }

    private Cache<K, Object> create(StorageFormat<K, V> format, StalenessPolicy staleness) {
        CacheManager manager = Objects.requireNonNull(engineManager);
        CompleteConfiguration<K, V> given = Objects.requireNonNull(configuration);
        MutableConfiguration<K, Object> engines = new MutableConfiguration<>();
        engines.setTypes(given.getKeyType(), stored())
                .setReadThrough(given.isReadThrough())
                .setWriteThrough(given.isWriteThrough())
                .setExpiryPolicyFactory(given.getExpiryPolicyFactory());
        if (given.getCacheLoaderFactory() != null) {
            engines.setCacheLoaderFactory(
                    new StoringLoader.Maker<>(given.getCacheLoaderFactory(), format, staleness.life()));
        }
        if (given.getCacheWriterFactory() != null) {
            engines.setCacheWriterFactory(new RestoringWriter.Maker<>(given.getCacheWriterFactory(), format));
        }
        return manager.createCache(name, engines);
    }

    private @Nullable Cache<String, String> control() {
        if (control != null || !controlWanted || plain || engineManager == null) {
            return control;
        }
        try {
            Cache<String, String> there = engineManager.getCache(CONTROL, String.class, String.class);
            return there != null
                    ? there
                    : engineManager.createCache(
                            CONTROL, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
        } catch (RuntimeException e) {
            LOG.log(Level.INFO, "near cache \"" + name + "\" does without a control cache", e);
            return null;
        }
    }
}
