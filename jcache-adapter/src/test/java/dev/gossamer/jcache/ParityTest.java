package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.expiry.Duration;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations that mean the same go through one scenario and agree in result, event, store, expiry and statistic. */
class ParityTest extends CacheFixture {
    private final MapStore store = new MapStore();
    private final Recorder recorder = new Recorder();
    private final List<String> asked = new ArrayList<>();

    /** Writes down what it is asked, and changes nothing. */
    private final class AskedExpiry implements javax.cache.expiry.ExpiryPolicy {
        @Override
        public Duration getExpiryForCreation() {
            asked.add("created");
            return Duration.ETERNAL;
        }

        @Override
        public Duration getExpiryForAccess() {
            asked.add("accessed");
            return null;
        }

        @Override
        public Duration getExpiryForUpdate() {
            asked.add("updated");
            return null;
        }
    }

    private Cache<String, String> cache() {
        AskedExpiry expiry = new AskedExpiry();
        return cache(strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> store)
                .setCacheLoaderFactory(() -> store)
                .setExpiryPolicyFactory(() -> expiry)
                .addCacheEntryListenerConfiguration(sync(recorder)));
    }

    private Cache<String, String> cacheWith(String value) {
        Cache<String, String> cache = cache();
        cache.put("k", value);
        recorder.heard.clear();
        counters(cache).clear();
        asked.clear();
        return cache;
    }

    private static Named<Consumer<Cache<String, String>>> op(String name, Consumer<Cache<String, String>> operation) {
        return Named.of(name, operation);
    }

    private static Stream<Named<Consumer<Cache<String, String>>>> always(String value) {
        return Stream.of(
                op("put", cache -> cache.put("k", value)),
                op("getAndPut", cache -> cache.getAndPut("k", value)),
                op("putAll", cache -> cache.putAll(Map.of("k", value))),
                op(
                        "invoke",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.setValue(value);
                            return null;
                        })),
                op(
                        "invokeAll",
                        cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> {
                            entry.setValue(value);
                            return null;
                        })));
    }

    static Stream<Named<Consumer<Cache<String, String>>>> creations() {
        return Stream.concat(always("v"), Stream.of(op("putIfAbsent", cache -> cache.putIfAbsent("k", "v"))));
    }

    static Stream<Named<Consumer<Cache<String, String>>>> updates() {
        return Stream.concat(
                always("v"),
                Stream.of(
                        op("replace", cache -> cache.replace("k", "v")),
                        op("replace expected", cache -> cache.replace("k", "old", "v")),
                        op("getAndReplace", cache -> cache.getAndReplace("k", "v"))));
    }

    static Stream<Named<Consumer<Cache<String, String>>>> removals() {
        return Stream.of(
                op("remove", cache -> cache.remove("k")),
                op("remove expected", cache -> cache.remove("k", "old")),
                op("getAndRemove", cache -> cache.getAndRemove("k")),
                op("removeAll keys", cache -> cache.removeAll(Set.of("k"))),
                op("removeAll", Cache::removeAll),
                op(
                        "invoke",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.remove();
                            return null;
                        })),
                op(
                        "invokeAll",
                        cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> {
                            entry.remove();
                            return null;
                        })),
                op("iterator.remove", cache -> {
                    Iterator<Cache.Entry<String, String>> all = cache.iterator();
                    all.next();
                    all.remove();
                }));
    }

    static Stream<Named<Consumer<Cache<String, String>>>> refusals() {
        return Stream.of(
                op("replace absent", cache -> cache.replace("absent", "v")),
                op("replace expected absent", cache -> cache.replace("absent", "x", "v")),
                op("getAndReplace absent", cache -> cache.getAndReplace("absent", "v")),
                op("remove expected absent", cache -> cache.remove("absent", "x")));
    }

    static Stream<Named<Consumer<Cache<String, String>>>> mismatches() {
        return Stream.of(
                op("replace expected other", cache -> cache.replace("k", "other", "v")),
                op("remove expected other", cache -> cache.remove("k", "other")));
    }

    @ParameterizedTest
    @MethodSource("creations")
    void creation_byAnyOperation_isTheSame(Consumer<Cache<String, String>> operation) {
        Cache<String, String> cache = cache();
        operation.accept(cache);
        assertThat(asked).containsExactly("created");
        assertThat(recorder.heard).containsExactly("CREATED k v");
        assertThat(counters(cache).puts()).isOne();
        assertThat(counters(cache).removals()).isZero();
        assertThat(store.data).isEqualTo(Map.of("k", "v"));
        assertThat(cache.get("k")).isEqualTo("v");
    }

    @ParameterizedTest
    @MethodSource("updates")
    void update_byAnyOperation_isTheSame(Consumer<Cache<String, String>> operation) {
        Cache<String, String> cache = cacheWith("old");
        operation.accept(cache);
        assertThat(asked).containsExactly("updated");
        assertThat(recorder.heard).containsExactly("UPDATED k old>v");
        assertThat(counters(cache).puts()).isOne();
        assertThat(store.data).isEqualTo(Map.of("k", "v"));
        assertThat(cache.get("k")).isEqualTo("v");
    }

    @ParameterizedTest
    @MethodSource("removals")
    void removal_byAnyOperation_isTheSame(Consumer<Cache<String, String>> operation) {
        Cache<String, String> cache = cacheWith("old");
        operation.accept(cache);
        assertThat(asked).doesNotContain("created", "updated");
        assertThat(recorder.heard).containsExactly("REMOVED k old");
        assertThat(counters(cache).removals()).isOne();
        assertThat(counters(cache).puts()).isZero();
        assertThat(store.data).isEmpty();
        assertThat(cache.containsKey("k")).isFalse();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void conditionalOperation_onAnAbsentKey_isAMissAndNothingElse(Consumer<Cache<String, String>> operation) {
        Cache<String, String> cache = cacheWith("old");
        operation.accept(cache);
        assertThat(asked).isEmpty();
        assertThat(recorder.heard).isEmpty();
        assertThat(counters(cache).misses()).isOne();
        assertThat(counters(cache).hits()).isZero();
        assertThat(store.data).isEqualTo(Map.of("k", "old"));
    }

    @ParameterizedTest
    @MethodSource("mismatches")
    void conditionalOperation_onAnotherValue_isAHitAndAnAccess(Consumer<Cache<String, String>> operation) {
        Cache<String, String> cache = cacheWith("old");
        operation.accept(cache);
        assertThat(asked).containsExactly("accessed");
        assertThat(recorder.heard).isEmpty();
        assertThat(counters(cache).hits()).isOne();
        assertThat(counters(cache).misses()).isZero();
        assertThat(cache.get("k")).isEqualTo("old");
    }

    static Stream<Named<Consumer<Cache<String, String>>>> reads() {
        return Stream.of(
                op("get", cache -> cache.get("k")),
                op("getAll", cache -> cache.getAll(Set.of("k"))),
                op("invoke", cache -> cache.invoke("k", (entry, arguments) -> entry.getValue())),
                op("invokeAll", cache -> cache.invokeAll(Set.of("k"), (entry, arguments) -> entry.getValue())),
                op("iterator", cache -> cache.iterator().next()));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void read_byAnyOperation_isAHitAndAnAccess(Consumer<Cache<String, String>> operation) {
        Cache<String, String> cache = cacheWith("old");
        operation.accept(cache);
        assertThat(asked).containsExactly("accessed");
        assertThat(recorder.heard).isEmpty();
        assertThat(counters(cache).hits()).isOne();
        assertThat(counters(cache).misses()).isZero();
    }

    static Stream<Named<Consumer<Cache<String, String>>>> loads() {
        return Stream.of(
                op("get", cache -> cache.get("k")),
                op("getAll", cache -> cache.getAll(Set.of("k"))),
                op("invoke", cache -> cache.invoke("k", (entry, arguments) -> entry.getValue())),
                op("loadAll", cache -> {
                    CompletionListenerFuture done = new CompletionListenerFuture();
                    cache.loadAll(Set.of("k"), true, done);
                    try {
                        done.get();
                    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
                        throw new AssertionError(e);
                    }
                }));
    }

    @ParameterizedTest
    @MethodSource("loads")
    void load_byAnyOperation_isCreatedUncountedAndNotWritten(Consumer<Cache<String, String>> operation) {
        store.data.put("k", "v");
        AskedExpiry expiry = new AskedExpiry();
        Cache<String, String> cache = cache(
                through(store).setExpiryPolicyFactory(() -> expiry).addCacheEntryListenerConfiguration(sync(recorder)));
        operation.accept(cache);
        assertThat(asked).containsExactly("created");
        assertThat(recorder.heard).containsExactly("CREATED k v");
        assertThat(counters(cache).puts()).isZero();
        assertThat(store.calls).noneMatch(call -> call.startsWith("write"));
        assertThat(cache.containsKey("k")).isTrue();
    }
}
