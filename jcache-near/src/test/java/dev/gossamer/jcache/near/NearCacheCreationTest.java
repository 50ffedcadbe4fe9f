package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** Whose the engine's cache is that a near cache has created, or found. */
class NearCacheCreationTest {
    private final FakeEngine engine = new FakeEngine();
    private final CacheManager manager = manager(engine);

    /** A manager of one cache, which is there when it was created. */
    private static CacheManager manager(FakeEngine engine) {
        Cache<?, ?>[] created = new Cache<?, ?>[1];
        return (CacheManager) Proxy.newProxyInstance(
                FakeEngine.class.getClassLoader(),
                new Class<?>[] {CacheManager.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getCache" -> created[0];
                    case "createCache" -> created[0] = engine.cache();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private NearCacheBuilder<String, String> builder() {
        MutableConfiguration<String, String> configuration =
                new MutableConfiguration<String, String>().setTypes(String.class, String.class);
        return NearCache.create(manager, "fake", configuration).withoutControl().ticker(() -> 0);
    }

    @Test
    void close_ofTheNearCacheThatCreatedTheEnginesCache_leavesItToOthers() {
        NearCache<String, String> first = builder().build();
        try (NearCache<String, String> second = builder().build()) {
            first.close();
            second.put("k", "a");
            assertThat(second.get("k")).isEqualTo("a");
        }
        assertThat(engine.isClosed()).isFalse();
    }

    private void failToBuild() {
        NearCacheBuilder<String, String> failing = builder().hook((cache, listener) -> {
            throw new IllegalStateException("no hook");
        });
        assertThatThrownBy(failing::build).hasMessage("no hook");
        assertThat(engine.registrations).isEmpty();
    }

    @Test
    void build_thatFails_closesTheCacheItCreated() {
        failToBuild();
        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void build_thatFails_leavesACacheThatWasThere() {
        manager.createCache("fake", new MutableConfiguration<>());
        failToBuild();
        assertThat(engine.isClosed()).isFalse();
    }
}
