package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Test;

/** An operation on many keys has done its work for all others when it throws what one of them has come to. */
class BulkFailureTest extends CacheFixture {
    private static final Map<String, String> THREE = Map.of("a", "1", "b", "2", "c", "3");

    private static final CacheEntryCreatedListener<String, String> FAILS_ON_CREATION = events -> {
        throw new IllegalStateException("on purpose");
    };

    private static final CacheEntryRemovedListener<String, String> FAILS_ON_REMOVAL = events -> {
        throw new IllegalStateException("on purpose");
    };

    private static Map<String, String> contents(Cache<String, String> cache) {
        Map<String, String> contents = new TreeMap<>();
        cache.forEach(entry -> contents.put(entry.getKey(), entry.getValue()));
        return contents;
    }

    @Test
    void clear_thoughAKeyThrows_removesTheOthers() {
        Cache<BreakableKey, String> cache =
                manager.createCache("keys", new MutableConfiguration<BreakableKey, String>().setStoreByValue(false));
        BreakableKey broken = new BreakableKey("b");
        for (BreakableKey key : new BreakableKey[] {new BreakableKey("a"), broken, new BreakableKey("c")}) {
            cache.put(key, "v");
        }
        broken.failsToHash = true;
        assertThatThrownBy(cache::clear).hasMessage("no hash");
        broken.failsToHash = false;
        assertThat(cache).extracting(Cache.Entry::getKey).containsExactly(broken);
        cache.clear();
        assertThat(cache).isEmpty();
    }

    @Test
    void putAll_thoughAListenerThrows_putsAll() {
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(sync(FAILS_ON_CREATION)));
        assertThatThrownBy(() -> cache.putAll(THREE)).isInstanceOf(CacheEntryListenerException.class);
        assertThat(contents(cache)).isEqualTo(THREE);
        assertThat(counters(cache).puts()).isEqualTo(3);
    }

    @Test
    void removeAll_thoughAListenerThrows_removesAll() {
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(sync(FAILS_ON_REMOVAL)));
        cache.putAll(THREE);
        assertThatThrownBy(() -> cache.removeAll(Set.of("a", "b"))).isInstanceOf(CacheEntryListenerException.class);
        assertThat(contents(cache)).containsOnlyKeys("c");
        cache.putAll(THREE);
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheEntryListenerException.class);
        assertThat(cache).isEmpty();
    }

    @Test
    void loadAll_thoughAListenerThrows_storesAll() {
        MapStore store = new MapStore();
        store.data.putAll(THREE);
        Cache<String, String> cache = cache(strings()
                .setCacheLoaderFactory(() -> store)
                .addCacheEntryListenerConfiguration(sync(FAILS_ON_CREATION)));
        CompletionListenerFuture told = new CompletionListenerFuture();
        cache.loadAll(THREE.keySet(), true, told);
        assertThatThrownBy(told::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CacheEntryListenerException.class);
        assertThat(contents(cache)).isEqualTo(THREE);
    }
}
