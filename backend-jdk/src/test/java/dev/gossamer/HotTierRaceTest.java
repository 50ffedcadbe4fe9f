package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
}
