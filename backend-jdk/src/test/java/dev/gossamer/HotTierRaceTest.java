package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a hot tier does while another thread is in the middle of something. */
class HotTierRaceTest {
    private final Named first = new Named("first");
    private final Named second = new Named("second");
    private final AtomicReference<Runnable> atNextTick = new AtomicReference<>();

    private long tick() {
        Runnable event = atNextTick.getAndSet(null);
        if (event != null) {
            event.run();
        }
        return 0;
    }

    private static WeakValueMap.Builder<String, Named> builder() {
        return WeakValueMap.<String, Named>builder().backend(new JdkBackend()).reclaim(Reclaim.MANUAL);
    }

    private WeakValueMap<String, Named> timed() {
        return builder()
                .ticker(this::tick)
                .hot(HotTier.forAtLeast(Duration.ofHours(1)))
                .build();
    }

    private static ContainerHotTier tier(WeakValueMap<?, ?> map) {
        return (ContainerHotTier) ((StoredWeakValueMap<?, ?>) map).store.tier;
    }

    private static boolean looksAgain(WeakValueMap<?, ?> map) {
        return tier(map).expire(Integer.MAX_VALUE);
    }

    @Test
    @DisplayName("HOT-1 a look that comes while the first value is about to be held is followed by another one")
    void expire_whileAValueIsAdmitted_looksAgain() {
        WeakValueMap<String, Named> map = timed();
        map.put("first", first); // has asked for a look, which finds nothing any more
        map.remove("first");
        List<Boolean> again = new ArrayList<>();
        atNextTick.set(() -> again.add(looksAgain(map))); // as another thread would: this one settles the tier

        map.put("second", second);

        assertThat(again).containsExactly(true);
        assertThat(tier(map).size()).isOne();
    }

    @Test
    @DisplayName("HOT-1 a look after which the last value leaves says what it has noted: that there is another one")
    void expire_lastValueLeavesMeanwhile_looksAgain() {
        WeakValueMap<String, Named> map = timed();
        map.put("first", first);
        atNextTick.set(() -> map.remove("first")); // as another thread would: this one is at the tier

        assertThat(looksAgain(map)).isTrue();

        assertThat(tier(map).size()).isZero();
        assertThat(looksAgain(map)).isFalse();
    }

    @Test
    @DisplayName("MAP-20 what another thread leaves while one clears up is cleared up too")
    void tidy_anotherIsBrokenOffMeanwhile_staysUnclean() throws Exception {
        FailingBackend backend = new FailingBackend(new JdkBackend());
        WeakValueMap<String, Named> map =
                builder().backend(backend).hot(HotTier.recent(10)).build();
        map.put("first", first);
        map.put("second", second);
        Error failure = new StackOverflowError("after the removal");
        backend.failAt(2, true, failure);
        assertThatThrownBy(() -> map.remove("first")).isSameAs(failure);
        Store<?, ?> store = ((StoredWeakValueMap<?, ?>) map).store;
        try (Crowd crowd = new Crowd()) {
            AtomicReference<Future<?>> other = new AtomicReference<>();
            backend.onMeeting(atTidying -> backend.onMeeting(atDoubts -> {
                backend.onMeeting(any -> {});
                other.set(leaveUncleanWhenBlocked(crowd, store, Thread.currentThread()));
            }));

            ClaimResolution.tidy(store);

            Crowd.await(other.get());
        }
        assertThat(store.unclean).isTrue();
    }

    /** Has another thread take the monitor of the tier, and leave the store unclean when a given one waits for that. */
    private static Future<?> leaveUncleanWhenBlocked(Crowd crowd, Store<?, ?> store, Thread waiting) {
        CountDownLatch taken = new CountDownLatch(1);
        Future<?> other = crowd.start(number -> {
            synchronized (store.tier) {
                taken.countDown();
                Deaths.await("a thread to wait for the tier", () -> waiting.getState() == Thread.State.BLOCKED);
                store.unclean = true;
            }
        });
        try {
            taken.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return other;
    }
}
