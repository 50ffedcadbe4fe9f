package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.expiry.ExpiryPolicy;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of the near cache, step by step, over an engine whose events come when a test says so. */
class NearProtocolTest {
    private final FakeEngine engine = new FakeEngine();
    private final FakeEngine control = new FakeEngine();
    private final AtomicLong time = new AtomicLong();
    private final WeakNearCache<String, String> near = open();
    private final WeakNearCache<String, String> other = open();

    private WeakNearCache<String, String> open() {
        return NearCache.<String, String>over(engine.cache())
                .control(control.cache())
                .maxStaleness(Duration.ofSeconds(60))
                .ticker(time::get)
                .assemble();
    }

    private void pass(long millis) {
        time.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static String fresh(String text) {
        return new String(text.toCharArray());
    }

    @AfterEach
    void close() {
        engine.failure = null;
        near.close();
        other.close();
        assertThat(engine.registrations).isEmpty();
        assertThat(LocalListeners.count()).isZero();
    }

    @Test
    @DisplayName("NEAR-1 NEAR-3 what this process put is that instance, also after its echo")
    void get_ofOwnPut_isThatInstanceAfterItsEcho() {
        String value = fresh("a");
        near.put("k", value);
        engine.deliver();
        assertThat(near.get("k")).isSameAs(value);
        assertThat(engine.reads).isZero();
    }

    @Test
    void get_afterALateEchoOfAnOlderPut_readsOnceAndKeepsTheInstance() {
        String second = fresh("b");
        near.put("k", "a");
        near.put("k", second);
        engine.events.remove().run();
        assertThat(near.get("k")).isSameAs(second);
        assertThat(engine.reads).isEqualTo(1);
    }

    @Test
    void get_afterAnEventOfAnothersPut_isTheNewValue() {
        near.put("k", "a");
        other.put("k", "b");
        engine.deliver();
        assertThat(near.get("k")).isEqualTo("b");
    }

    @Test
    @DisplayName("NEAR-2 without its event a write of another is seen when the bound has passed")
    void get_withoutTheEvent_isOldNoLongerThanTheBound() {
        near.put("k", "a");
        other.put("k", "b");
        engine.events.clear();
        assertThat(near.get("k")).isEqualTo("a");
        pass(60_000);
        assertThat(near.get("k")).isEqualTo("b");
    }

    private WeakNearCache<String, String> within(Duration bound, LongSupplier ticker) {
        return NearCache.<String, String>over(engine.cache())
                .withoutControl()
                .maxStaleness(bound)
                .ticker(ticker)
                .assemble();
    }

    @Test
    @DisplayName("NEAR-2 the bound holds to the nanosecond, also between two turns of maintenance")
    void get_justPastTheBound_readsTheEngine() {
        for (Duration bound : List.of(Duration.ofSeconds(1), Duration.ofMillis(1))) {
            try (WeakNearCache<String, String> bounded = within(bound, time::get)) {
                String held = fresh("a");
                bounded.put("k", held);
                time.addAndGet(bound.toNanos() - bound.toNanos() / 50);
                bounded.maintain();
                engine.reads = 0;
                assertThat(bounded.get("k")).isSameAs(held);
                assertThat(engine.reads).isZero();
                time.addAndGet(bound.toNanos() / 50 + 1);
                assertThat(bounded.get("k")).isSameAs(held);
                assertThat(engine.reads).isEqualTo(1);
            }
        }
    }

    @Test
    void get_farFromTheBound_doesNotAskWhatTimeItIs() {
        AtomicInteger asked = new AtomicInteger();
        try (WeakNearCache<String, String> bounded = within(Duration.ofSeconds(60), asked::getAndIncrement)) {
            String held = fresh("a");
            bounded.put("k", held);
            bounded.maintain();
            int before = asked.get();
            assertThat(bounded.get("k")).isSameAs(held);
            assertThat(asked).hasValue(before);
        }
    }

    @Test
    void get_pastTheBoundOfAnUnchangedValue_keepsTheInstance() {
        other.put("k", "a");
        String held = near.get("k");
        pass(60_000);
        assertThat(near.get("k")).isSameAs(held);
        assertThat(engine.reads).isEqualTo(2);
    }

    @Test
    @DisplayName("NEAR-4 a load that an event overlaps installs nothing")
    void get_overlappedByAnEvent_doesNotInstallWhatItRead() {
        other.put("k", "a");
        engine.deliver();
        engine.afterRead = () -> {
            other.put("k", "b");
            engine.deliver();
        };
        assertThat(near.get("k")).isEqualTo("b");
        assertThat(near.get("k")).isEqualTo("b");
    }

    /** Of the user's own, so each read has to reach the engine, once. */
    private static final class OwnPolicy implements ExpiryPolicy {
        @Override
        public javax.cache.expiry.Duration getExpiryForCreation() {
            return javax.cache.expiry.Duration.ETERNAL;
        }

        @Override
        public javax.cache.expiry.Duration getExpiryForAccess() {
            return javax.cache.expiry.Duration.ZERO;
        }

        @Override
        public javax.cache.expiry.Duration getExpiryForUpdate() {
            return javax.cache.expiry.Duration.ETERNAL;
        }
    }

    @Test
    @DisplayName(
            "NEAR-5 under an expiry policy of the user's own a read reaches the engine once, though an event overlaps it")
    void get_overlappedByAnEventUnderAnOwnPolicy_readsOnce() {
        engine.expiry = OwnPolicy::new;
        try (WeakNearCache<String, String> asking = open()) {
            other.put("k", "a");
            Runnable overlap = () -> {
                other.put("k", "b");
                engine.deliver();
            };
            engine.reads = 0;
            engine.afterRead = overlap;
            assertThat(asking.get("k")).isEqualTo("a");
            assertThat(engine.reads).isEqualTo(1);
            engine.afterRead = overlap;
            assertThat(asking.getAll(Set.of("k"))).containsExactly(Map.entry("k", "b"));
            assertThat(engine.reads).isEqualTo(2);
        }
    }

    @Test
    @DisplayName("NEAR-4 a write that another one overlaps leaves nothing old near")
    void put_overlappedByAnothersPut_leavesNothingOldNear() {
        engine.afterWrite = () -> {
            other.put("k", "b");
            engine.deliver();
        };
        near.put("k", "a");
        assertThat(near.get("k")).isEqualTo("b");
    }

    @Test
    @DisplayName("NEAR-3 a write that was overtaken in this process is read back")
    void put_overtakenByAnotherOfThisProcess_isReadBack() {
        engine.beforeWrite = () -> near.put("k", "b"); // reserved later, written earlier
        near.put("k", "a");
        assertThat(near.get("k")).isEqualTo("a");
    }

    @Test
    void replace_thatIsRefused_leavesWhatIsNear() {
        String value = fresh("a");
        near.put("k", value);
        assertThat(near.replace("k", "z", "c")).isFalse();
        assertThat(near.putIfAbsent("k", "c")).isFalse();
        assertThat(near.get("k")).isSameAs(value);
        assertThat(engine.reads).isEqualTo(1); // the comparison's
    }

    @Test
    @DisplayName("NEAR-5 what the engine has contradicted by refusing a condition is read again")
    void conditional_thatTheEngineRefusesAgainstWhatIsNear_isFollowedByARead() {
        for (Predicate<String> refused :
                List.<Predicate<String>>of(key -> near.replace(key, "a", "c"), key -> near.remove(key, "a"))) {
            near.put("k", "a");
            other.put("k", "b");
            assertThat(refused.test("k")).isFalse();
            assertThat(near.get("k")).isEqualTo("b");
        }
        for (Predicate<String> refused : List.<Predicate<String>>of(
                key -> near.replace(key, "c"), key -> near.getAndReplace(key, "c") != null)) {
            near.put("k", "a");
            other.remove("k");
            assertThat(refused.test("k")).isFalse();
            assertThat(near.get("k")).isNull();
        }
    }

    @Test
    @DisplayName("NEAR-5 what was near before a write that is under way is not answered after a refused one")
    void putIfAbsent_refusedAmidAPut_leavesNothingOldNear() {
        near.put("k", "a");
        AtomicReference<String> seen = new AtomicReference<>();
        engine.afterWrite = () -> {
            near.putIfAbsent("k", "c");
            seen.set(near.get("k"));
        };
        near.put("k", "b");
        assertThat(seen).hasValue("b");
        assertThat(near.get("k")).isEqualTo("b");
    }

    @Test
    void getAndPut_ofAValueInUse_givesThatInstanceBack() {
        String value = fresh("a");
        near.put("k", value);
        assertThat(near.getAndPut("k", "b")).isSameAs(value);
    }

    @Test
    @DisplayName("NEAR-7 a listener that died comes back")
    void suspect_afterTheListenerDied_hearsAgain() {
        near.put("k", "a");
        engine.deliver();
        engine.silenceListeners();
        near.suspect("the cluster was merged");
        near.maintain();
        assertThat(near.get("k")).isEqualTo("a");
        other.put("k", "b");
        engine.deliver();
        assertThat(near.get("k")).isEqualTo("b");
    }

    @Test
    @DisplayName("NEAR-7 a user's listener that died comes back, until it is deregistered")
    void suspect_afterAUsersListenerDied_letsItHearAgain() {
        Queue<String> heard = new ArrayDeque<>();
        CacheEntryListenerConfiguration<String, String> listener =
                new MutableCacheEntryListenerConfiguration<>(() -> new Created(heard), null, false, false);
        near.registerCacheEntryListener(listener);
        engine.silenceListeners();
        near.suspect("the cluster was merged");
        near.maintain();
        other.put("k", "a");
        engine.deliver();
        assertThat(heard).containsExactly("a");
        near.deregisterCacheEntryListener(listener);
        other.put("l", "b");
        engine.deliver();
        assertThat(heard).containsExactly("a");
    }

    /** Collects the values of what was created. */
    private record Created(Queue<String> heard) implements CacheEntryCreatedListener<String, String> {
        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
            events.forEach(event -> heard.add(event.getValue()));
        }
    }

    @Test
    void hooks_besideABrokenLine_areAttachedAndDetached() {
        assertThat(ServedHooks.ATTACHED).hasValue(2);
        near.close();
        other.close();
        assertThat(ServedHooks.ATTACHED).hasValue(0);
    }

    @Test
    @DisplayName("NEAR-5 a conditional operation is decided in the engine")
    void replace_ofAnEqualValueInTheEngine_isDecidedThere() {
        near.put("k", "a");
        other.put("k", "b");
        engine.events.clear();
        assertThat(near.replace("k", "a", "c")).isFalse();
        assertThat(near.replace("k", "b", "c")).isTrue();
        assertThat(other.getAndPut("k", "d")).isEqualTo("c");
    }

    @Test
    @DisplayName("NEAR-8 what the engine throws comes through, and what is near stays")
    void get_whileTheEngineFails_throwsWhatItThrowsAndKeepsWhatIsNear() {
        near.put("k", "a");
        engine.deliver();
        String held = near.get("k");
        engine.failure = new IllegalStateException("down");
        assertThat(near.get("k")).isSameAs(held);
        pass(60_000);
        assertThatThrownBy(() -> near.get("k")).isSameAs(engine.failure);
        engine.failure = null;
        assertThat(near.get("k")).isSameAs(held);
    }

    @Test
    @DisplayName("NEAR-8 after a write that failed the engine is asked")
    void put_thatFails_leavesTheKeyToTheEngine() {
        near.put("k", "a");
        engine.failure = new IllegalStateException("down");
        assertThatThrownBy(() -> near.put("k", "b")).isSameAs(engine.failure);
        engine.failure = null;
        assertThat(near.get("k")).isEqualTo("a");
        assertThat(engine.reads).isEqualTo(1);
    }

    @Test
    void reads_whenTheEnginesCacheIsClosed_areRefused() {
        String held = fresh("a");
        near.put("k", held);
        engine.close();
        for (ThrowingCallable read : List.<ThrowingCallable>of(
                () -> near.get("k"), () -> near.containsKey("k"), () -> near.getAll(Set.of("k")))) {
            assertThatThrownBy(read).isInstanceOf(IllegalStateException.class).hasMessage("cache \"fake\" is closed");
        }
        assertThat(held).isNotNull();
    }

    @Test
    @DisplayName("NEAR-6 the clearing of another process is heard of")
    void clear_byAnother_isHeardOfThroughTheControlCache() {
        near.put("k", "a");
        near.maintain();
        other.clear();
        pass(500);
        near.maintain();
        assertThat(near.get("k")).isNull();
    }

    @Test
    @DisplayName("NEAR-7 lost events are noticed within three seconds")
    void maintenance_whenAnothersEventsAreLost_doubtsEverythingWithinThreeSeconds() {
        near.put("k", "a");
        engine.deliver();
        other.put("k", "b");
        engine.events.clear();
        for (int turn = 0; turn < 6 && near.nearStatistics().suspicions() == 0; turn++) {
            pass(500);
            other.maintain();
            near.maintain();
        }
        assertThat(near.nearStatistics().suspicions()).isEqualTo(1);
        assertThat(near.get("k")).isEqualTo("b");
    }

    @Test
    void maintenance_whenNothingIsLost_suspectsNothing() {
        for (int turn = 0; turn < 20; turn++) {
            near.put("k" + turn, "a");
            other.put("k" + turn, "b");
            near.remove("k" + turn);
            engine.deliver();
            pass(500);
            other.maintain();
            near.maintain();
        }
        assertThat(near.nearStatistics().suspicions()).isZero();
        assertThat(other.nearStatistics().suspicions()).isZero();
    }
}
