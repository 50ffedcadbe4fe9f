package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WritingTest extends CacheFixture {
    private final MapStore store = new MapStore();
    private final Recorder recorder = new Recorder();

    private Cache<String, String> writing() {
        return cache(strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> store)
                .addCacheEntryListenerConfiguration(sync(recorder)));
    }

    static Stream<Named<Consumer<Cache<String, String>>>> mutations() {
        return Stream.of(
                Named.of("put of a new key", cache -> cache.put("new", "v")),
                Named.of("put of a present key", cache -> cache.put("k", "v")),
                Named.of("getAndPut", cache -> cache.getAndPut("k", "v")),
                Named.of("putIfAbsent", cache -> cache.putIfAbsent("new", "v")),
                Named.of("replace", cache -> cache.replace("k", "v")),
                Named.of("replace expected", cache -> cache.replace("k", "old", "v")),
                Named.of("getAndReplace", cache -> cache.getAndReplace("k", "v")),
                Named.of("remove", cache -> cache.remove("k")),
                Named.of("remove expected", cache -> cache.remove("k", "old")),
                Named.of("getAndRemove", cache -> cache.getAndRemove("k")),
                Named.of("putAll", cache -> cache.putAll(Map.of("k", "v", "new", "v"))),
                Named.of("removeAll of keys", cache -> cache.removeAll(Set.of("k"))),
                Named.of("removeAll", Cache::removeAll),
                Named.of(
                        "invoke and set",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.setValue("v");
                            return null;
                        })),
                Named.of(
                        "invoke and create",
                        cache -> cache.invoke("new", (entry, arguments) -> {
                            entry.setValue("v");
                            return null;
                        })),
                Named.of(
                        "invoke and remove",
                        cache -> cache.invoke("k", (entry, arguments) -> {
                            entry.remove();
                            return null;
                        })),
                Named.of("iterator.remove", cache -> {
                    Iterator<Cache.Entry<String, String>> all = cache.iterator();
                    all.next();
                    all.remove();
                }));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void writerFails_everyMutation_changesNothingCountsNothingTellsNobody(Consumer<Cache<String, String>> mutation) {
        Cache<String, String> cache = writing();
        cache.put("k", "old");
        recorder.heard.clear();
        counters(cache).clear();
        store.failure = new IllegalStateException("no");
        assertThatThrownBy(() -> mutation.accept(cache))
                .isInstanceOf(CacheWriterException.class)
                .hasCause(store.failure);
        store.failure = null;
        assertThat(cache.containsKey("new")).isFalse();
        assertThat(recorder.heard).isEmpty();
        assertThat(counters(cache).puts()).isZero();
        assertThat(counters(cache).removals()).isZero();
        assertThat(counters(cache).misses()).isZero();
        assertThat(cache.get("k")).isEqualTo("old");
    }

    @Test
    void writerFails_withItsOwnException_isNotWrapped() {
        Cache<String, String> cache = writing();
        store.failure = new CacheWriterException("own");
        assertThatThrownBy(() -> cache.put("k", "v")).isSameAs(store.failure);
    }

    @Test
    void writeAll_partial_keepsWhatWasWritten() {
        Cache<String, String> cache = writing();
        store.failure = new IllegalStateException("no");
        store.failAfter = 2;
        assertThatThrownBy(() -> cache.putAll(Map.of("a", "1", "b", "2", "c", "3", "d", "4")))
                .isInstanceOf(CacheWriterException.class);
        assertThat(keys(cache)).isEqualTo(store.data.keySet()).hasSize(2);
        assertThat(counters(cache).puts()).isEqualTo(2);
    }

    @Test
    void deleteAll_partial_keepsWhatWasNotDeleted() {
        Cache<String, String> cache = writing();
        cache.putAll(Map.of("a", "1", "b", "2", "c", "3", "d", "4"));
        store.failure = new IllegalStateException("no");
        store.failAfter = 1;
        assertThatThrownBy(() -> cache.removeAll(Set.of("a", "b", "c", "d"))).isInstanceOf(CacheWriterException.class);
        assertThat(keys(cache)).isEqualTo(store.data.keySet()).hasSize(3);
        assertThatThrownBy(cache::removeAll).isInstanceOf(CacheWriterException.class);
        assertThat(keys(cache)).isEqualTo(store.data.keySet()).hasSize(2);
        assertThat(counters(cache).removals()).isEqualTo(2);
    }

    private static Set<String> keys(Cache<String, String> cache) {
        Set<String> keys = new HashSet<>();
        cache.forEach(entry -> keys.add(entry.getKey()));
        return keys;
    }

    @Test
    void removeAllOfKeys_tellsTheWriterOfAbsentOnes() {
        Cache<String, String> cache = writing();
        cache.put("a", "1");
        cache.removeAll(Set.of("a", "absent"));
        assertThat(store.calls).containsExactly("write a", "deleteAll [a, absent]");
        assertThat(counters(cache).removals()).isOne();
    }

    @Test
    void remove_ofAnAbsentKey_tellsTheWriter() {
        Cache<String, String> cache = writing();
        assertThat(cache.remove("absent")).isFalse();
        assertThat(cache.getAndRemove("absent")).isNull();
        assertThat(cache.remove("absent", "v")).isFalse();
        assertThat(store.calls).containsExactly("delete absent", "delete absent");
    }

    @Test
    void clear_writesAndTellsNothing() {
        Cache<String, String> cache = writing();
        cache.put("k", "v");
        store.calls.clear();
        recorder.heard.clear();
        cache.clear();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(store.calls).isEmpty();
        assertThat(recorder.heard).isEmpty();
        assertThat(List.of(counters(cache).removals())).containsExactly(0L);
    }

    /** A cache whose writer does something in the cache itself when it is first called. */
    private Cache<String, String> writing(Consumer<Cache<String, String>> inside) {
        AtomicReference<Consumer<Cache<String, String>>> step = new AtomicReference<>(inside);
        Cache<String, String> cache = cache(strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(() -> store)
                .addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "old");
        recorder.heard.clear();
        store.calling = () -> step.getAndSet(any -> {}).accept(cache);
        return cache;
    }

    @Test
    void writerThatPutsTheSameKey_isOverwrittenAsOneBefore() {
        Cache<String, String> cache = writing(inside -> inside.put("k", "inside"));
        assertThat(cache.replace("k", "v")).isTrue();
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(recorder.heard).containsExactly("UPDATED k old>inside", "UPDATED k inside>v");
    }

    @Test
    void writerThatRemovesTheSameKey_letsItBeCreated() {
        Cache<String, String> cache = writing(inside -> inside.remove("k"));
        assertThat(cache.replace("k", "v")).isTrue();
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(recorder.heard).containsExactly("REMOVED k old", "CREATED k v");
    }

    @Test
    void writerThatPutsAnAbsentKey_isOverwrittenByPutIfAbsent() {
        Cache<String, String> cache = writing(inside -> inside.put("new", "inside"));
        assertThat(cache.putIfAbsent("new", "v")).isTrue();
        assertThat(cache.get("new")).isEqualTo("v");
        assertThat(recorder.heard).containsExactly("CREATED new inside", "UPDATED new inside>v");
    }

    @Test
    void writerThatPutsAKeyThatIsRemoved_leavesNothing() {
        Cache<String, String> cache = writing(inside -> inside.put("k", "inside"));
        assertThat(cache.remove("k")).isTrue();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(recorder.heard).containsExactly("UPDATED k old>inside", "REMOVED k inside");
    }
}
