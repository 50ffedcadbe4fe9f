package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.entry.EntryStore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An operation is held up at each point where it asks the key for its hash, until the deadline of the entry has passed and the
 * expiry thread has been there: whatever the point, the entry expires afterwards though nobody touches it.
 */
class ExpiryInterleavingTest extends CacheFixture {
    private static final Duration SOON = new Duration(TimeUnit.MILLISECONDS, 20);
    private static final int STEPS = 12;

    private final Recorder recorder = new Recorder();

    /** A key whose hash is asked for a number of times before somebody is held up. */
    private static final class Key {
        private int stepsLeft = Integer.MAX_VALUE;
        private Thread held;
        private Runnable atStep = () -> {};

        @Override
        public int hashCode() {
            if (Thread.currentThread() == held && stepsLeft-- == 0) {
                atStep.run();
            }
            return 7;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key;
        }
    }

    /** What is held up. */
    enum Operation {
        PUT((cache, key) -> cache.put(key, "v")),
        GET_AND_PUT((cache, key) -> cache.getAndPut(key, "v")),
        PUT_IF_ABSENT((cache, key) -> cache.putIfAbsent(key, "v")),
        INVOKE((cache, key) -> cache.invoke(key, (entry, arguments) -> {
            entry.setValue("v");
            return null;
        })),
        PUT_ALL((cache, key) -> cache.putAll(java.util.Map.of(key, "v"))),
        PUT_TWICE((cache, key) -> {
            cache.put(key, "1");
            cache.put(key, "v");
        }),
        REPLACE((cache, key) -> {
            cache.putIfAbsent(key, "1");
            cache.replace(key, "v");
        }),
        READ((cache, key) -> {
            cache.put(key, "v");
            cache.get(key);
        }),
        REMOVE_AND_PUT((cache, key) -> {
            cache.put(key, "1");
            cache.remove(key);
            cache.put(key, "v");
        });

        private final BiConsumer<Cache<Object, String>, Object> run;

        Operation(BiConsumer<Cache<Object, String>, Object> run) {
            this.run = run;
        }
    }

    private Cache<Object, String> expiring(FixedExpiry policy) {
        return manager.createCache(
                "c",
                new MutableConfiguration<Object, String>()
                        .setStoreByValue(false)
                        .setExpiryPolicyFactory(() -> policy));
    }

    @ParameterizedTest
    @EnumSource(Operation.class)
    void operation_heldUpPastTheDeadline_losesNoEntry(Operation operation) {
        Cache<Object, String> cache = expiring(new FixedExpiry(SOON, SOON, SOON));
        for (int step = 0; step < STEPS; step++) {
            runHeldUp(cache, operation, step);
            awaitNothingStored(cache, operation + " held up at step " + step);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void deadlineThatComesNearer_whileTheUpdateIsHeldUp_isKept(int step) {
        Cache<Object, String> cache = expiring(new FixedExpiry(Duration.ONE_HOUR, null, SOON));
        cache.put(new Key(), "1");
        runHeldUp(cache, Operation.PUT, step);
        awaitNothingStored(cache, "the update held up at step " + step);
    }

    private static void runHeldUp(Cache<Object, String> cache, Operation operation, int step) {
        Key key = new Key();
        key.held = Thread.currentThread();
        key.stepsLeft = step;
        key.atStep = () -> awaitVisit(cache);
        operation.run.accept(cache, key);
        key.held = null;
        assertThat(step > 0 || key.stepsLeft < 0)
                .as("an operation asks for the hash of its key")
                .isTrue();
    }

    /** Waits until another key of the cache, put now with the same time to live, has been expired. */
    private static void awaitVisit(Cache<Object, String> cache) {
        cache.put("other", "1");
        cache.put("other", "v");
        await("another entry to expire", () -> !entries(cache).isStored("other"));
    }

    private static void awaitNothingStored(Cache<Object, String> cache, String after) {
        await(
                "expiry of an entry after " + after,
                () -> !entries(cache).stored().hasNext());
    }

    private static EntryStore<Object, String> entries(Cache<Object, String> cache) {
        return ((GossamerCache<Object, String>) cache).parts().entries;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void expiry_afterManyOperations_isHeardForEachEntryOnce(boolean heldUp) {
        Cache<String, String> cache = manager.createCache(
                "heard",
                expiring(new javax.cache.expiry.CreatedExpiryPolicy(SOON))
                        .addCacheEntryListenerConfiguration(sync(recorder)));
        for (int i = 0; i < 300; i++) {
            cache.put("k" + i, "v");
            if (heldUp) {
                cache.remove("k" + i);
                cache.put("k" + i, "v");
            }
        }
        long created = heldUp ? 600 : 300;
        await(
                "all to end",
                () -> heard("EXPIRED") + heard("REMOVED") >= created); // some expire before they are removed
        assertThat(heard("CREATED")).isEqualTo(created);
        assertThat(heard("EXPIRED") + heard("REMOVED")).isEqualTo(created);
        assertThat(cache.iterator().hasNext()).isFalse();
    }

    private long heard(String kind) {
        return recorder.heard.stream().filter(event -> event.startsWith(kind)).count();
    }
}
