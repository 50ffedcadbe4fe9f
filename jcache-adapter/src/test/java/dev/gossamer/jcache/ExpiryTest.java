package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.jcache.entry.EntryStore;
import dev.gossamer.jcache.entry.StoredValue;
import dev.gossamer.jcache.expiry.ExpiryClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.Test;

class ExpiryTest extends CacheFixture {
    private static final Duration SOON = new Duration(TimeUnit.MILLISECONDS, 80);

    private static FixedExpiry policy(Duration created, Duration accessed, Duration updated) {
        return new FixedExpiry(created, accessed, updated);
    }

    @Test
    void expired_withoutAnyAccess_isHeardOnceAndTheEntryIsReleased() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache =
                cache(expiring(new CreatedExpiryPolicy(SOON)).addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "v");
        await("the EXPIRED event", () -> recorder.heard.size() == 2);
        assertThat(recorder.heard).containsExactly("CREATED k v", "EXPIRED k v");
        assertThat(((GossamerCache<String, String>) cache).parts().entries.isStored("k"))
                .isFalse();
        cache.get("k");
        assertThat(recorder.heard).hasSize(2);
    }

    @Test
    void expired_foundByGet_isHeardOnceBeforeGetReturns() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(expiring(policy(Duration.ETERNAL, Duration.ZERO, null))
                .addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "v");
        assertThat(cache.get("k")).isEqualTo("v");
        assertThat(cache.get("k")).isNull();
        assertThat(recorder.heard).containsExactly("CREATED k v", "EXPIRED k v");
    }

    @Test
    void deadline_isTheMomentOfThePutPlusTheDuration() {
        Cache<String, String> cache = cache(expiring(new CreatedExpiryPolicy(Duration.ONE_HOUR)));
        long hour = TimeUnit.HOURS.toNanos(1);
        long before = ExpiryClock.now();
        cache.put("k", "v");
        long after = ExpiryClock.now();
        assertThat(storedValue(cache).deadline()).isBetween(before + hour, after + hour);
    }

    @Test
    void expired_beforeItsTime_isNothing() {
        Cache<String, String> cache = cache(expiring(new CreatedExpiryPolicy(SOON)));
        long before = ExpiryClock.now();
        cache.put("k", "v");
        await("expiry", () -> !cache.containsKey("k"));
        assertThat(ExpiryClock.now()).isGreaterThanOrEqualTo(before + 80_000_000);
    }

    @Test
    void access_underTouchedPolicy_extendsTheDeadline() {
        Cache<String, String> cache = cache(expiring(new TouchedExpiryPolicy(Duration.ONE_HOUR)));
        cache.put("k", "v");
        StoredValue<String, String> storedValue = storedValue(cache);
        long first = storedValue.deadline();
        await("the clock to go on", () -> ExpiryClock.after(3_600_000_000_000L) > first);
        cache.get("k");
        assertThat(storedValue.deadline()).isGreaterThan(first);
    }

    @Test
    void access_thatShortensTheDeadline_expiresWithoutFurtherAccess() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(
                expiring(policy(Duration.ONE_HOUR, SOON, null)).addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "v");
        cache.get("k");
        await("the EXPIRED event", () -> recorder.heard.contains("EXPIRED k v"));
    }

    private static StoredValue<String, String> storedValue(Cache<String, String> cache) {
        return ((GossamerCache<String, String>) cache)
                .parts()
                .entries
                .stored()
                .next()
                .getValue();
    }

    @Test
    void created_withZero_isNeverThere() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache =
                cache(expiring(policy(Duration.ZERO, null, null)).addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "v");
        assertThat(cache.putIfAbsent("k", "v")).isFalse();
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(recorder.heard).isEmpty();
        assertThat(counters(cache).puts()).isZero();
    }

    @Test
    void updated_withZero_isUpdatedThenExpired() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache = cache(expiring(policy(Duration.ETERNAL, null, Duration.ZERO))
                .addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "1");
        cache.put("k", "2");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(recorder.heard).containsExactly("CREATED k 1", "UPDATED k 1>2", "EXPIRED k 2");
    }

    @Test
    void policy_thatThrows_newEntriesAreEternalAndOldOnesUnchanged() {
        ExpiryPolicy throwing = new ExpiryPolicy() {
            @Override
            public Duration getExpiryForCreation() {
                throw new IllegalStateException("no");
            }

            @Override
            public Duration getExpiryForAccess() {
                throw new IllegalStateException("no");
            }

            @Override
            public Duration getExpiryForUpdate() {
                throw new IllegalStateException("no");
            }
        };
        Cache<String, String> cache = cache(expiring(throwing));
        cache.put("k", "1");
        assertThat(cache.get("k")).isEqualTo("1");
        cache.put("k", "2");
        assertThat(cache.get("k")).isEqualTo("2");
        assertThat(storedValue(cache).deadline()).isEqualTo(ExpiryClock.NEVER);
    }

    @Test
    void policy_thatReturnsNull_newEntriesAreEternalAndOldOnesUnchanged() {
        Cache<String, String> cache = cache(expiring(policy(null, null, null)));
        cache.put("k", "1");
        cache.get("k");
        cache.put("k", "2");
        assertThat(cache.get("k")).isEqualTo("2");
        assertThat(storedValue(cache).deadline()).isEqualTo(ExpiryClock.NEVER);
    }

    @Test
    void hugeDuration_doesNotOverflow() {
        Cache<String, String> cache =
                cache(expiring(new CreatedExpiryPolicy(new Duration(TimeUnit.DAYS, Long.MAX_VALUE))));
        cache.put("k", "v");
        assertThat(cache.get("k")).isEqualTo("v");
    }

    @Test
    void removedAndReplacedEntries_leaveTheWheel() {
        Cache<String, String> cache = cache(expiring(new CreatedExpiryPolicy(Duration.ONE_HOUR)));
        EntryStore<String, String> entries = ((GossamerCache<String, String>) cache).parts().entries;
        for (int i = 0; i < 100_000; i++) {
            cache.put("k", String.valueOf(i));
            cache.remove("k" + i % 7);
            cache.put("k" + i % 7, "v");
        }
        await("the wheel to hold little more than the entries", () -> entries.watched() <= 128);
        cache.removeAll();
        for (int i = 0; i < 200; i++) {
            cache.put("l", "v");
            cache.remove("l");
        }
        await("the wheel to hold next to nothing", () -> entries.watched() <= 64);
    }

    @Test
    void timer_whileAKeyIsInUse_expiresOthersAndComesBack() throws Exception {
        Recorder recorder = new Recorder();
        Cache<String, String> cache =
                cache(expiring(new CreatedExpiryPolicy(SOON)).addCacheEntryListenerConfiguration(sync(recorder)));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Racers.race(2, i -> () -> {
            if (i == 0) {
                return cache.invoke("used", (entry, arguments) -> {
                    entry.setValue("v");
                    inside.countDown();
                    ListenerTest.awaitQuietly(leave);
                    return null;
                });
            }
            inside.await();
            cache.put("k", "v");
            await("the other key to expire", () -> recorder.heard.contains("EXPIRED k v"));
            leave.countDown();
            return null;
        });
        await("the key to expire", () -> recorder.heard.contains("EXPIRED used v"));
    }

    @Test
    void entry_thatExpiresWhileItIsUsed_isHeardAfterwards() {
        Recorder recorder = new Recorder();
        Cache<String, String> cache =
                cache(expiring(new CreatedExpiryPolicy(SOON)).addCacheEntryListenerConfiguration(sync(recorder)));
        cache.put("k", "v");
        long deadline = ExpiryClock.after(80_000_000);
        cache.invoke("k", (entry, arguments) -> {
            await("the deadline", () -> ExpiryClock.now() > deadline + 50_000_000);
            return null;
        });
        await("the EXPIRED event", () -> recorder.heard.contains("EXPIRED k v"));
        assertThat(recorder.heard).containsExactly("CREATED k v", "EXPIRED k v");
    }

    @Test
    void timerThread_livesOnlyWhileSomethingHasADeadline() {
        AtomicReference<String> name = new AtomicReference<>();
        Cache<String, String> cache = cache(expiring(new CreatedExpiryPolicy(Duration.ONE_HOUR)));
        cache.put("k", "v");
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("gossamer-jcache-expiry")) {
                name.set(thread.getName());
            }
        }
        assertThat(name.get()).isNotNull();
        cache.close();
        await(
                "the end of the thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals(name.get())));
        cache(expiring(new CreatedExpiryPolicy(SOON))).put("k", "again");
        await(
                "expiry by a new thread",
                () -> ((GossamerCacheManager) manager).expiry().watched() == 0);
    }
}
