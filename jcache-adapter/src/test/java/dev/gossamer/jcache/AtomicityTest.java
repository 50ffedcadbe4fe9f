package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official TCK has no test with two threads. These run over every backend. */
class AtomicityTest extends CacheFixture {
    private static final int THREADS = 4;
    private static final int ROUNDS = 500;

    private Cache<String, Integer> counter(String backend) {
        Cache<String, Integer> cache = manager.createCache(
                "counter",
                WeakCacheConfiguration.builder(String.class, Integer.class)
                        .backend(backend)
                        .recordStats()
                        .build());
        cache.put("n", 0);
        return cache;
    }

    private Cache<String, String> cache(String backend, MutableConfiguration<String, String> standard) {
        return manager.createCache(
                "cache",
                WeakCacheConfiguration.builder(standard).backend(backend).build());
    }

    private static Callable<Integer> times(int rounds, Runnable step) {
        return () -> {
            for (int i = 0; i < rounds; i++) {
                step.run();
            }
            return rounds;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void invoke_byManyThreads_losesNoIncrement(String backend) throws Exception {
        Cache<String, Integer> cache = counter(backend);
        EntryProcessor<String, Integer, Void> increment = (entry, arguments) -> {
            entry.setValue(entry.getValue() + 1);
            return null;
        };
        Racers.race(THREADS, i -> times(ROUNDS, () -> cache.invoke("n", increment)));
        assertThat(cache.get("n")).isEqualTo(THREADS * ROUNDS);
        assertThat(counters(cache).puts()).isEqualTo(THREADS * ROUNDS + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void replace_withExpectedValue_losesNoIncrement(String backend) throws Exception {
        Cache<String, Integer> cache = counter(backend);
        Racers.race(
                THREADS,
                i -> times(ROUNDS, () -> {
                    Integer seen;
                    do {
                        seen = cache.get("n");
                    } while (!cache.replace("n", seen, seen + 1));
                }));
        assertThat(cache.get("n")).isEqualTo(THREADS * ROUNDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void getAndPut_byManyThreads_givesEveryValueToOneCaller(String backend) throws Exception {
        Cache<String, Integer> cache = counter(backend);
        List<List<Integer>> seen = Racers.race(
                THREADS,
                i -> () -> IntStream.rangeClosed(1, ROUNDS)
                        .mapToObj(n -> cache.getAndPut("n", i * ROUNDS + n))
                        .toList());
        List<Integer> all =
                new java.util.ArrayList<>(seen.stream().flatMap(List::stream).toList());
        all.add(cache.get("n"));
        assertThat(all).doesNotHaveDuplicates().hasSize(THREADS * ROUNDS + 1);
    }

    private Cache<String, Integer> plainCounter(String backend) {
        return manager.createCache(
                "plain",
                WeakCacheConfiguration.builder(String.class, Integer.class)
                        .backend(backend)
                        .storeByReference()
                        .build());
    }

    /** Those that run a processor have a lock of their key, the others have not. */
    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void takingByPlainOperations_againstInvoke_takesEveryIncrementOnce(String backend) throws Exception {
        Cache<String, Integer> cache = plainCounter(backend);
        EntryProcessor<String, Integer, Void> increment = (entry, arguments) -> {
            entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
            return null;
        };
        AtomicInteger taken = new AtomicInteger();
        List<Runnable> steps = List.of(
                () -> cache.invoke("n", increment),
                () -> taken.addAndGet(Objects.requireNonNullElse(cache.getAndPut("n", 0), 0)),
                () -> taken.addAndGet(Objects.requireNonNullElse(cache.getAndRemove("n"), 0)),
                () -> taken.addAndGet(Objects.requireNonNullElse(cache.getAndReplace("n", 0), 0)));
        Racers.race(steps.size(), i -> times(ROUNDS * 4, steps.get(i)));
        int left = Objects.requireNonNullElse(cache.get("n"), 0);
        assertThat(taken.get() + left).isEqualTo(ROUNDS * 4);
        assertThat(((GossamerCache<?, ?>) cache).parts().context.locks().inUse())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void putIfAbsentAndGetAndRemove_byManyThreads_pairUp(String backend) throws Exception {
        Cache<String, String> cache = cache(backend, strings());
        AtomicInteger there = new AtomicInteger();
        Racers.race(
                THREADS,
                i -> times(ROUNDS, () -> {
                    if (cache.putIfAbsent("k", "v")) {
                        there.incrementAndGet();
                    }
                    if (cache.getAndRemove("k") != null) {
                        there.decrementAndGet();
                    }
                }));
        assertThat(there.get()).isEqualTo(cache.containsKey("k") ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void get_readThroughByManyThreads_loadsOnce(String backend) throws Exception {
        MapStore store = new MapStore();
        store.data.put("k", "v");
        Cache<String, String> cache = cache(backend, through(store));
        List<String> seen = Racers.race(THREADS, i -> () -> cache.get("k"));
        assertThat(seen).containsOnly("v");
        assertThat(store.calls).containsExactly("load k");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdk", "caffeine"})
    void putAllAndRemoveAll_inOppositeOrder_neverDeadlockAndAgreeWithTheStore(String backend) throws Exception {
        MapStore store = new MapStore();
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(backend, through(store).addCacheEntryListenerConfiguration(sync(recorder)));
        Map<String, String> forwards = new LinkedHashMap<>();
        Map<String, String> backwards = new LinkedHashMap<>();
        List<String> keys = IntStream.range(0, 20).mapToObj(i -> "k" + i).toList();
        keys.forEach(key -> forwards.put(key, "f"));
        List<String> reversed = new java.util.ArrayList<>(keys);
        Collections.reverse(reversed);
        reversed.forEach(key -> backwards.put(key, "b"));

        Racers.race(
                THREADS,
                i -> times(100, () -> {
                    switch (i % 4) {
                        case 0 -> cache.putAll(forwards);
                        case 1 -> cache.putAll(backwards);
                        case 2 -> cache.removeAll(forwards.keySet());
                        default -> cache.removeAll(backwards.keySet());
                    }
                }));

        Map<String, String> cached = new java.util.HashMap<>();
        cache.forEach(entry -> cached.put(entry.getKey(), entry.getValue()));
        assertThat(cached).isEqualTo(store.data);
        assertThat(balance(recorder.heard)).isEqualTo(new TreeSet<>(cached.keySet()));
        assertThat(((GossamerCache<String, String>) cache)
                        .parts()
                        .context
                        .locks()
                        .inUse())
                .isZero();
    }

    /** The keys that are there after events that have to alternate properly for each key. */
    private static TreeSet<String> balance(List<String> events) {
        TreeSet<String> there = new TreeSet<>();
        for (String event : events) {
            String[] words = event.split(" ");
            boolean fits = switch (words[0]) {
                case "CREATED" -> there.add(words[1]);
                case "UPDATED" -> there.contains(words[1]);
                default -> there.remove(words[1]);
            };
            assertThat(fits).as("event %s, when %s were there", event, there).isTrue();
        }
        return there;
    }
}
