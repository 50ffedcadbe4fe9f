package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CompletionListenerFuture;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of a near cache that was closed, or that nobody holds. */
class NearCacheEndTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ObjectName SHOWN = shown();

    private final FakeEngine engine = new FakeEngine();

    private static boolean hasThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("gossamer-near-"));
    }

    @AfterEach
    void leavesNothing() {
        await().atMost(PATIENCE).until(() -> !hasThread());
        assertThat(engine.registrations).isEmpty();
        assertThat(LocalListeners.count()).isZero();
    }

    /** Loads what is asked of it, and closes the near cache in the middle. */
    private static final class Closing implements CacheLoader<String, String> {
        final CompletableFuture<NearCache<String, String>> near = new CompletableFuture<>();
        final AtomicInteger loads = new AtomicInteger();

        @Override
        public String load(String key) {
            loads.incrementAndGet();
            near.join().close();
            return key + " loaded";
        }

        @Override
        public java.util.Map<String, String> loadAll(Iterable<? extends String> keys) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    @DisplayName("NEAR-9 close() ends a load of many keys after the one it is at")
    void close_amidALoadOfManyKeys_endsItAfterThatKey() {
        Closing loader = new Closing();
        NearCache<String, String> near = NearCache.<String, String>over(engine.cache())
                .withoutControl()
                .loader(loader)
                .build();
        CompletionListenerFuture done = new CompletionListenerFuture();
        loader.near.complete(near);
        near.loadAll(Set.of("a", "b", "c"), true, done);
        assertThat(done)
                .failsWithin(PATIENCE)
                .withThrowableOfType(java.util.concurrent.ExecutionException.class)
                .withMessageContaining("cache \"fake\" was closed before key ");
        assertThat(loader.loads).hasValue(1);
    }

    @Test
    void get_ofWhatIsNearWhenTheEnginesCacheIsClosed_isRefusedWhenTheThreadHasEnded() {
        String held = new String(new char[] {'v'});
        try (NearCache<String, String> near =
                NearCache.<String, String>over(engine.cache()).withoutControl().build()) {
            near.put("k", held);
            assertThat(near.get("k")).isSameAs(held);
            engine.close();
            await().atMost(PATIENCE).until(() -> !hasThread());
            assertThatThrownBy(() -> near.get("k")).hasMessage("cache \"fake\" is closed");
        }
        assertThat(held).isNotNull();
    }

    @Test
    @DisplayName("NEAR-9 nothing shows the beans of a near cache that was closed")
    void enable_afterTheBeansWereClosed_showsNothing() {
        WeakNearCache<String, String> near = NearCache.<String, String>over(engine.cache())
                .withoutControl()
                .presentedBy(manager(), () -> {})
                .assemble();
        near.beans().enableStatistics(true);
        assertThat(server().queryNames(SHOWN, null)).hasSize(1);
        near.close();
        near.beans().enableStatistics(true);
        near.beans().enableManagement(true);
        assertThat(server().queryNames(SHOWN, null)).isEmpty();
    }

    private static ObjectName shown() {
        try {
            return new ObjectName("javax.cache:Cache=fake,*");
        } catch (MalformedObjectNameException e) {
            throw new AssertionError(e);
        }
    }

    private static MBeanServer server() {
        return ManagementFactory.getPlatformMBeanServer();
    }

    /** A manager that knows its URI. */
    private static CacheManager manager() {
        return (CacheManager) Proxy.newProxyInstance(
                CacheManager.class.getClassLoader(),
                new Class<?>[] {CacheManager.class},
                (proxy, method, arguments) -> URI.create("near-cache-end"));
    }

    /** A listener that fails when it is closed. */
    private record FailingToClose(AtomicInteger closed)
            implements CacheEntryCreatedListener<String, String>, Closeable {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {}

        @Override
        public void close() {
            closed.incrementAndGet();
            throw new AssertionError("not closed");
        }
    }

    @Test
    @DisplayName(
            "NEAR-9 close() does all it has to, though listeners and hooks fail; it throws what its manager throws")
    void close_whileAllFail_doesTheRestAndThrowsWhatTheManagerThrows() {
        AtomicInteger closed = new AtomicInteger();
        WeakNearCache<String, String> near = NearCache.<String, String>over(engine.cache())
                .withoutControl()
                .hook((cache, listener) -> () -> new FailingToClose(closed).close())
                .hook((cache, listener) -> () -> new FailingToClose(closed).close())
                .presentedBy(manager(), () -> {
                    closed.incrementAndGet();
                    throw new AssertionError("not removed");
                })
                .assemble();
        near.registerCacheEntryListener(listener(closed));
        near.registerCacheEntryListener(listener(closed));
        near.beans().enableStatistics(true);
        assertThatThrownBy(near::close).isInstanceOf(AssertionError.class).hasMessage("not removed");
        assertThat(closed).hasValue(5);
        assertThat(server().queryNames(SHOWN, null)).isEmpty();
    }

    private static CacheEntryListenerConfiguration<String, String> listener(AtomicInteger closed) {
        return new MutableCacheEntryListenerConfiguration<>(() -> new FailingToClose(closed), null, false, false);
    }

    private WeakReference<NearCache<String, String>> used(boolean close) {
        NearCache<String, String> near =
                NearCache.<String, String>over(engine.cache()).withoutControl().build();
        near.put("k", new String(new char[] {'v'}));
        if (close) {
            near.close();
        }
        return new WeakReference<>(near);
    }

    private static void awaitCollected(WeakReference<?> reference) {
        await().atMost(PATIENCE).until(() -> {
            System.gc();
            return reference.refersTo(null);
        });
    }

    @Test
    @Tag("collector")
    @DisplayName("NEAR-9 nothing holds a near cache that was closed")
    void close_letsTheNearCacheBeCollected() {
        awaitCollected(used(true));
    }

    @Test
    @Tag("collector")
    @DisplayName("NEAR-9 a near cache that nobody holds takes back what it left in the engine")
    void nearCache_droppedWithoutClose_takesBackItsListenerAndThread() {
        awaitCollected(used(false));
        await().atMost(PATIENCE).until(() -> engine.registrations.isEmpty());
    }
}
