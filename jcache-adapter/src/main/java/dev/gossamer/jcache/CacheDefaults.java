package dev.gossamer.jcache;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.configuration.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * What the resource of a manager says about its caches: settings for all of them, and for those it lists. It has the last word
 * over a standard configuration, which cannot say whether somebody chose a setting or left it; not over ours, which can say
 * all there is. Thread-safe.
 */
final class CacheDefaults {
    private static final Set<String> SECTIONS = Set.of("defaults", "caches", "serialization-filter");

    private final CacheSettings forAll;
    private final Map<String, CacheSettings> listed;
    private final Copier serialization;

    private CacheDefaults(CacheSettings forAll, Map<String, CacheSettings> listed, Copier serialization) {
        this.forAll = forAll;
        this.listed = new ConcurrentHashMap<>(listed);
        this.serialization = serialization;
    }

    /** Reads the resource that a URI names, if it names one; only the optional one may be missing. */
    static CacheDefaults read(URI uri, ClassLoader loader, URI optional) {
        Config root = ConfigurationResource.read(uri, loader, uri.equals(optional));
        Checked top = new Checked(root == null ? ConfigFactory.empty() : root, "", loader);
        top.requireKeys(SECTIONS);
        Config forAll = top.section("defaults");
        Map<String, CacheSettings> listed = new LinkedHashMap<>();
        Checked caches = new Checked(top.section("caches"), "caches.", loader);
        for (String name : caches.keys()) {
            Checked own = new Checked(caches.section(name), "caches." + name + ".", loader);
            own.requireKeys(CacheSettings.KEYS_OF_ONE);
            Config merged = caches.section(name).withFallback(forAll);
            listed.put(name, CacheSettings.read(new Checked(merged, "caches." + name + ".", loader)));
        }
        Checked defaults = new Checked(forAll, "defaults.", loader);
        defaults.requireKeys(CacheSettings.KEYS_OF_ALL);
        return new CacheDefaults(CacheSettings.read(defaults), listed, serialization(top));
    }

    private static Copier serialization(Checked top) {
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
        listed.getOrDefault(cacheName, forAll).applyTo(builder);
        return builder.build();
    }

    boolean lists(String cacheName) {
        return listed.containsKey(cacheName);
    }

    Set<String> listed() {
        return Set.copyOf(listed.keySet());
    }

    /** The configuration of a listed cache, with the types it was asked for by unless the resource says others. */
    WeakCacheConfiguration<?, ?> listed(String cacheName, @Nullable Class<?> keyType, @Nullable Class<?> valueType) {
        CacheSettings settings = listed.getOrDefault(cacheName, forAll);
        WeakCacheConfigurationBuilder<?, ?> builder =
                WeakCacheConfiguration.builder(settings.keyType(keyType), settings.valueType(valueType));
        settings.applyTo(builder);
        return builder.build();
    }

    /** Lists a cache no longer, as it was destroyed. */
    void forget(String cacheName) {
        listed.remove(cacheName);
    }
}
