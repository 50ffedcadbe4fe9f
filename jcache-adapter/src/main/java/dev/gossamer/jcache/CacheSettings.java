package dev.gossamer.jcache;

import dev.gossamer.jcache.config.ClassFactory;
import dev.gossamer.jcache.config.SettingsReader;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntBiFunction;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.expiry.Duration;
import org.jspecify.annotations.Nullable;

/** What a resource says about one cache, or about all; {@code null} where it says nothing. Immutable. */
record CacheSettings(
        @Nullable Class<?> keyType,
        @Nullable Class<?> valueType,
        @Nullable Strength keys,
        @Nullable Strength values,
        @Nullable String backend,
        @Nullable Long maximumSize,
        @Nullable Long maximumWeight,
        @Nullable Class<?> weigher,
        @Nullable Boolean storeByValue,
        @Nullable Boolean statistics,
        @Nullable Boolean management,
        @Nullable Class<? extends Copier> copier,
        @Nullable FixedExpiry expiry,
        @Nullable HotSettings<Object> hot,
        @Nullable NearCacheSettings near) {

    static final Set<String> KEYS_OF_ALL = Set.of(
            "keys",
            "values",
            "backend",
            "maximum-size",
            "maximum-weight",
            "weigher",
            "store-by-value",
            "statistics",
            "management",
            "copier",
            "expiry",
            "hot",
            "near");

    /** What means nothing for a cache whose entries are an engine's. */
    private static final Set<String> KEYS_OF_STORED =
            Set.of("keys", "values", "backend", "maximum-size", "maximum-weight", "weigher", "copier", "hot");

    static final Set<String> KEYS_OF_ONE = with(KEYS_OF_ALL, "key-type", "value-type");

    private static final Set<String> KEYS_OF_EXPIRY = Set.of("after-creation", "after-access", "after-update");

    private static Set<String> with(Set<String> some, String... more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(Set.of(more));
        return Set.copyOf(all);
    }

    static CacheSettings read(SettingsReader from) {
        CacheSettings read = new CacheSettings(
                from.type("key-type", Object.class),
                from.type("value-type", Object.class),
                from.strength("keys", Strength.STRONG, Strength.WEAK),
                from.strength("values", Strength.STRONG, Strength.WEAK, Strength.SOFT),
                from.string("backend"),
                from.count("maximum-size"),
                from.count("maximum-weight"),
                from.type("weigher", ToIntBiFunction.class),
                from.bool("store-by-value"),
                from.bool("statistics"),
                from.bool("management"),
                from.type("copier", Copier.class),
                expiry(from),
                HotSettings.read(from),
                NearCacheSettings.read(from));
        if ((read.maximumWeight == null) != (read.weigher == null)) {
            String given = read.weigher == null ? "maximum-weight" : "weigher";
            throw from.bad(given, "alone", "together with the other one of maximum-weight and weigher");
        }
        requireStored(from, read);
        return read;
    }

    private static void requireStored(SettingsReader from, CacheSettings read) {
        for (String key : from.keys()) {
            if (read.near != null && KEYS_OF_STORED.contains(key)) {
                throw from.bad("near", "beside " + key, "without it, as the engine stores the entries");
            }
        }
    }

    private static @Nullable FixedExpiry expiry(SettingsReader from) {
        if (!from.keys().contains("expiry")) {
            return null;
        }
        SettingsReader expiry = new SettingsReader(from.section("expiry"), from.prefix() + "expiry.", from.loader());
        expiry.requireKeys(KEYS_OF_EXPIRY);
        Duration created = standard(expiry, "after-creation");
        Duration accessed = standard(expiry, "after-access");
        Duration updated = standard(expiry, "after-update");
        Duration first = updated != null ? updated : accessed != null ? accessed : Duration.ETERNAL;
        return new FixedExpiry(created != null ? created : first, accessed, updated);
    }

    /** A duration in the standard's own type, which knows no less than a millisecond. */
    private static @Nullable Duration standard(SettingsReader expiry, String key) {
        java.time.Duration duration = expiry.duration(key);
        if (duration == null) {
            return null;
        }
        if (!duration.isZero() && duration.compareTo(java.time.Duration.ofMillis(1)) < 0) {
            throw expiry.bad(key, duration, "0, or 1 millisecond or more");
        }
        return new Duration(TimeUnit.MILLISECONDS, duration.toMillis());
    }

    Class<?> keyType(@Nullable Class<?> asked) {
        return keyType != null ? keyType : asked != null ? asked : Object.class;
    }

    Class<?> valueType(@Nullable Class<?> asked) {
        return valueType != null ? valueType : asked != null ? asked : Object.class;
    }

    /** Sets what the resource says, and leaves the rest. */
    <K, V> void applyTo(WeakCacheConfigurationBuilder<K, V> builder) {
        if (keys != null) {
            builder.keys(keys);
        }
        if (values != null) {
            builder.values(values);
        }
        if (backend != null) {
            builder.backend(backend);
        }
        if (copier != null) {
            builder.copier(ClassFactory.of(copier));
        }
        if (expiry != null) {
            builder.expiry(new FactoryBuilder.SingletonFactory<>(expiry));
        }
        if (hot != null) {
            builder.hot(new HotSettings<>(hot.recent(), hot.forAtLeast()));
        }
        applyFlags(builder);
        applyBounds(builder);
    }

    private void applyFlags(WeakCacheConfigurationBuilder<?, ?> builder) {
        if (storeByValue != null) {
            builder.storeByValue = storeByValue;
        }
        if (statistics != null) {
            builder.statisticsEnabled = statistics;
        }
        if (management != null) {
            builder.managementEnabled = management;
        }
    }

    @SuppressWarnings("unchecked") // the weigher of a resource takes whatever the cache holds
    private <K, V> void applyBounds(WeakCacheConfigurationBuilder<K, V> builder) {
        if (maximumSize != null) {
            builder.maximumSize(maximumSize);
        }
        if (maximumWeight != null && weigher != null) {
            Class<? extends ToIntBiFunction<K, V>> type = (Class<? extends ToIntBiFunction<K, V>>) weigher;
            builder.maximumWeight(maximumWeight, ClassFactory.of(type));
        }
    }
}
