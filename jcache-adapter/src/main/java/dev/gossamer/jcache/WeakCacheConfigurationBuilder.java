package dev.gossamer.jcache;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntBiFunction;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link WeakCacheConfiguration}.
 *
 * <p>Not thread-safe. Every method but {@link #build()} changes this builder and returns it, in constant time.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="configuration"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1.0
 */
public final class WeakCacheConfigurationBuilder<K, V> {
    final Class<K> keyType;
    final Class<V> valueType;
    final List<CacheEntryListenerConfiguration<K, V>> listeners = new ArrayList<>();
    boolean storeByValue = true;
    boolean readThrough;
    boolean writeThrough;
    boolean statisticsEnabled;
    boolean managementEnabled;

    @Nullable Factory<CacheLoader<K, V>> loaderFactory;

    @Nullable Factory<CacheWriter<? super K, ? super V>> writerFactory;

    Factory<ExpiryPolicy> expiryFactory = WeakCacheConfiguration.eternal();
    Strength keyStrength = Strength.STRONG;
    Strength valueStrength = Strength.STRONG;
    IdentityPolicy identityPolicy = IdentityPolicy.REJECT;

    @Nullable String backend;

    long maximumSize = -1;
    long maximumWeight = -1;

    @Nullable Factory<? extends ToIntBiFunction<? super K, ? super V>> weigherFactory;

    @Nullable Factory<? extends Copier> copierFactory;

    @Nullable Factory<HotTier<? super V>> hotTierFactory;

    WeakCacheConfigurationBuilder(Class<K> keyType, Class<V> valueType) {
        this.keyType = Objects.requireNonNull(keyType, "keyType");
        this.valueType = Objects.requireNonNull(valueType, "valueType");
    }

    static <K, V> WeakCacheConfigurationBuilder<K, V> from(Configuration<K, V> configuration) {
        WeakCacheConfigurationBuilder<K, V> builder =
                new WeakCacheConfigurationBuilder<>(configuration.getKeyType(), configuration.getValueType());
        builder.storeByValue = configuration.isStoreByValue();
        if (configuration instanceof CompleteConfiguration<K, V> complete) {
            builder.takeStandard(complete);
        }
        if (configuration instanceof WeakCacheConfiguration<K, V> weak) {
            builder.takeOwn(weak);
        }
        return builder;
    }

    private void takeStandard(CompleteConfiguration<K, V> from) {
        readThrough = from.isReadThrough();
        writeThrough = from.isWriteThrough();
        statisticsEnabled = from.isStatisticsEnabled();
        managementEnabled = from.isManagementEnabled();
        loaderFactory = from.getCacheLoaderFactory();
        writerFactory = from.getCacheWriterFactory();
        Factory<ExpiryPolicy> expiry = from.getExpiryPolicyFactory();
        expiryFactory = expiry == null ? WeakCacheConfiguration.eternal() : expiry;
        Iterable<CacheEntryListenerConfiguration<K, V>> heard = from.getCacheEntryListenerConfigurations();
        if (heard != null) {
            heard.forEach(listeners::add);
        }
    }

    private void takeOwn(WeakCacheConfiguration<K, V> from) {
        keyStrength = from.getKeyStrength();
        valueStrength = from.getValueStrength();
        identityPolicy = from.getIdentityPolicy();
        backend = from.getBackend();
        maximumSize = from.getMaximumSize().orElse(-1);
        maximumWeight = from.getMaximumWeight().orElse(-1);
        weigherFactory = from.getWeigherFactory();
        copierFactory = from.getCopierFactory();
        hotTierFactory = from.getHotTierFactory();
    }

    /**
     * Stores copies, so that nobody shares an object with the cache. The default, as the standard says.
     *
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> storeByValue() {
        storeByValue = true;
        return this;
    }

    /**
     * Stores the objects themselves. Weak and soft keys or values need this.
     *
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> storeByReference() {
        storeByValue = false;
        return this;
    }

    /**
     * Sets what copies in place of Java serialization; has no effect on a cache that stores by reference.
     *
     * @param factory makes the copier
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> copier(Factory<? extends Copier> factory) {
        copierFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets how strongly values are held; {@link Strength#STRONG} unless set.
     *
     * @param strength how strongly to hold values
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> values(Strength strength) {
        valueStrength = Objects.requireNonNull(strength, "strength");
        return this;
    }

    /**
     * Sets what happens to a value that cannot be referenced weakly, such as a boxed number, where values are weak or
     * soft; {@link IdentityPolicy#REJECT} unless set. Caches that the {@code defaults} of a resource make weak hold
     * such a value strongly.
     *
     * @param policy whether to refuse such a value or to hold it strongly
     * @return this builder
     * @since 0.2.0
     */
    public WeakCacheConfigurationBuilder<K, V> identityPolicy(IdentityPolicy policy) {
        identityPolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Holds some values strongly for a while though values are weak or soft, such as the most recently used ones. A hit makes
     * a value hot; iterating does too, {@code containsKey} does not.
     *
     * @param factory makes the hot tier
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> hot(Factory<HotTier<? super V>> factory) {
        hotTierFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets how strongly keys are held; {@link Strength#STRONG} unless set. With weak keys an entry goes with its key
     * object.
     *
     * @param strength {@link Strength#STRONG} or {@link Strength#WEAK}
     * @return this builder
     * @throws IllegalArgumentException if {@code strength} is {@link Strength#SOFT}
     */
    public WeakCacheConfigurationBuilder<K, V> keys(Strength strength) {
        Objects.requireNonNull(strength, "strength");
        if (strength == Strength.SOFT) {
            throw new IllegalArgumentException("keys cannot be SOFT; choose STRONG or WEAK");
        }
        keyStrength = strength;
        return this;
    }

    /**
     * Stores the entries in a named backend instead of {@linkplain dev.gossamer.Backends#standard() the standard one}.
     *
     * @param name the name of the backend, such as {@code jdk} or {@code caffeine}
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> backend(String name) {
        backend = Objects.requireNonNull(name, "name");
        return this;
    }

    /**
     * Keeps at most a number of entries, if the backend offers that.
     *
     * @param entries the most entries to keep
     * @return this builder
     * @throws IllegalArgumentException if {@code entries} is negative
     */
    public WeakCacheConfigurationBuilder<K, V> maximumSize(long entries) {
        if (entries < 0) {
            throw new IllegalArgumentException("maximumSize " + entries + " is negative; give 0 or more");
        }
        maximumSize = entries;
        return this;
    }

    /**
     * Keeps entries of at most a total weight, if the backend offers that.
     *
     * @param weight the most weight to keep
     * @param weigher makes the function that weighs a key and its value when they are stored
     * @return this builder
     * @throws IllegalArgumentException if {@code weight} is negative
     */
    public WeakCacheConfigurationBuilder<K, V> maximumWeight(
            long weight, Factory<? extends ToIntBiFunction<? super K, ? super V>> weigher) {
        if (weight < 0) {
            throw new IllegalArgumentException("maximumWeight " + weight + " is negative; give 0 or more");
        }
        maximumWeight = weight;
        weigherFactory = Objects.requireNonNull(weigher, "weigher");
        return this;
    }

    /**
     * Sets the expiry policy; entries never expire unless set.
     *
     * @param factory makes the policy that says when
     * @return this builder
     */
    @SuppressWarnings("unchecked") // a factory only gives
    public WeakCacheConfigurationBuilder<K, V> expiry(Factory<? extends ExpiryPolicy> factory) {
        expiryFactory = (Factory<ExpiryPolicy>) Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Loads missing values through a loader.
     *
     * @param factory makes the loader
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> readThrough(Factory<CacheLoader<K, V>> factory) {
        loaderFactory = Objects.requireNonNull(factory, "factory");
        readThrough = true;
        return this;
    }

    /**
     * Passes changes on to a writer.
     *
     * @param factory makes the writer
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> writeThrough(Factory<CacheWriter<? super K, ? super V>> factory) {
        writerFactory = Objects.requireNonNull(factory, "factory");
        writeThrough = true;
        return this;
    }

    /**
     * Registers a listener from the start.
     *
     * @param listener the listener and the events it is for
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> listener(CacheEntryListenerConfiguration<K, V> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Turns statistics on, and shows them on the platform MBean server.
     *
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> recordStats() {
        statisticsEnabled = true;
        return this;
    }

    /**
     * Shows the configuration on the platform MBean server.
     *
     * @return this builder
     */
    public WeakCacheConfigurationBuilder<K, V> manage() {
        managementEnabled = true;
        return this;
    }

    /**
     * Builds the configuration. Whether its settings fit together is checked by {@code createCache}, where the backend
     * is known.
     *
     * @return the configuration
     */
    public WeakCacheConfiguration<K, V> build() {
        return new WeakCacheConfiguration<>(this);
    }
}
