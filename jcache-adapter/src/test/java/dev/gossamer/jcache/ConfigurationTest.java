package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.HotTier;
import dev.gossamer.jcache.copy.SerializingCopier;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntBiFunction;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest extends CacheFixture {

    @Test
    void immutableCollections_asArguments_areFine() {
        Cache<String, String> cache = cache(through(new MapStore()));
        cache.putAll(Map.of("a", "1", "b", "2"));
        assertThat(cache.getAll(Set.of("a", "b"))).isEqualTo(Map.of("a", "1", "b", "2"));
        cache.invokeAll(Set.of("a"), (entry, arguments) -> entry.getValue());
        cache.loadAll(Set.of("c"), true, null);
        cache.removeAll(Set.of("a", "x"));
        assertThat(cache.containsKey("a")).isFalse();
    }

    @Test
    void nullsInsideArguments_areRefusedBeforeAnythingChanges() {
        Cache<String, String> cache = cache(strings());
        Map<String, String> bad = new java.util.LinkedHashMap<>();
        bad.put("a", "1");
        bad.put("b", null);
        assertThatThrownBy(() -> cache.putAll(bad))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        assertThat(cache.containsKey("a")).isFalse();
        assertThatThrownBy(() -> cache.removeAll(java.util.Collections.singleton(null)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");
    }

    /** As a user may write one: everything that may be null is. */
    private static final class Bare implements CompleteConfiguration<String, String> {
        private static final long serialVersionUID = 1;

        @Override
        public Class<String> getKeyType() {
            return String.class;
        }

        @Override
        public Class<String> getValueType() {
            return String.class;
        }

        @Override
        public boolean isStoreByValue() {
            return false;
        }

        @Override
        public boolean isReadThrough() {
            return false;
        }

        @Override
        public boolean isWriteThrough() {
            return false;
        }

        @Override
        public boolean isStatisticsEnabled() {
            return true;
        }

        @Override
        public boolean isManagementEnabled() {
            return true;
        }

        @Override
        public Iterable<CacheEntryListenerConfiguration<String, String>> getCacheEntryListenerConfigurations() {
            return null;
        }

        @Override
        public Factory<CacheLoader<String, String>> getCacheLoaderFactory() {
            return null;
        }

        @Override
        public Factory<CacheWriter<? super String, ? super String>> getCacheWriterFactory() {
            return null;
        }

        @Override
        public Factory<ExpiryPolicy> getExpiryPolicyFactory() {
            return null;
        }
    }

    @Test
    void customCompleteConfiguration_isTakenWhole() {
        Cache<String, String> cache = manager.createCache("bare", new Bare());
        cache.put("k", "v");
        assertThat(counters(cache).puts()).isOne();
        CompleteConfiguration<String, String> seen = configuration(cache);
        assertThat(seen.isStoreByValue()).isFalse();
        assertThat(seen.isManagementEnabled()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static CompleteConfiguration<String, String> configuration(Cache<String, String> cache) {
        return cache.getConfiguration(CompleteConfiguration.class);
    }

    @Test
    void minimalConfiguration_meansTheStandardsDefaults() {
        Configuration<String, String> minimal = new Configuration<>() {
            private static final long serialVersionUID = 1;

            @Override
            public Class<String> getKeyType() {
                return String.class;
            }

            @Override
            public Class<String> getValueType() {
                return String.class;
            }

            @Override
            public boolean isStoreByValue() {
                return true;
            }
        };
        Cache<String, String> cache = manager.createCache("minimal", minimal);
        assertThat(new MutableConfiguration<>(configuration(cache)))
                .isEqualTo(new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    @Test
    @SuppressWarnings("unchecked")
    void getConfiguration_changed_doesNotChangeTheCache() {
        MutableConfiguration<String, String> given = strings();
        Cache<String, String> cache = cache(given);
        given.setStoreByValue(false).setStatisticsEnabled(false);
        MutableConfiguration<String, String> got = cache.getConfiguration(MutableConfiguration.class);
        got.setStoreByValue(false);
        assertThat(configuration(cache).isStoreByValue()).isTrue();
        assertThat(configuration(cache).isStatisticsEnabled()).isTrue();
        cache.put("k", "v");
        assertThat(counters(cache).puts()).isOne();
    }

    @Test
    void getConfiguration_ofAnUnknownClass_namesTheChoices() {
        Cache<String, String> cache = cache(strings());
        assertThatThrownBy(() -> cache.getConfiguration(Bare.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no configuration of type " + Bare.class.getName() + "; ask for CompleteConfiguration,"
                        + " MutableConfiguration or WeakCacheConfiguration");
    }

    @Test
    void getConfiguration_followsListenersAndStatistics() {
        Cache<String, String> cache = cache(strings());
        var listener = sync(new Recorder());
        cache.registerCacheEntryListener(listener);
        manager.enableStatistics("cache", false);
        manager.enableManagement("cache", true);
        assertThat(configuration(cache).getCacheEntryListenerConfigurations()).containsExactly(listener);
        assertThat(configuration(cache).isStatisticsEnabled()).isFalse();
        assertThat(configuration(cache).isManagementEnabled()).isTrue();
        cache.deregisterCacheEntryListener(listener);
        assertThat(configuration(cache).getCacheEntryListenerConfigurations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"urn:x:y", "any/path", "http://example.org/cache?a=b", "mailto:a@b", "tag:x,2026:y"})
    void customUri_isJustAName(String name) {
        URI uri = URI.create(name);
        CacheManager custom = provider.getCacheManager(uri, null);
        assertThat(custom.getURI()).isEqualTo(uri);
        assertThat(provider.getCacheManager(uri, null)).isSameAs(custom).isNotSameAs(manager);
        custom.createCache("c", strings().setManagementEnabled(true)).put("k", "v");
    }

    @Test
    void backend_unknown_namesThoseFound() {
        var configuration = WeakCacheConfiguration.builder(String.class, String.class)
                .backend("x")
                .build();
        assertThatThrownBy(() -> manager.createCache("c", configuration))
                .hasMessage("no backend named \"x\"; found: [caffeine, jdk]");
        assertThat(manager.getCacheNames()).isEmpty();
    }

    @Test
    void maximumSize_onABackendWithout_isRefused() {
        var configuration = WeakCacheConfiguration.builder(String.class, String.class)
                .backend("jdk")
                .maximumSize(10)
                .build();
        assertThatThrownBy(() -> manager.createCache("c", configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("backend \"jdk\" offers no maximumSize; leave it out or name a backend that does, such as"
                        + " \"caffeine\"");
    }

    @Test
    void createCache_twice_isRefused() {
        cache(strings());
        assertThatThrownBy(() -> cache(strings()))
                .isInstanceOf(CacheException.class)
                .hasMessage(
                        "a cache named \"cache\" exists already; ask for it by getCache, choose another name or destroy it first");
    }

    @Test
    void getCache_ofOtherTypes_isRefused() {
        cache(strings());
        assertThatThrownBy(() -> manager.getCache("cache", String.class, Integer.class))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("the value type of cache \"cache\" is java.lang.String, not java.lang.Integer");
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void wrongTypes_smuggledIn_areRefused() {
        Cache raw = cache(strings());
        assertThatThrownBy(() -> raw.put("k", 1))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("the value type of the cache is java.lang.String, not java.lang.Integer");
        assertThatThrownBy(() -> raw.put(1, "v"))
                .isInstanceOf(ClassCastException.class)
                .hasMessage("the key type of the cache is java.lang.String, not java.lang.Integer");
    }

    @Test
    void builders_givenTheSameFactories_makeEqualConfigurations() {
        Factory<AccessedExpiryPolicy> expiry = () -> new AccessedExpiryPolicy(Duration.ONE_DAY);
        Factory<CacheLoader<String, Box>> loader = () -> null;
        Factory<Copier> copier = () -> new SerializingCopier("maxdepth=5");
        Factory<HotTier<? super Box>> hot = () -> HotTier.recent(1);
        Factory<ToIntBiFunction<String, Box>> weigher = () -> (key, box) -> 1;
        Supplier<WeakCacheConfiguration<String, Box>> made =
                () -> WeakCacheConfiguration.builder(String.class, Box.class)
                        .expiry(expiry)
                        .readThrough(loader)
                        .copier(copier)
                        .hot(hot)
                        .maximumWeight(1, weigher)
                        .build();
        assertThat(made.get()).isEqualTo(made.get()).hasSameHashCodeAs(made.get());
        assertThat((Object) made.get().getExpiryPolicyFactory()).isSameAs(expiry);
    }

    @Test
    void builder_fromAnother_isEqual() {
        var configuration = WeakCacheConfiguration.builder(String.class, String.class)
                .storeByReference()
                .values(Strength.WEAK)
                .backend("jdk")
                .recordStats()
                .manage()
                .build();
        var again = WeakCacheConfiguration.builder(configuration).build();
        assertThat(again).isEqualTo(configuration).hasSameHashCodeAs(configuration);
        assertThat(WeakCacheConfiguration.builder(configuration)
                        .values(Strength.SOFT)
                        .build())
                .isNotEqualTo(configuration);
        assertThat(configuration)
                .hasToString("WeakCacheConfiguration[STRONG java.lang.String to WEAK java.lang.String, by reference]");
    }

    @Test
    void configuration_serialized_isEqual() {
        var configuration = WeakCacheConfiguration.builder(String.class, String.class)
                .storeByReference()
                .values(Strength.SOFT)
                .maximumSize(5)
                .build();
        Object copy = new SerializingCopier(SerializingCopier.DEFAULT_FILTER)
                .copy(configuration, getClass().getClassLoader());
        assertThat(copy).isEqualTo(configuration).isNotSameAs(configuration);
    }
}
