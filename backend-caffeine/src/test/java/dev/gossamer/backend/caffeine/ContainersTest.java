package dev.gossamer.backend.caffeine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Equivalence;
import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The containers of the library on this backend. */
@Timeout(600)
class ContainersTest {
    private final Backend backend = new CaffeineBackend();
    private final SimulatedCollector collector = new SimulatedCollector(backend);
    private final List<Object> owned = new ArrayList<>();

    @Test
    void weakValueMap_maximumSize_evictsAndCounts() {
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .maximumSize(10)
                .recordStats()
                .build();
        for (int i = 0; i < 100; i++) {
            map.put("k" + i, own(new Object()));
        }

        assertThat(map).hasSize(10);
        assertThat(map.stats().evicted()).isEqualTo(90);
        map.forEach((key, value) -> assertThat(map.get(key)).isSameAs(value));
        assertThat(owned).hasSize(100);
    }

    @Test
    void weakKeyMap_maximumWeight_weighsAnOverwrittenValueAgain() {
        WeakKeyMap<Object, String> map = WeakKeyMap.<Object, String>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .maximumWeight(10, (key, value) -> value.length())
                .recordStats()
                .build();
        Object first = own(new Object());
        Object second = own(new Object());
        map.put(first, "1234");
        map.put(second, "1234");
        assertThat(map).hasSize(2);

        map.put(second, "12345678901");

        assertThat(map.stats().evicted()).isPositive();
        assertThat(map.containsKey(second)).isFalse();
        map.compute(first, (key, value) -> "12345678901");
        assertThat(map).isEmpty();
        assertThat(owned).hasSize(2);
    }

    @Test
    void reclaim_entriesExpiredInAnIdleMap_dropsAndCountsThem() {
        AtomicLong now = new AtomicLong();
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .expireAfterWrite(Duration.ofSeconds(10))
                .ticker(now::get)
                .recordStats()
                .build();
        map.put("a", own(new Object()));
        now.addAndGet(Duration.ofSeconds(20).toNanos());

        map.reclaim();

        assertThat(map.estimatedSize()).isZero();
        assertThat(map.stats().evicted()).isEqualTo(1);
        assertThat(owned).hasSize(1);
    }

    @Test
    @DisplayName("DIAG-2 a put of the value that is there is a write: it counts, and the entry lives on from then")
    void put_theValueThatIsThere_isAWrite() {
        AtomicLong now = new AtomicLong();
        WeakValueMap<Object, Object> values = WeakValueMap.builder()
                .backend(backend)
                .expireAfterWrite(Duration.ofSeconds(10))
                .ticker(now::get)
                .recordStats()
                .build();
        WeakKeyMap<Object, Object> keys = WeakKeyMap.builder()
                .backend(backend)
                .expireAfterWrite(Duration.ofSeconds(10))
                .ticker(now::get)
                .recordStats()
                .build();
        Object held = own(new Object());
        values.put(held, held);
        keys.put(held, "value");

        now.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(values.put(held, held)).isSameAs(held);
        assertThat(keys.put(held, "value")).isEqualTo("value");
        now.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(values.get(held)).isSameAs(held);
        assertThat(keys.get(held)).isEqualTo("value");
        assertThat(values.stats().replaced()).isEqualTo(1);
        assertThat(keys.stats().replaced()).isEqualTo(1);
    }

    @Test
    void weakValueMap_expireAfterAccess_forgetsWhatIsNotRead() {
        AtomicLong now = new AtomicLong();
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .expireAfterAccess(Duration.ofSeconds(10))
                .ticker(now::get)
                .build();
        Object value = own(new Object());
        map.put("read", value);
        map.put("idle", value);

        now.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(map.get("read")).isSameAs(value);
        now.addAndGet(Duration.ofSeconds(6).toNanos());

        assertThat(map).containsOnlyKeys("read");
        assertThat(map.getOrPut("idle", owned)).isSameAs(owned);
    }

    @Test
    @DisplayName("MAP-2, MAP-3 the gap between cleared and reclaimed does not show")
    void weakValueMap_deadValue_isAbsentAndLateNoticeHarmsNobody() {
        WeakValueMap<String, Object> map = WeakValueMap.<String, Object>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .build();
        Object old = own(new Object());
        Object next = own(new Object());
        map.put("a", old);
        collector.clear(old);

        assertThat(map).isEmpty();
        assertThat(map.putIfAbsent("a", next)).isNull();
        collector.enqueue();
        map.reclaim();

        assertThat(map.get("a")).isSameAs(next);
        assertThat(map.estimatedSize()).isEqualTo(1);
    }

    @Test
    void weakKeyMap_identity_keepsEqualKeysApart() {
        WeakKeyMap<List<Object>, String> map = WeakKeyMap.<List<Object>, String>builder()
                .keys(Equivalence.identity())
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .build();
        List<Object> left = new ArrayList<>();
        List<Object> right = new ArrayList<>();
        map.put(left, "left");
        map.put(right, "right");

        collector.clear(left);
        collector.enqueue();

        assertThat(map.reclaim()).isEqualTo(1);
        assertThat(map.get(right)).isEqualTo("right");
        assertThat(map.get(left)).isNull();
    }

    @Test
    void weakSetAndInterner_keepTheFirst() {
        WeakSet<String> set = WeakSet.<String>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .build();
        Interner<String> interner = Interner.<String>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .build();
        String first = "a".repeat(3);
        String second = "a".repeat(3);

        assertThat(set.add(first)).isTrue();
        assertThat(set.add(second)).isFalse();
        assertThat(interner.intern(first)).isSameAs(first);
        assertThat(interner.intern(second)).isSameAs(first);
    }

    @Test
    @DisplayName("MAP-7 a running function keeps its key, although the map is full and evicts all the time")
    void computeIfAbsent_inAFullMap_letsNobodyElseStart() throws InterruptedException {
        WeakValueMap<Integer, Object> map = WeakValueMap.<Integer, Object>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .maximumSize(2)
                .build();
        AtomicInteger others = new AtomicInteger();
        Thread other = new Thread(() -> map.computeIfAbsent(-1, key -> {
            others.incrementAndGet();
            return owned;
        }));
        map.computeIfAbsent(-1, key -> {
            for (int i = 0; i < 200; i++) {
                map.put(i, own(new Object()));
            }
            other.start();
            Awaitility.await("the other thread to wait or to end")
                    .atMost(Duration.ofSeconds(300))
                    .until(() -> LockSupport.getBlocker(other) != null || !other.isAlive());
            assertThat(other.isAlive()).isTrue();
            assertThat(others).hasValue(0);
            return own(new Object());
        });
        other.join();

        assertThat(map.size()).isLessThanOrEqualTo(2);
    }

    private Object own(Object object) {
        owned.add(object);
        return object;
    }
}
