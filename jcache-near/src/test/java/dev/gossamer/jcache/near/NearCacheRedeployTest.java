package dev.gossamer.jcache.near;

import static org.awaitility.Awaitility.await;

import dev.gossamer.HotTier;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application with a copy of the library of its own, over an engine that is there before and after it. */
class NearCacheRedeployTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FakeEngine engine = new FakeEngine();
    private final FakeEngine control = new FakeEngine();

    @Test
    @Tag("collector")
    @DisplayName("NEAR-9 an engine that outlives a closed near cache holds neither its loader nor its class loader")
    void close_overAnEngineThatStays_letsTheClassLoaderGo() throws ReflectiveOperationException {
        WeakReference<ClassLoader> loader = deploy();
        engine.forget(); // the envelopes it has stored are of a class of the application
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return loader.refersTo(null);
        });
    }

    private WeakReference<ClassLoader> deploy() throws ReflectiveOperationException {
        ClassLoader loader = new ReloadingLoader("dev.gossamer.");
        @SuppressWarnings("unchecked") // the same class, but for its loader
        BiConsumer<Cache<String, Object>, Cache<String, String>> application = (BiConsumer<
                        Cache<String, Object>, Cache<String, String>>)
                loader.loadClass(Application.class.getName()).getConstructor().newInstance();
        application.accept(engine.cache(), control.cache());
        return new WeakReference<>(loader);
    }

    /** Uses a near cache with all that it may be given, and closes it. */
    public static final class Application implements BiConsumer<Cache<String, Object>, Cache<String, String>> {

        @Override
        @SuppressWarnings({"unchecked", "rawtypes"}) // an engine's cache of envelopes
        public void accept(Cache<String, Object> engine, Cache<String, String> control) {
            try (NearCache<String, String> near = NearCache.<String, String>over((Cache) engine)
                    .control(control)
                    .loader(new Loading())
                    .hot(HotTier.recent(10))
                    .build()) {
                List<String> heard = new ArrayList<>();
                near.registerCacheEntryListener(
                        new MutableCacheEntryListenerConfiguration<>(() -> new Created(heard), null, false, false));
                near.put("k", new String(new char[] {'v'}));
                near.get("loaded");
                near.suspect("a redeployment comes");
                near.get("k");
            }
        }
    }

    /** The application's loader. */
    private static final class Loading implements CacheLoader<String, String> {
        @Override
        public String load(String key) {
            return key + " it is";
        }

        @Override
        public Map<String, String> loadAll(Iterable<? extends String> keys) {
            Map<String, String> loaded = new HashMap<>();
            keys.forEach(key -> loaded.put(key, load(key)));
            return loaded;
        }
    }

    /** The application's listener. */
    private record Created(List<String> heard) implements CacheEntryCreatedListener<String, String> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            events.forEach(event -> heard.add(event.getKey()));
        }
    }
}
