package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.cache.CacheException;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryListener;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Loaders, listeners and their factories that fail: what they throw comes out as the standard says, and nothing is left. */
class NearPluginFailureTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FakeEngine engine = new FakeEngine();
    private final Key key = new Key();
    private NearCache<Key, String> near;

    /** Whose text cannot be had, and whose hash only as long as wanted. */
    private static final class Key {
        private volatile boolean broken;

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            if (broken) {
                throw new IllegalStateException("no hash");
            }
            return 1;
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }
    }

    /** Does something, and then throws or loads a value. */
    private record Loader(Runnable step, Throwable failure) implements CacheLoader<Key, String> {
        @Override
        public String load(Key key) {
            step.run();
            if (failure != null) {
                Loader.<RuntimeException>sneak(failure);
            }
            return "loaded";
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable failure) throws T {
            throw (T) failure;
        }

        @Override
        public Map<Key, String> loadAll(Iterable<? extends Key> keys) {
            throw new UnsupportedOperationException();
        }
    }

    private NearCacheBuilder<Key, String> builder() {
        return NearCache.<Key, String>over(engine.cache()).withoutControl().ticker(() -> 0);
    }

    private void loadingBy(Runnable step, Throwable failure) {
        near = builder().loader(new Loader(step, failure)).build();
    }

    @AfterEach
    void close() {
        if (near != null) {
            near.close();
        }
    }

    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalArgumentException("unchecked"), new IOException("undeclared"), new AssertionError("error"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void loader_thatFails_isTheCauseOfTheStandardsException(Throwable failure) {
        loadingBy(() -> {}, failure);
        assertThatThrownBy(() -> near.get(key))
                .isInstanceOf(CacheLoaderException.class)
                .hasMessageStartingWith("loader failed for key " + Key.class.getName() + "@")
                .hasCause(failure);
        assertThatThrownBy(() -> near.getAll(Set.of(key)))
                .isInstanceOf(CacheLoaderException.class)
                .hasCause(failure);
    }

    private CompletionListenerFuture load() {
        CompletionListenerFuture told = new CompletionListenerFuture();
        near.loadAll(Set.of(key), true, told);
        return told;
    }

    @ParameterizedTest
    @MethodSource("failures")
    void loadAll_whoseLoaderFails_tellsItsListener(Throwable failure) {
        loadingBy(() -> {}, failure);
        assertThat(load())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CacheLoaderException.class)
                .withRootCauseInstanceOf(failure.getClass());
    }

    @Test
    void loadAll_whoseKeyFailsAtTheEnd_tellsItsListener() {
        loadingBy(() -> key.broken = true, null);
        assertThat(load())
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("no hash");
        key.broken = false;
    }

    @Test
    void completion_whoseKeyFails_isToldAsAFailure() {
        CompletionListenerFuture told = new CompletionListenerFuture();
        Runnable invalidation = () -> {
            throw new AssertionError("no hash");
        };
        new LoadCompletion("fake", invalidation, told).onCompletion();
        assertThat(told)
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CacheException.class);
    }

    /** A listener of nothing that counts how often it is closed, and fails at that. */
    private record Closing(AtomicInteger closed) implements CacheEntryListener<Key, String>, Closeable {
        @Override
        public void close() {
            closed.incrementAndGet();
            throw new IllegalStateException("not closed");
        }
    }

    private static CacheEntryListenerConfiguration<Key, String> listener(
            Factory<CacheEntryListener<Key, String>> listeners, Factory<CacheEntryEventFilter<Key, String>> filters) {
        return new MutableCacheEntryListenerConfiguration<>(listeners, filters, false, true);
    }

    @Test
    void listenerFactory_thatFailsOrMakesNothing_isNamed() {
        near = builder().build();
        IllegalStateException failure = new IllegalStateException("no");
        assertThatThrownBy(() -> near.registerCacheEntryListener(listener(
                        () -> {
                            throw failure;
                        },
                        null)))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"fake\": the factory of its listener failed: " + failure)
                .hasCause(failure);
        assertThatThrownBy(() -> near.registerCacheEntryListener(listener(() -> null, null)))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"fake\": the factory of its listener made nothing; let it make one, or leave the"
                        + " factory out");
        assertThat(engine.registrations).hasSize(1);
    }

    @Test
    void filterFactory_thatFails_closesItsListener() {
        near = builder().build();
        AtomicInteger closed = new AtomicInteger();
        assertThatThrownBy(() -> near.registerCacheEntryListener(listener(() -> new Closing(closed), () -> {
                    throw new IllegalStateException("no");
                })))
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"fake\": the factory of its filter failed: java.lang.IllegalStateException: no");
        assertThat(closed).hasValue(1);
        assertThat(engine.registrations).hasSize(1);
    }

    @Test
    @SuppressWarnings("unchecked") // the configuration of a cache of these keys
    void deregister_ofAListenerThatFailsToClose_isDone() {
        near = builder().build();
        AtomicInteger closed = new AtomicInteger();
        CacheEntryListenerConfiguration<Key, String> listener = listener(() -> new Closing(closed), null);
        near.registerCacheEntryListener(listener);
        near.deregisterCacheEntryListener(listener);
        assertThat(closed).hasValue(1);
        assertThat(engine.registrations).hasSize(1);
        CompleteConfiguration<Key, String> configuration = near.getConfiguration(CompleteConfiguration.class);
        assertThat(configuration.getCacheEntryListenerConfigurations()).isEmpty();
    }

    /** A listener configuration that does something once when it is compared. */
    private static final class Compared extends MutableCacheEntryListenerConfiguration<Key, String> {
        private static final long serialVersionUID = 1;

        private final transient AtomicReference<Runnable> step;

        Compared(AtomicReference<Runnable> step, AtomicInteger closed) {
            super(() -> new Closing(closed), null, false, true);
            this.step = step;
        }

        @Override
        public boolean equals(Object other) {
            step.getAndSet(() -> {}).run();
            return super.equals(other);
        }

        @Override
        public int hashCode() {
            return super.hashCode();
        }
    }

    @Test
    @SuppressWarnings("unchecked") // the configuration of a cache of these keys
    void register_byTwoThreadsAtOnce_registersBoth() throws Exception {
        near = builder().build();
        AtomicReference<Runnable> step = new AtomicReference<>(() -> {});
        near.registerCacheEntryListener(new Compared(step, new AtomicInteger()));
        near.registerCacheEntryListener(new Compared(step, new AtomicInteger()));
        FutureTask<Void> other = new FutureTask<>(() -> {
            near.registerCacheEntryListener(listener(() -> new Closing(new AtomicInteger()), null));
            return null;
        });
        Thread registering = new Thread(other);
        step.set(() -> {
            registering.start();
            await().atMost(PATIENCE).until(() -> other.isDone() || registering.getState() == Thread.State.BLOCKED);
        });
        near.registerCacheEntryListener(listener(() -> new Closing(new AtomicInteger()), null));
        other.get();
        CompleteConfiguration<Key, String> configuration = near.getConfiguration(CompleteConfiguration.class);
        assertThat(configuration.getCacheEntryListenerConfigurations()).hasSize(4);
    }

    @Test
    void expiryPolicy_whoseFactoryFails_isNamed() {
        IllegalStateException failure = new IllegalStateException("no");
        engine.expiry = () -> {
            throw failure;
        };
        assertThatThrownBy(() -> builder().build())
                .isInstanceOf(CacheException.class)
                .hasMessage("cache \"fake\": the factory of its expiry policy failed: " + failure)
                .hasCause(failure);
    }
}
