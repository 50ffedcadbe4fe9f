package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.HotTier;
import dev.gossamer.NotWeaklyReferenceableException;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.Cache;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeakValuesTest extends CacheFixture {
    private final List<Eviction<String, Box>> evicted = new CopyOnWriteArrayList<>();

    private WeakCacheConfigurationBuilder<String, Box> weak(String backend) {
        EvictionListener<String, Box> listener = evicted::add;
        return WeakCacheConfiguration.builder(String.class, Box.class)
                .storeByReference()
                .values(Strength.WEAK)
                .backend(backend)
                .listener(sync(listener))
                .recordStats();
    }

    private static WeakReference<Box> putVictim(Cache<String, Box> cache, String key) {
        Box victim = new Box(key);
        cache.put(key, victim);
        return new WeakReference<>(victim);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    @Tag("collector")
    void weakValue_collected_isGoneCountedAndTold(String backend) {
        Cache<String, Box> cache = manager.createCache("weak", weak(backend).build());
        Box kept = new Box("kept");
        cache.put("kept", kept);
        LifecycleTest.awaitCollected("the value", putVictim(cache, "victim"));
        assertThat(cache.containsKey("victim")).isFalse();
        assertThat(cache.get("victim")).isNull();
        assertThat(cache).extracting(Cache.Entry::getKey).containsExactly("kept");
        await("the eviction to be told", () -> !evicted.isEmpty());
        assertThat(evicted).containsExactly(new Eviction<>("weak", Eviction.Cause.COLLECTED, "victim", null));
        assertThat(counters(cache).evictions()).isOne();
        assertThat(cache.get("kept")).isSameAs(kept);
        Reference.reachabilityFence(kept);
    }

    @Test
    @Tag("collector")
    void weakValue_collected_isReadThroughAgain() {
        CacheLoader<String, Box> loader = new CacheLoader<>() {
            @Override
            public Box load(String key) {
                return new Box("loaded " + key);
            }

            @Override
            public Map<String, Box> loadAll(Iterable<? extends String> keys) {
                return Map.of();
            }
        };
        Cache<String, Box> cache = manager.createCache(
                "weak", weak("jdk").readThrough(() -> loader).build());
        LifecycleTest.awaitCollected("the value", putVictim(cache, "k"));
        assertThat(cache.get("k")).isEqualTo(new Box("loaded k"));
    }

    @Test
    @Tag("collector")
    void weakValue_replacedBeforeItDied_newEntryStays() {
        Cache<String, Box> cache = manager.createCache("weak", weak("jdk").build());
        WeakReference<Box> old = putVictim(cache, "k");
        Box next = new Box("next");
        cache.put("k", next);
        LifecycleTest.awaitCollected("the old value", old);
        LifecycleTest.awaitCollected("another value", putVictim(cache, "other"));
        await("the eviction of the other", () -> evicted.size() == 1);
        assertThat(cache.get("k")).isSameAs(next);
        assertThat(evicted).extracting(Eviction::key).containsExactly("other");
        Reference.reachabilityFence(next);
    }

    @Test
    @Tag("collector")
    void weakValue_heldByAnotherEntryToo_bothGoTogether() {
        Cache<String, Box> cache = manager.createCache("weak", weak("jdk").build());
        WeakReference<Box> value = putTwice(cache);
        LifecycleTest.awaitCollected("the value", value);
        await("both evictions", () -> evicted.size() == 2);
        assertThat(cache.iterator()).isExhausted();
    }

    private static WeakReference<Box> putTwice(Cache<String, Box> cache) {
        Box victim = new Box("v");
        cache.put("a", victim);
        cache.put("b", victim);
        return new WeakReference<>(victim);
    }

    @Test
    @Tag("collector")
    void softValue_staysAsLongAsTheJvmKeepsSoftReferences() {
        Cache<String, Box> cache =
                manager.createCache("soft", weak("jdk").values(Strength.SOFT).build());
        putVictim(cache, "k");
        SoftReference<Object> control = new SoftReference<>(new Object());
        LifecycleTest.awaitCollected("a marker", new WeakReference<>(new Object()));
        Box found = cache.get("k");
        if (control.get() != null) {
            assertThat(found).isEqualTo(new Box("k"));
        } else { // Shenandoah clears all of them when a program asks for a collection
            await("the value to go with the other soft references", () -> cache.get("k") == null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    @Tag("collector")
    void weakKey_collected_entryGoesWithItsKey(String backend) {
        List<Eviction<Box, Box>> told = new CopyOnWriteArrayList<>();
        EvictionListener<Box, Box> listener = told::add;
        Cache<Box, Box> cache = manager.createCache(
                "keys",
                WeakCacheConfiguration.builder(Box.class, Box.class)
                        .storeByReference()
                        .keys(Strength.WEAK)
                        .backend(backend)
                        .listener(sync(listener))
                        .recordStats()
                        .build());
        Box kept = new Box("kept");
        cache.put(kept, new Box("1"));
        LifecycleTest.awaitCollected("the key", putKey(cache));
        await("the eviction", () -> told.size() == 1);
        assertThat(told).containsExactly(new Eviction<>("keys", Eviction.Cause.COLLECTED, null, new Box("2")));
        assertThat(counters(cache).evictions()).isOne();
        assertThat(cache.get(new Box("kept"))).isEqualTo(new Box("1"));
        cache.put(new Box("kept"), new Box("3"));
        assertThat(cache.iterator().next().getKey()).isSameAs(kept);
        Reference.reachabilityFence(kept);
    }

    private static WeakReference<Box> putKey(Cache<Box, Box> cache) {
        Box key = new Box("victim");
        cache.put(key, new Box("2"));
        return new WeakReference<>(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    @Tag("collector")
    void hotTier_holdsTheRecentlyUsed_othersAreWeak(String backend) {
        Cache<String, Box> cache = manager.createCache(
                "hot", weak(backend).hot(() -> HotTier.recent(2)).build());
        WeakReference<Box> cold = putVictim(cache, "cold");
        putVictim(cache, "a");
        putVictim(cache, "b");
        for (int i = 0; i < 50; i++) {
            cache.get("a");
            cache.get("b");
        }
        LifecycleTest.awaitCollected("what is not hot", cold);
        assertThat(cache.get("a")).isEqualTo(new Box("a"));
        assertThat(cache.get("b")).isEqualTo(new Box("b"));
        cache.remove("a");
        assertThat(cache.get("a")).isNull();
    }

    @Test
    @Tag("collector")
    void containsKey_doesNotMakeHot() {
        Cache<String, Box> cache = manager.createCache(
                "hot", weak("jdk").hot(() -> HotTier.recent(1)).build());
        WeakReference<Box> cold = putVictim(cache, "cold");
        putVictim(cache, "hot");
        cache.get("hot");
        cache.containsKey("cold");
        LifecycleTest.awaitCollected("what was only looked for", cold);
        assertThat(cache.get("hot")).isEqualTo(new Box("hot"));
    }

    @Test
    void hotTierOfStrongValues_isRefused() {
        var configuration = WeakCacheConfiguration.builder(String.class, Box.class)
                .hot(() -> HotTier.recent(1))
                .build();
        assertThatThrownBy(() -> manager.createCache("c", configuration))
                .hasMessage(
                        "cache \"c\": a hot tier means nothing where values are STRONG; hold them WEAK or SOFT, or leave"
                                + " it out");
    }

    @Test
    void weakWithStoreByValue_isRefusedWithTheReasonAndBothWaysOut() {
        var configuration = WeakCacheConfiguration.builder(String.class, Box.class)
                .values(Strength.WEAK)
                .build();
        assertThatThrownBy(() -> manager.createCache("c", configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cache \"c\": cannot store by value and hold values WEAK, as the copy would be reachable from"
                                + " nowhere else and die at the next collection; store by reference, or hold values STRONG");
        assertThat(manager.getCacheNames()).isEmpty();
    }

    @Test
    void valueWithoutIdentity_isRefusedAndChangesNothing() {
        List<Object> written = new ArrayList<>();
        Cache<String, Integer> cache = manager.createCache(
                "ints",
                WeakCacheConfiguration.builder(String.class, Integer.class)
                        .storeByReference()
                        .values(Strength.WEAK)
                        .writeThrough(() -> notingIn(written))
                        .build());
        assertThatThrownBy(() -> cache.put("k", 100_000)).isInstanceOf(NotWeaklyReferenceableException.class);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(written).isEmpty();
    }

    /** Adds the key and the value of each write to a list. */
    private static CacheWriter<Object, Object> notingIn(List<Object> written) {
        return new CacheWriter<>() {
            @Override
            public void write(Cache.Entry<?, ?> entry) {
                written.add(entry.getKey());
                written.add(entry.getValue());
            }

            @Override
            public void writeAll(Collection<Cache.Entry<?, ?>> entries) {}

            @Override
            public void delete(Object key) {}

            @Override
            public void deleteAll(Collection<?> keys) {}
        };
    }

    @Test
    void keyThatIsAFuture_isStoredAndWritten() {
        List<Object> written = new ArrayList<>();
        Cache<Object, Box> cache = manager.createCache(
                "futures",
                WeakCacheConfiguration.builder(Object.class, Box.class)
                        .storeByReference()
                        .keys(Strength.WEAK)
                        .values(Strength.WEAK)
                        .writeThrough(() -> notingIn(written))
                        .build());
        Object key = new CompletableFuture<>();
        Box value = new Box("v");
        cache.put(key, value);
        assertThat(written).containsExactly(key, value);
        assertThat(cache.get(key)).isSameAs(value);
        Reference.reachabilityFence(key);
    }

    @Test
    void maximumSize_onCaffeine_evictsCountsAndTells() {
        Cache<String, Box> cache = manager.createCache(
                "bounded",
                weak("caffeine").values(Strength.STRONG).maximumSize(10).build());
        for (int i = 0; i < 100; i++) {
            cache.put("k" + i, new Box("v" + i));
        }
        await("90 evictions", () -> evicted.size() == 90);
        assertThat(counters(cache).evictions()).isEqualTo(90);
        assertThat(evicted).allMatch(eviction -> eviction.cause() == Eviction.Cause.BOUNDS && eviction.value() != null);
        assertThat(cache).hasSize(10);
    }

    @Test
    void evictedValueThatCannotBeCopied_failsNobodyElsesOperation() {
        Set<Object> copies = Collections.newSetFromMap(new IdentityHashMap<>());
        Copier onlyOnce = new Copier() {
            @Override
            public <T> T copy(T object, ClassLoader loader) {
                if (copies.contains(object)) {
                    throw new IllegalStateException("no");
                }
                Box copy = new Box(((Box) object).content);
                copies.add(copy);
                @SuppressWarnings("unchecked")
                T result = (T) copy;
                return result;
            }
        };
        List<Object> created = new ArrayList<>();
        CacheEntryCreatedListener<String, Box> creations =
                events -> events.forEach(event -> created.add(event.getKey()));
        Cache<String, Box> cache = manager.createCache(
                "bounded",
                weak("caffeine")
                        .values(Strength.STRONG)
                        .storeByValue()
                        .copier(() -> onlyOnce)
                        .maximumSize(1)
                        .listener(sync(creations))
                        .build());
        try (LoggedMessages log = LoggedMessages.of("dev.gossamer.jcache.event.RegisteredListener")) {
            cache.put("a", new Box("1"));
            cache.put("b", new Box("2"));
            assertThat(created).containsExactly("a", "b");
            await("the eviction to be counted", () -> counters(cache).evictions() == 1);
            await(
                    "the failure to be logged",
                    () -> log.messages().contains("eviction listener of cache \"bounded\" failed"));
        }
    }

    @Test
    void maximumWeight_onCaffeine_evictsByWeight() {
        Cache<String, Box> cache = manager.createCache(
                "weighed",
                weak("caffeine")
                        .values(Strength.STRONG)
                        .maximumWeight(100, () -> (key, box) -> box.content.length())
                        .build());
        for (int i = 0; i < 50; i++) {
            cache.put("k" + i, new Box("1234567890"));
        }
        await("40 evictions", () -> evicted.size() == 40);
        assertThat(cache).hasSize(10);
    }
}
