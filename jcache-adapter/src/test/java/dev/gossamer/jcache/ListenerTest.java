package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListenerException;
import org.junit.jupiter.api.Test;

class ListenerTest extends CacheFixture {

    @Test
    void asyncListener_manyWritesOfManyThreads_hearsAllInOrderOffTheirThreads() throws Exception {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(async(recorder)));
        List<Thread> writers = Racers.race(4, i -> () -> {
            for (int n = 0; n < 500; n++) {
                cache.put("k" + (n % 5), "v");
            }
            return Thread.currentThread();
        });
        await("2000 events", () -> recorder.heard.size() == 2000);
        assertThat(recorder.threads).doesNotContainAnyElementsOf(writers);
        for (int k = 0; k < 5; k++) {
            String key = " k" + k + " ";
            List<String> ofKey =
                    recorder.heard.stream().filter(e -> e.contains(key)).toList();
            assertThat(ofKey.get(0)).isEqualTo("CREATED k" + k + " v");
            assertThat(ofKey.subList(1, ofKey.size())).containsOnly("UPDATED k" + k + " v>v");
        }
    }

    @Test
    void asyncListener_valuesOfOneKey_comeInOrder() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(async(recorder)));
        List<String> expected = new ArrayList<>(List.of("CREATED k 0"));
        cache.put("k", "0");
        for (int i = 1; i < 300; i++) {
            cache.put("k", String.valueOf(i));
            expected.add("UPDATED k " + (i - 1) + ">" + i);
        }
        await("300 events", () -> recorder.heard.size() == 300);
        assertThat(recorder.heard).isEqualTo(expected);
    }

    @Test
    void asyncListener_slowWhenTheCacheCloses_losesNothing() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Recorder recorder = new Recorder() {
            @Override
            void hear(CacheEntryEvent<? extends String, ? extends String> event) {
                awaitQuietly(closing);
                super.hear(event);
            }
        };
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(async(recorder)));
        for (int i = 0; i < 50; i++) {
            cache.put("k" + i, "v");
        }
        Thread closer = new Thread(cache::close);
        closer.start();
        await(
                "close() to wait for the listener, or to return",
                () -> EnumSet.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED)
                        .contains(closer.getState()));
        closing.countDown();
        closer.join();
        assertThat(recorder.heard).hasSize(50);
    }

    @Test
    void asyncListener_thatThrows_hearsTheNextEvent() {
        Recorder recorder = new Recorder() {
            @Override
            void hear(CacheEntryEvent<? extends String, ? extends String> event) {
                super.hear(event);
                throw new IllegalStateException("no");
            }
        };
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(async(recorder)));
        cache.put("k", "1");
        cache.put("k", "2");
        await("both events", () -> recorder.heard.size() == 2);
    }

    @Test
    void syncListener_thatThrows_callerHearsOthersHearEntryStays() {
        Recorder other = new Recorder();
        CacheEntryCreatedListener<String, String> failing = events -> {
            throw new IllegalStateException("no");
        };
        Cache<String, String> cache = cache(strings()
                .addCacheEntryListenerConfiguration(sync(failing))
                .addCacheEntryListenerConfiguration(sync(other)));
        assertThatThrownBy(() -> cache.put("k", "v"))
                .isInstanceOf(CacheEntryListenerException.class)
                .hasRootCauseMessage("no");
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(other.heard).containsExactly("CREATED k v");
        assertThat(counters(cache).puts()).isOne();
    }

    @Test
    void syncListener_bulkOperation_allEntriesDoneAndHeardDespiteFailures() {
        Recorder recorder = new Recorder() {
            @Override
            void hear(CacheEntryEvent<? extends String, ? extends String> event) {
                super.hear(event);
                throw new IllegalStateException("no");
            }
        };
        MapStore store = new MapStore();
        Cache<String, String> cache = cache(through(store).addCacheEntryListenerConfiguration(sync(recorder)));
        assertThatThrownBy(() -> cache.putAll(java.util.Map.of("a", "1", "b", "2")))
                .isInstanceOf(CacheEntryListenerException.class);
        assertThat(recorder.heard).containsExactlyInAnyOrder("CREATED a 1", "CREATED b 2");
        assertThat(cache.containsKey("a") && cache.containsKey("b")).isTrue();
    }

    @Test
    void syncListener_touchingTheSameCacheAndKey_worksAndIsHeardAfterwards() {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Recorder recorder = new Recorder() {
            @Override
            void hear(CacheEntryEvent<? extends String, ? extends String> event) {
                super.hear(event);
                if (event.getValue().equals("1")) {
                    self.get().put(event.getKey(), "2");
                    self.get().put("other", self.get().get(event.getKey()));
                }
            }
        };
        self.set(cache(strings().addCacheEntryListenerConfiguration(sync(recorder))));
        self.get().put("k", "1");
        assertThat(recorder.heard).containsExactly("CREATED k 1", "UPDATED k 1>2", "CREATED other 2");
    }

    @Test
    void syncListeners_touchingEachOthersKeysFromTwoThreads_neverDeadlock() throws Exception {
        AtomicReference<Cache<String, String>> self = new AtomicReference<>();
        Recorder recorder = new Recorder() {
            @Override
            void hear(CacheEntryEvent<? extends String, ? extends String> event) {
                super.hear(event);
                if (event.getValue().equals("outer")) {
                    self.get().put(event.getKey().equals("a") ? "b" : "a", "inner");
                }
            }
        };
        self.set(cache(strings().addCacheEntryListenerConfiguration(sync(recorder))));
        Racers.race(4, i -> () -> {
            for (int n = 0; n < 200; n++) {
                self.get().put(i % 2 == 0 ? "a" : "b", "outer");
            }
            return i;
        });
        await("1600 events", () -> recorder.heard.size() == 1600);
    }

    @Test
    void syncListener_isHeardBeforeThePutReturns_alsoWhenAnotherThreadTells() throws Exception {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(strings().addCacheEntryListenerConfiguration(sync(recorder)));
        List<Boolean> heard = Racers.race(4, i -> () -> {
            boolean all = true;
            for (int n = 0; n < 200; n++) {
                String value = i + "-" + n;
                cache.put("k", value);
                all &= recorder.heard.stream().anyMatch(event -> event.endsWith(value));
            }
            return all;
        });
        assertThat(heard).containsOnly(true);
    }

    @Test
    void created_onReadThroughAndLoadAll_isHeard() throws Exception {
        MapStore store = new MapStore();
        store.data.put("a", "1");
        store.data.put("b", "2");
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(through(store).addCacheEntryListenerConfiguration(sync(recorder)));
        cache.get("a");
        javax.cache.integration.CompletionListenerFuture done = new javax.cache.integration.CompletionListenerFuture();
        cache.loadAll(java.util.Set.of("b"), false, done);
        done.get();
        assertThat(recorder.heard).containsExactly("CREATED a 1", "CREATED b 2");
    }

    @Test
    void filter_saysNo_listenerDoesNotHear() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(strings()
                .addCacheEntryListenerConfiguration(new MutableCacheEntryListenerConfiguration<>(
                        () -> recorder, () -> event -> event.getKey().equals("yes"), true, true)));
        cache.put("no", "1");
        cache.put("yes", "2");
        assertThat(recorder.heard).containsExactly("CREATED yes 2");
    }

    @Test
    void register_twice_isRefusedAndDeregisterEndsIt() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(strings());
        var registration = sync(recorder);
        cache.registerCacheEntryListener(registration);
        assertThatThrownBy(() -> cache.registerCacheEntryListener(registration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this listener configuration is registered already; deregister it first");
        cache.put("a", "1");
        cache.deregisterCacheEntryListener(registration);
        cache.put("b", "2");
        assertThat(recorder.heard).containsExactly("CREATED a 1");
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
