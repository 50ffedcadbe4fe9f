package dev.gossamer.jcache;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.jcache.config.ConfigurationResource;
import dev.gossamer.jcache.config.SettingsReader;
import dev.gossamer.jcache.copy.SerializingCopier;
import java.net.URI;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.CacheException;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the resource of a manager says about its caches: settings for all of them, and for those it lists. It has the last word
 * over a standard configuration, which cannot say whether somebody chose a setting or left it; not over ours, which can say
 * all there is. Thread-safe.
 */
final class CacheDefaults {
    private static final Set<String> SECTIONS = Set.of("defaults", "caches", "serialization-filter", "definitions");

    private final CacheSettings forAll;
    private final Map<String, CacheSettings> listed;
    private final Set<String> destroyed = ConcurrentHashMap.newKeySet();
    private final Copier serialization;

    private CacheDefaults(CacheSettings forAll, Map<String, CacheSettings> listed, Copier serialization) {
        this.forAll = forAll;
        this.listed = Map.copyOf(listed);
        this.serialization = serialization;
    }

    /** Reads the resource that a URI names, if it names one; only the optional one may be missing. */
    static CacheDefaults read(URI uri, ClassLoader loader, URI optional) {
        Config root = ConfigurationResource.read(uri, loader, uri.equals(optional));
        SettingsReader top = new SettingsReader(root == null ? ConfigFactory.empty() : root, "", loader);
        top.requireKeys(SECTIONS);
        Config forAll = top.section("defaults");
        Map<String, CacheSettings> listed = new LinkedHashMap<>();
        SettingsReader caches = new SettingsReader(top.section("caches"), "caches.", loader);
        for (String name : caches.keys()) {
            SettingsReader own = new SettingsReader(caches.section(name), "caches." + name + ".", loader);
            own.requireKeys(CacheSettings.KEYS_OF_ONE);
            Config merged = caches.section(name).withFallback(forAll);
            listed.put(name, CacheSettings.read(new SettingsReader(merged, "caches." + name + ".", loader)));
            checkAlone(name, listed.get(name), own);
        }
        SettingsReader defaults = new SettingsReader(forAll, "defaults.", loader);
        defaults.requireKeys(CacheSettings.KEYS_OF_ALL);
        return new CacheDefaults(CacheSettings.read(defaults), listed, serialization(top));
    }

    /** Refuses what cannot be, whoever asks for the cache: a listed one has no settings but these. */
    private static void checkAlone(String name, CacheSettings settings, SettingsReader at) {
        WeakCacheConfigurationBuilder<?, ?> builder =
                WeakCacheConfiguration.builder(settings.keyType(null), settings.valueType(null));
        settings.applyTo(builder);
        try {
            ConfigurationValidator.check(name, builder.build());
        } catch (IllegalArgumentException e) {
            throw new CacheException(at.config().origin().description() + ": " + e.getMessage(), e);
        }
    }

    private static Copier serialization(SettingsReader top) {
        String pattern = top.string("serialization-filter");
        if (pattern == null) {
            return new SerializingCopier(SerializingCopier.DEFAULT_FILTER);
        }
        try {
            return new SerializingCopier(pattern);
        } catch (IllegalArgumentException e) {
            throw top.bad(
                    "serialization-filter", pattern, "a pattern as for jdk.serialFilter (" + e.getMessage() + ")");
        }
    }

    /** What copies where no cache says otherwise. */
    Copier serialization() {
        return serialization;
    }

    /** The configuration of a cache that code makes. */
    <K, V> WeakCacheConfiguration<K, V> complete(String cacheName, Configuration<K, V> given) {
        if (given instanceof WeakCacheConfiguration<K, V> ours) {
            return ours;
        }
        WeakCacheConfigurationBuilder<K, V> builder = WeakCacheConfiguration.builder(given);
        CacheSettings own = listed.get(cacheName);
        if (own != null) {
            own.applyTo(builder);
        } else {
            forAll.applyTo(builder);
            if (forAll.values() != null) { // nobody has chosen weak values for this very cache
                builder.identityPolicy(IdentityPolicy.HOLD_STRONGLY);
            }
        }
        return builder.build();
    }

    /** How a cache that the resource, or code by a standard configuration, makes is to be near, if it is. */
    @Nullable NearCacheSettings near(String cacheName, @Nullable Configuration<?, ?> given) {
        return given instanceof WeakCacheConfiguration<?, ?>
                ? null
                : listed.getOrDefault(cacheName, forAll).near();
    }

    boolean lists(String cacheName) {
        return listed.containsKey(cacheName) && !destroyed.contains(cacheName);
    }

    Set<String> listed() {
        Set<String> names = new HashSet<>(listed.keySet());
        names.removeAll(destroyed);
        return names;
    }

    /** The configuration of a listed cache, with the types it was asked for by unless the resource says others. */
    WeakCacheConfiguration<?, ?> listed(String cacheName, @Nullable Class<?> keyType, @Nullable Class<?> valueType) {
        CacheSettings settings = listed.getOrDefault(cacheName, forAll);
        WeakCacheConfigurationBuilder<?, ?> builder =
                WeakCacheConfiguration.builder(settings.keyType(keyType), settings.valueType(valueType));
        settings.applyTo(builder);
        return builder.build();
    }

    /** Lists a cache no longer, as it was destroyed; what is said about it stays for one that code makes. */
    void destroyed(String cacheName) {
        destroyed.add(cacheName);
    }
}
