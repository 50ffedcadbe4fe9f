package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Factories that make no plugin: the cache is not made, what others made is closed, and the message says whose it was. */
class PluginFactoryTest extends CacheFixture {
    private final List<String> closed = new ArrayList<>();

    private <T> T noting(Class<T> type, String what) {
        Object plugin = java.lang.reflect.Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type, Closeable.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        closed.add(what);
                    }
                    return method.getName().startsWith("getExpiryFor") ? Duration.ETERNAL : null;
                });
        return type.cast(plugin);
    }

    @SuppressWarnings("unchecked")
    private CacheLoader<String, String> loader() {
        return noting(CacheLoader.class, "loader");
    }

    /** A configuration with a plugin of each kind that can be closed. */
    private MutableConfiguration<String, String> whole() {
        CacheLoader<String, String> loader = loader();
        @SuppressWarnings("unchecked")
        CacheWriter<String, String> writer = noting(CacheWriter.class, "writer");
        ExpiryPolicy policy = noting(ExpiryPolicy.class, "expiry policy");
        return strings()
                .setCacheLoaderFactory(() -> loader)
                .setCacheWriterFactory(() -> writer)
                .setExpiryPolicyFactory(() -> policy)
                .setManagementEnabled(true);
    }

    @SuppressWarnings("unchecked")
    private CacheEntryCreatedListener<String, String> listener() {
        return noting(CacheEntryCreatedListener.class, "listener");
    }

    private static Arguments plugin(
            String what, BiConsumer<MutableConfiguration<String, String>, Factory<Object>> setter) {
        return Arguments.of(what, Named.of(what, setter));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // what is made is nothing or fails
    static Stream<Arguments> plugins() {
        return Stream.of(
                plugin("loader", (c, factory) -> c.setCacheLoaderFactory((Factory) factory)),
                plugin("writer", (c, factory) -> c.setCacheWriterFactory((Factory) factory)),
                plugin("expiry policy", (c, factory) -> c.setExpiryPolicyFactory((Factory) factory)),
                plugin(
                        "listener",
                        (c, factory) -> c.addCacheEntryListenerConfiguration(
                                new MutableCacheEntryListenerConfiguration<>((Factory) factory, null, false, true))));
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void factory_thatFails_isNamedAndWhatOthersMadeIsClosed(
            String what, BiConsumer<MutableConfiguration<String, String>, Factory<Object>> setter) {
        IllegalStateException failure = new IllegalStateException("no");
        MutableConfiguration<String, String> configuration = whole();
        setter.accept(configuration, () -> {
            throw failure;
        });
        assertThatThrownBy(() -> cache(configuration))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"cache\": the factory of its " + what + " failed: " + failure)
                .hasCause(failure);
        requireNothingLeft(what);
    }

    @ParameterizedTest
    @MethodSource("plugins")
    void factory_thatMakesNothing_isNamedAndWhatOthersMadeIsClosed(
            String what, BiConsumer<MutableConfiguration<String, String>, Factory<Object>> setter) {
        MutableConfiguration<String, String> configuration = whole();
        setter.accept(configuration, () -> null);
        assertThatThrownBy(() -> cache(configuration))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"cache\": the factory of its " + what
                        + " made nothing; let it make one, or leave the factory out");
        requireNothingLeft(what);
    }

    private void requireNothingLeft(String broken) {
        List<String> made = new ArrayList<>(List.of("expiry policy", "loader", "writer"));
        made = made.subList(0, made.contains(broken) ? made.indexOf(broken) : made.size());
        assertThat(closed).containsExactlyInAnyOrderElementsOf(made);
        assertThat(manager.getCacheNames()).isEmpty();
        Cache<String, String> again = cache(strings());
        again.put("k", "v");
        assertThat(again.get("k")).isEqualTo("v");
    }

    @Test
    void factory_thatThrowsTheStandardsException_isNotWrapped() {
        CacheException own = new CacheException("own");
        assertThatThrownBy(() -> cache(strings().setCacheLoaderFactory(() -> {
                    throw own;
                })))
                .isSameAs(own);
    }

    @Test
    void factory_thatMakesACacheOfTheSameName_leavesThatAlone() {
        MutableConfiguration<String, String> configuration = whole().setCacheLoaderFactory(() -> {
            cache(strings()).put("k", "v");
            return loader();
        });
        assertThatThrownBy(() -> cache(configuration))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("a cache named \"cache\" exists already");
        assertThat(manager.<String, String>getCache("cache").get("k")).isEqualTo("v");
        assertThat(closed).containsExactlyInAnyOrder("expiry policy", "loader", "writer");
    }

    @Test
    void factory_thatClosesTheManager_leavesNoOpenCache() {
        MutableConfiguration<String, String> configuration = whole().setCacheLoaderFactory(() -> {
            manager.close();
            return loader();
        });
        assertThatThrownBy(() -> cache(configuration))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("cache manager test:PluginFactoryTest is closed");
        assertThat(closed).containsExactlyInAnyOrder("expiry policy", "loader", "writer");
    }

    @Test
    void filterFactory_thatFails_closesItsListener() {
        Cache<String, String> cache = cache(strings());
        CacheEntryCreatedListener<String, String> listener = listener();
        Factory<CacheEntryEventFilter<String, String>> broken = () -> {
            throw new IllegalStateException("no");
        };
        assertThatThrownBy(() -> cache.registerCacheEntryListener(
                        new MutableCacheEntryListenerConfiguration<>(() -> listener, broken, false, true)))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith("cache \"cache\": the factory of its filter failed");
        assertThat(closed).containsExactly("listener");
        cache.putAll(Map.of("k", "v"));
    }

    @Test
    void copierWeigherAndHotTier_thatAreNotMade_areNamed() {
        assertThatThrownBy(() -> manager.createCache(
                        "c",
                        WeakCacheConfiguration.builder(String.class, Box.class)
                                .copier(() -> null)
                                .build()))
                .hasMessageStartingWith("cache \"c\": the factory of its copier made nothing");
        assertThatThrownBy(() -> manager.createCache(
                        "c",
                        WeakCacheConfiguration.builder(String.class, Box.class)
                                .backend("caffeine")
                                .maximumWeight(1, () -> null)
                                .build()))
                .hasMessageStartingWith("cache \"c\": the factory of its weigher made nothing");
        assertThatThrownBy(() -> manager.createCache(
                        "c",
                        WeakCacheConfiguration.builder(String.class, Box.class)
                                .storeByReference()
                                .values(Strength.WEAK)
                                .hot(() -> null)
                                .build()))
                .hasMessageStartingWith("cache \"c\": the factory of its hot tier made nothing");
        assertThat(manager.getCacheNames()).isEmpty();
    }
}
