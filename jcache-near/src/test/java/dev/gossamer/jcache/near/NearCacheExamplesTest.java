package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.HotTier;
import dev.gossamer.jcache.GossamerCachingProvider;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** What the Javadoc of the near cache and {@code docs/NEAR.md} show, over an engine of this process. */
class NearCacheExamplesTest {
    private record Image(String name) implements Serializable {}

    @Test
    void nearCache_valueThatIsNear_isTheSameInstance() {
        try (GossamerCachingProvider provider = new GossamerCachingProvider()) {
            CacheManager manager = provider.getCacheManager();
            // @start region="near-cache"
            Cache<String, Envelope> engine = manager.createCache(
                    "covers", new MutableConfiguration<String, Envelope>().setTypes(String.class, Envelope.class));
            NearCache<String, Image> covers = NearCache.<String, Image>over(engine)
                    .hot(HotTier.recent(1_000))
                    .build();
            // @end region="near-cache"
            Image cover = new Image("cover");
            covers.put("a", cover);
            assertThat(covers.get("a")).isSameAs(cover);
            List<String> log = new ArrayList<>();
            // @start region="statistics"
            NearStatistics counts = covers.nearStatistics();
            log.add(counts.engineReads() + " reads of the engine, " + counts.suspicions() + " times in doubt");
            // @end region="statistics"
            assertThat(log).containsExactly("0 reads of the engine, 0 times in doubt");
            // @start region="suspect"
            covers.suspect("the network was down"); // all that is near is asked for once more
            // @end region="suspect"
            assertThat(covers.get("a")).isSameAs(cover);
            assertThat(covers.nearStatistics().engineReads()).isPositive();
            covers.close();
        }
    }

    // @start region="codec"
    static final class Utf8 implements Codec<String> {
        private static final long serialVersionUID = 1;

        @Override
        public byte[] encode(String value) {
            return value.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String decode(byte[] bytes) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
    // @end region="codec"

    @Test
    void codec_ofTheUser_encodesWhatTheEngineStores() {
        try (GossamerCachingProvider provider = new GossamerCachingProvider()) {
            Cache<String, Envelope> engine = provider.getCacheManager()
                    .createCache(
                            "names",
                            new MutableConfiguration<String, Envelope>().setTypes(String.class, Envelope.class));
            NearCache<String, String> names =
                    NearCache.<String, String>over(engine).codec(new Utf8()).build();
            names.put("a", "Grüße");
            assertThat(new Utf8().decode(engine.get("a").content())).isEqualTo("Grüße");
            names.close();
        }
    }

    // @start region="hooks"
    public static final class MergeHooks implements EngineHooks {
        @Override
        public Attachment attach(Cache<?, ?> engine, SuspectListener listener) {
            MergeListener merges = () -> listener.suspect("the cluster was merged");
            MyEngine.LISTENERS.add(merges);
            return () -> MyEngine.LISTENERS.remove(merges);
        }
    }
    // @end region="hooks"

    private interface MergeListener {
        void merged();
    }

    private static final class MyEngine {
        static final List<MergeListener> LISTENERS = new ArrayList<>();
    }

    @Test
    void hooks_ofAnEngine_tellUntilTheyAreClosed() {
        try (GossamerCachingProvider provider = new GossamerCachingProvider()) {
            Cache<String, Object> engine =
                    provider.getCacheManager().createCache("merged", new MutableConfiguration<String, Object>());
            List<String> reasons = new ArrayList<>();
            EngineHooks.Attachment attachment = new MergeHooks().attach(engine, reasons::add);
            MyEngine.LISTENERS.forEach(MergeListener::merged);
            attachment.close();
            MyEngine.LISTENERS.forEach(MergeListener::merged);
            assertThat(reasons).containsExactly("the cluster was merged");
        }
    }
}
