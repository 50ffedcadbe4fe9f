package dev.gossamer.backend.caffeine;

import static dev.gossamer.backend.caffeine.Tables.bounded;
import static dev.gossamer.backend.caffeine.Tables.entriesOf;
import static dev.gossamer.backend.caffeine.Tables.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.backend.caffeine.Tables.Key;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.WeakSide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class BoundedClaimTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final List<Entry> evicted = new ArrayList<>();
    private final Key key = new Key("a", 1);
    private final Entry before = entry(WeakSide.KEY, key, 1);
    private final Entry claim = entry(WeakSide.KEY, key, Marker.CLAIMED);
    private final Table timed =
            bounded(WeakSide.KEY, Bounds.NONE.expireAfterWrite(MINUTE).ticker(now::get), evicted::add);

    @Test
    @DisplayName("MAP-7 the claim of a function that outlasts the time of expiry stays, so nobody else starts it")
    void find_claimThatOutlastsExpireAfterWrite_isStillThere() {
        timed.insert(claim, key);
        advance(600);
        timed.maintain();

        assertThat(timed.find(key, 1)).isSameAs(claim);
        assertThat(timed.insert(entry(WeakSide.KEY, key, 2), key)).isSameAs(claim);
        assertThat(entriesOf(timed)).containsExactly(claim);
        Entry settled = entry(WeakSide.KEY, key, 3);
        assertThat(timed.replace(claim, settled)).isTrue();
        advance(59);
        assertThat(timed.find(key, 1)).isSameAs(settled);
        advance(1);
        assertThat(timed.find(key, 1)).isNull();
    }

    @Test
    @DisplayName("BND-2 what stood before a claim is told when it expires, and is not restored")
    void restore_whatExpiredMeanwhile_isRefusedAndTold() {
        timed.insert(before, key);
        advance(30);
        assertThat(timed.replace(before, claim)).isTrue();
        advance(30);

        assertThat(timed.find(key, 1)).isSameAs(claim);
        assertThat(evicted).containsExactly(claim);
        assertThat(timed.restore(claim, entry(WeakSide.KEY, key, 1))).isFalse();
        assertThat(timed.remove(claim)).isTrue();
        assertThat(timed.estimatedSize()).isZero();
    }

    @Test
    void restore_inTime_keepsTheAge() {
        timed.insert(before, key);
        advance(30);
        timed.replace(before, claim);
        advance(29);
        Entry restored = entry(WeakSide.KEY, key, 1);

        assertThat(timed.restore(claim, restored)).isTrue();
        assertThat(timed.find(key, 1)).isSameAs(restored);
        advance(1);
        assertThat(timed.find(key, 1)).isNull();
    }

    @Test
    @DisplayName("BND-4 an overwriting put whose weigher throws leaves the map as it was")
    void put_weigherThatThrows_changesNothing() {
        WeakKeyMap<Object, Integer> map = WeakKeyMap.<Object, Integer>builder()
                .backend(new CaffeineBackend())
                .reclaim(Reclaim.MANUAL)
                .maximumWeight(100, (weighed, value) -> {
                    if (value > 10) {
                        throw new IllegalStateException("too heavy");
                    }
                    return value;
                })
                .build();
        map.put(key, 5);

        assertThatThrownBy(() -> map.put(key, 11)).hasMessage("too heavy");

        assertThat(map).containsEntry(key, 5).hasSize(1);
    }

    @Test
    @DisplayName("RC-7 a ticker that throws ends nothing: what was dead can go, and later all is as before")
    void remove_whileTheTickerThrows_works() {
        List<RuntimeException> failures = new ArrayList<>();
        Table table = bounded(
                WeakSide.KEY,
                Bounds.NONE.expireAfterWrite(MINUTE).ticker(() -> {
                    if (!failures.isEmpty()) {
                        throw failures.get(0);
                    }
                    return now.get();
                }),
                evicted::add);
        table.insert(before, key);
        failures.add(new IllegalStateException("no time"));

        assertThatThrownBy(table::maintain).hasMessage("no time");
        assertThatThrownBy(() -> table.find(key, 1)).hasMessage("no time");
        assertThat(table.remove(before)).isTrue();
        failures.clear();

        assertThat(table.find(key, 1)).isNull();
        assertThat(table.insert(entry(WeakSide.KEY, key, 2), key)).isNull();
        assertThat(table.estimatedSize()).isEqualTo(1);
    }

    private void advance(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
