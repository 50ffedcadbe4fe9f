package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryListenerException;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CacheWriterException;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.Test;

/** Keys and failures that cannot be put into words hide no other failure, and keep nobody from hearing. */
class UserTextTest extends CacheFixture {
    private static final IllegalStateException FAILURE = new IllegalStateException("on purpose");

    /** A failure that cannot be asked for its message. */
    private static final class MuteError extends Error {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    /** As {@link MuteError}, of the standard's type. */
    private static final class MuteException extends CacheLoaderException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    private final BreakableKey key = BreakableKey.mute();

    private static MutableConfiguration<BreakableKey, String> byReference() {
        return new MutableConfiguration<BreakableKey, String>().setStoreByValue(false);
    }

    @SuppressWarnings("unchecked")
    private static <T> T failing(Class<T> plugin, Throwable failure) {
        return (T) java.lang.reflect.Proxy.newProxyInstance(
                plugin.getClassLoader(), new Class<?>[] {plugin}, (self, method, arguments) -> {
                    throw failure;
                });
    }

    @Test
    @SuppressWarnings("unchecked")
    void loaderAndWriterThatFail_forAKeyWithoutText_areTheCauseOfTheStandardsException() {
        CacheLoader<BreakableKey, String> loader = failing(CacheLoader.class, FAILURE);
        CacheWriter<BreakableKey, String> writer = failing(CacheWriter.class, FAILURE);
        Cache<BreakableKey, String> cache = manager.createCache(
                "plugins",
                byReference()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(() -> loader)
                        .setWriteThrough(true)
                        .setCacheWriterFactory(() -> writer));
        assertThatThrownBy(() -> cache.get(key))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageStartingWith("loader failed for key " + BreakableKey.class.getName() + "@")
                .hasCause(FAILURE);
        assertThatThrownBy(() -> cache.put(key, "v"))
                .isInstanceOf(CacheWriterException.class)
                .hasCause(FAILURE);
        assertThatThrownBy(() -> cache.remove(key))
                .isInstanceOf(CacheWriterException.class)
                .hasCause(FAILURE);
    }

    @Test
    void syncListenerThatFails_onAKeyWithoutText_keepsNoOtherFromHearing() {
        CacheEntryCreatedListener<BreakableKey, String> failing = events -> {
            throw FAILURE;
        };
        List<Object> heard = new ArrayList<>();
        CacheEntryCreatedListener<BreakableKey, String> other =
                events -> events.forEach(event -> heard.add(event.getValue()));
        Cache<BreakableKey, String> cache = manager.createCache(
                "heard",
                byReference()
                        .addCacheEntryListenerConfiguration(sync(failing))
                        .addCacheEntryListenerConfiguration(sync(other)));
        assertThatThrownBy(() -> cache.put(key, "v"))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasCause(FAILURE);
        assertThat(heard).containsExactly("v");
        assertThat(((GossamerCache<BreakableKey, String>) cache)
                        .parts()
                        .context
                        .locks()
                        .inUse())
                .isZero();
    }

    @Test
    void asyncListenerThatFails_onAKeyWithoutText_isLogged() {
        CacheEntryCreatedListener<BreakableKey, String> failing = events -> {
            throw FAILURE;
        };
        Cache<BreakableKey, String> cache =
                manager.createCache("logged", byReference().addCacheEntryListenerConfiguration(async(failing)));
        try (LoggedMessages log = LoggedMessages.of("dev.gossamer.jcache.event.RegisteredListener")) {
            cache.put(key, "v");
            await(
                    "the message",
                    () -> log.messages().stream()
                            .anyMatch(message -> message.startsWith("asynchronous listener failed on CREATED ")));
        }
    }

    @Test
    void failureWithoutText_ofAFactory_isTheCause() {
        MuteError failure = new MuteError();
        Throwable thrown =
                catchThrowable(() -> manager.createCache("none", strings().setExpiryPolicyFactory(() -> {
                    throw failure;
                })));
        assertThat(thrown).isInstanceOf(CacheException.class);
        assertThat(thrown.getCause()).isSameAs(failure);
    }

    @Test
    void failureWithoutText_ofACopier_isTheCause() {
        MuteError failure = new MuteError();
        Cache<String, Box> cache = manager.createCache(
                "copied",
                WeakCacheConfiguration.builder(String.class, Box.class)
                        .copier(() -> failing(Copier.class, failure))
                        .build());
        Throwable thrown = catchThrowable(() -> cache.put("k", new Box("v")));
        assertThat(thrown).isInstanceOf(CacheException.class);
        assertThat(thrown.getCause()).isSameAs(failure);
    }

    @Test
    @SuppressWarnings("unchecked")
    void failureWithoutText_ofALoaderThatAProcessorAsks_isThatOfItsKey() {
        CacheLoader<String, String> loader = failing(CacheLoader.class, new MuteException());
        Cache<String, String> cache = cache(strings().setReadThrough(true).setCacheLoaderFactory(() -> loader));
        var result = cache.invokeAll(Set.of("k"), (entry, arguments) -> entry.getValue())
                .get("k");
        assertThat(catchThrowable(result::get)).isInstanceOf(EntryProcessorException.class);
    }

    /** A key that throws what has no text when a load looks at it. */
    private static final class FailingToLoad {
        @Override
        public int hashCode() {
            if (Thread.currentThread().getName().startsWith("gossamer-jcache-worker")) {
                throw new MuteError();
            }
            return 1;
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void failureWithoutText_ofALoad_isToldToItsListener() {
        CacheLoader<FailingToLoad, String> loader = failing(CacheLoader.class, FAILURE);
        Cache<FailingToLoad, String> cache = manager.createCache(
                "loaded",
                new MutableConfiguration<FailingToLoad, String>()
                        .setStoreByValue(false)
                        .setCacheLoaderFactory(() -> loader));
        AtomicReference<Exception> told = new AtomicReference<>();
        cache.loadAll(Set.of(new FailingToLoad()), true, new CompletionListener() {
            @Override
            public void onCompletion() {}

            @Override
            public void onException(Exception failure) {
                told.set(failure);
            }
        });
        await("the failure", () -> told.get() != null);
        assertThat(told.get()).isInstanceOf(CacheException.class);
        assertThat(told.get().getCause()).isInstanceOf(MuteError.class);
    }
}
