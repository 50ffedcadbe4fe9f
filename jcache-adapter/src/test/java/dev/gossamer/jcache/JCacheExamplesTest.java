package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.HotTier;
import java.lang.ref.Reference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.junit.jupiter.api.Test;

/** What the Javadoc of the provider shows. */
class JCacheExamplesTest {
    private record Image(String name) {}

    private record Name(StringBuilder text) {}

    @Test
    void provider_thatCachingFinds_makesCaches() {
        // @start region="provider"
        CachingProvider provider = Caching.getCachingProvider(GossamerCachingProvider.class.getName());
        CacheManager manager = provider.getCacheManager(); // settings: classpath:gossamer-jcache.conf, if it is there
        Cache<String, Image> covers = manager.createCache("provider", new MutableConfiguration<String, Image>());
        // @end region="provider"
        covers.close();
        assertThat(covers.isClosed()).isTrue();
    }

    @Test
    void configuration_ofWeakValues_keepsOneInstance() {
        try (CachingProvider provider = new GossamerCachingProvider()) {
            CacheManager manager = provider.getCacheManager();
            // @start region="configuration"
            Cache<String, Image> covers = manager.createCache(
                    "covers",
                    WeakCacheConfiguration.builder(String.class, Image.class)
                            .storeByReference()
                            .values(Strength.WEAK)
                            .hot(() -> HotTier.recent(1_000))
                            .recordStats()
                            .build());
            // @end region="configuration"
            Image cover = new Image("a");
            covers.put("a", cover);
            assertThat(covers.get("a")).isSameAs(cover);
            Reference.reachabilityFence(cover);
        }
    }

    // @start region="copier"
    public static final class NameCopier implements Copier {
        @Override
        @SuppressWarnings("unchecked") // a copy is of the type of the original
        public <T> T copy(T object, ClassLoader loader) {
            return object instanceof Name name ? (T) new Name(new StringBuilder(name.text())) : object;
        }
    }
    // @end region="copier"

    @Test
    void copier_ofTheUser_copiesWhatIsStored() {
        try (CachingProvider provider = new GossamerCachingProvider()) {
            Cache<String, Name> names = provider.getCacheManager()
                    .createCache(
                            "names",
                            WeakCacheConfiguration.builder(String.class, Name.class)
                                    .storeByValue()
                                    .copier(FactoryBuilder.factoryOf(NameCopier.class))
                                    .build());
            Name name = new Name(new StringBuilder("Ada"));
            names.put("a", name);
            name.text().append("!");
            assertThat(names.get("a").text()).hasToString("Ada");
        }
    }

    private static final Queue<String> JOURNAL = new ConcurrentLinkedQueue<>();

    // @start region="eviction"
    public static final class Journal implements EvictionListener<String, Image> {
        @Override
        public void onEvicted(Eviction<String, Image> eviction) {
            JOURNAL.add(eviction.key() + ": " + eviction.cause()); // the value is null where it was collected
        }
    }
    // @end region="eviction"

    @Test
    void evictionListener_registeredLikeAnyOther_isTold() {
        try (CachingProvider provider = new GossamerCachingProvider()) {
            Cache<String, Image> covers = provider.getCacheManager()
                    .createCache(
                            "evicting",
                            WeakCacheConfiguration.builder(String.class, Image.class)
                                    .backend("caffeine")
                                    .maximumSize(0)
                                    .storeByReference()
                                    .listener(new MutableCacheEntryListenerConfiguration<>(
                                            FactoryBuilder.factoryOf(Journal.class), null, false, false))
                                    .build());
            covers.put("a", new Image("a cover"));
            CacheFixture.await("the eviction to be told", () -> !JOURNAL.isEmpty());
            assertThat(JOURNAL).containsExactly("a: BOUNDS");
        }
    }
}
