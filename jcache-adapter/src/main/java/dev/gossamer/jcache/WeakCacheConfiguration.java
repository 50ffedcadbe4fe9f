package dev.gossamer.jcache;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.ToIntBiFunction;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;

/**
 * The complete configuration of a cache, including what the standard does not cover: how strongly it holds keys and
 * values, in which backend, within which bounds, and how it copies.
 *
 * <p>Immutable and thread-safe; holds its factories strongly. Two are equal if all settings are equal. Keys and values
 * are strong by default, so {@code builder(…).build()} means the same as a new {@code MutableConfiguration}.
 *
 * {@snippet file="dev/gossamer/jcache/JCacheExamplesTest.java" region="configuration"}
 *
 * @param <K> the type of keys
 * @param <V> the type of values
 * @since 0.1.0
 */
public final class WeakCacheConfiguration<K, V> implements CompleteConfiguration<K, V> {
    private static final long serialVersionUID = 1;

    /** The type of keys. */
    private final Class<K> keyType;

    /** The type of values. */
    private final Class<V> valueType;

    /** Whether copies are stored. */
    private final boolean storeByValue;

    /** Whether a miss asks the loader. */
    private final boolean readThrough;

    /** Whether a change is written through the writer. */
    private final boolean writeThrough;

    /** Whether statistics are on. */
    private final boolean statisticsEnabled;

    /** Whether the configuration is shown by JMX. */
    private final boolean managementEnabled;

    /** Makes the loader. */
    private final @Nullable Factory<CacheLoader<K, V>> loaderFactory;

    /** Makes the writer. */
    private final @Nullable Factory<CacheWriter<? super K, ? super V>> writerFactory;

    /** Makes the expiry policy. */
    private final Factory<ExpiryPolicy> expiryFactory;

    /** The listeners from the start; of a serializable type. */
    private final ArrayList<CacheEntryListenerConfiguration<K, V>> listeners;

    /** How strongly keys are held. */
    private final Strength keyStrength;

    /** How strongly values are held. */
    private final Strength valueStrength;

    /** What happens to a value that cannot be referenced weakly. */
    private final IdentityPolicy identityPolicy;

    /** The name of the backend, or null. */
    private final @Nullable String backend;

    /** The most entries, or -1. */
    private final long maximumSize;

    /** The most weight, or -1. */
    private final long maximumWeight;

    /** Makes the weigher. */
    private final @Nullable Factory<? extends ToIntBiFunction<? super K, ? super V>> weigherFactory;

    /** Makes the copier. */
    private final @Nullable Factory<? extends Copier> copierFactory;

    /** Makes the hot tier. */
    private final @Nullable Factory<HotTier<? super V>> hotTierFactory;

    WeakCacheConfiguration(WeakCacheConfigurationBuilder<K, V> from) {
        this.keyType = from.keyType;
        this.valueType = from.valueType;
        this.storeByValue = from.storeByValue;
        this.readThrough = from.readThrough;
        this.writeThrough = from.writeThrough;
        this.statisticsEnabled = from.statisticsEnabled;
        this.managementEnabled = from.managementEnabled;
        this.loaderFactory = from.loaderFactory;
        this.writerFactory = from.writerFactory;
        this.expiryFactory = from.expiryFactory;
        this.listeners = new ArrayList<>(from.listeners);
        this.keyStrength = from.keyStrength;
        this.valueStrength = from.valueStrength;
        this.identityPolicy = from.identityPolicy;
        this.backend = from.backend;
        this.maximumSize = from.maximumSize;
        this.maximumWeight = from.maximumWeight;
        this.weigherFactory = from.weigherFactory;
        this.copierFactory = from.copierFactory;
        this.hotTierFactory = from.hotTierFactory;
    }

    /**
     * A builder with the standard's defaults, for keys and values of some types.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @param keyType the type of keys
     * @param valueType the type of values
     * @return a new builder
     */
    public static <K, V> WeakCacheConfigurationBuilder<K, V> builder(Class<K> keyType, Class<V> valueType) {
        return new WeakCacheConfigurationBuilder<>(keyType, valueType);
    }

    /**
     * A builder that starts with the settings of another configuration of any class.
     *
     * @param <K> the type of keys
     * @param <V> the type of values
     * @param configuration the settings to start with
     * @return a new builder
     */
    public static <K, V> WeakCacheConfigurationBuilder<K, V> builder(Configuration<K, V> configuration) {
        return WeakCacheConfigurationBuilder.from(configuration);
    }

    @Override
    public Class<K> getKeyType() {
        return keyType;
    }

    @Override
    public Class<V> getValueType() {
        return valueType;
    }

    @Override
    public boolean isStoreByValue() {
        return storeByValue;
    }

    @Override
    public boolean isReadThrough() {
        return readThrough;
    }

    @Override
    public boolean isWriteThrough() {
        return writeThrough;
    }

    @Override
    public boolean isStatisticsEnabled() {
        return statisticsEnabled;
    }

    @Override
    public boolean isManagementEnabled() {
        return managementEnabled;
    }

    @Override
    public Iterable<CacheEntryListenerConfiguration<K, V>> getCacheEntryListenerConfigurations() {
        return Collections.unmodifiableList(listeners);
    }

    @Override
    public @Nullable Factory<CacheLoader<K, V>> getCacheLoaderFactory() {
        return loaderFactory;
    }

    @Override
    public @Nullable Factory<CacheWriter<? super K, ? super V>> getCacheWriterFactory() {
        return writerFactory;
    }

    @Override
    public Factory<ExpiryPolicy> getExpiryPolicyFactory() {
        return expiryFactory;
    }

    /**
     * How strongly keys are held.
     *
     * @return {@link Strength#STRONG} or {@link Strength#WEAK}
     */
    public Strength getKeyStrength() {
        return keyStrength;
    }

    /**
     * How strongly values are held.
     *
     * @return the strength of values
     */
    public Strength getValueStrength() {
        return valueStrength;
    }

    /**
     * What happens to a value that cannot be referenced weakly, where values are weak or soft.
     *
     * @return the policy
     * @since 0.2.0
     */
    public IdentityPolicy getIdentityPolicy() {
        return identityPolicy;
    }

    /**
     * The name of the backend that stores the entries, if one was named.
     *
     * @return the name, or {@code null} for {@linkplain dev.gossamer.Backends#standard() the standard backend}
     */
    public @Nullable String getBackend() {
        return backend;
    }

    /**
     * The most entries to keep.
     *
     * @return the limit, empty when there is none
     */
    public OptionalLong getMaximumSize() {
        return maximumSize < 0 ? OptionalLong.empty() : OptionalLong.of(maximumSize);
    }

    /**
     * The most weight to keep.
     *
     * @return the limit, empty when there is none
     */
    public OptionalLong getMaximumWeight() {
        return maximumWeight < 0 ? OptionalLong.empty() : OptionalLong.of(maximumWeight);
    }

    /**
     * The factory of the function that weighs a key and its value.
     *
     * @return the factory, {@code null} when there is no maximum weight
     */
    public @Nullable Factory<? extends ToIntBiFunction<? super K, ? super V>> getWeigherFactory() {
        return weigherFactory;
    }

    /**
     * The factory of the copier of a cache that stores by value.
     *
     * @return the factory, {@code null} for Java serialization
     */
    public @Nullable Factory<? extends Copier> getCopierFactory() {
        return copierFactory;
    }

    /**
     * The factory of the hot tier of a cache with weak or soft values.
     *
     * @return the factory, {@code null} when there is no hot tier
     */
    public @Nullable Factory<HotTier<? super V>> getHotTierFactory() {
        return hotTierFactory;
    }

    private List<@Nullable Object> settings() {
        List<@Nullable Object> all = new ArrayList<>();
        all.add(keyType);
        all.add(valueType);
        all.add(List.of(storeByValue, readThrough, writeThrough, statisticsEnabled, managementEnabled));
        all.add(loaderFactory);
        all.add(writerFactory);
        all.add(expiryFactory);
        all.add(asSet(listeners));
        all.add(List.of(keyStrength, valueStrength, identityPolicy, maximumSize, maximumWeight));
        all.add(backend);
        all.add(weigherFactory);
        all.add(copierFactory);
        all.add(hotTierFactory);
        return all;
    }

    private static <T> Set<T> asSet(Iterable<? extends T> elements) {
        Set<T> set = new LinkedHashSet<>();
        elements.forEach(set::add);
        return set;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WeakCacheConfiguration<?, ?> that && settings().equals(that.settings());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(settings());
    }

    @Override
    public String toString() {
        return "WeakCacheConfiguration[" + keyStrength + " " + keyType.getName() + " to " + valueStrength + " "
                + valueType.getName() + (storeByValue ? ", by value" : ", by reference") + "]";
    }

    /** The policy of a configuration that names none. */
    static Factory<ExpiryPolicy> eternal() {
        return EternalExpiryPolicy.factoryOf();
    }
}
