package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Entry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A hot tier that is broken off while it tells its policy of several entries, as many threads leave them. */
class HotTierFaultTest {
    private static final int BOUND = 3;

    private final Error failure = new StackOverflowError("in the policy");
    private final FailingBackend backend = new FailingBackend(new JdkBackend());
    private final WeakValueMap<Integer, Named> map = WeakValueMap.<Integer, Named>builder()
            .backend(backend)
            .reclaim(Reclaim.MANUAL)
            .hot(HotTier.recent(BOUND))
            .build();
    private final List<Named> values =
            IntStream.rangeClosed(0, 10).mapToObj(i -> new Named("value " + i)).toList();

    /** Leaves the entries of 1 and 2 with the tier, of which the policy has not heard. */
    @BeforeEach
    void breakOff() {
        backend.beforeAdmitting(first -> {
            backend.beforeAdmitting(second -> {
                backend.beforeAdmitting(other -> {});
                throw failure;
            });
            put(1); // as another thread would: this one settles the tier
            put(2);
        });
        assertThatThrownBy(() -> put(0)).isSameAs(failure);
        assertThat(map).hasSize(3);
        assertThat(held()).isEqualTo(3);
        assertThat(counted()).as("those that the policy has heard of").isOne();
    }

    private void put(int key) {
        map.put(key, values.get(key));
    }

    private long counted() {
        return ((StoredWeakValueMap<?, ?>) map).store.tier.size();
    }

    private int held() {
        int held = 0;
        for (Entry entry : ((StoredWeakValueMap<?, ?>) map).store.table) {
            held += entry.isPinned() ? 1 : 0;
        }
        return held;
    }

    @Test
    @DisplayName("MAP-20 an entry that is removed before the policy heard of it has the others told of, too")
    void remove_anEntryThatWasLeft_tellsOfTheOthers() {
        map.remove(2);

        assertThat(held()).isEqualTo(2);
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    @DisplayName("MAP-20, HOT-4 what was left counts against the bound from the next change on")
    void put_more_keepsTheBoundOverWhatWasLeft() {
        for (int key = 3; key < 10; key++) {
            put(key);

            assertThat(held()).isEqualTo(BOUND);
            assertThat(counted()).isEqualTo(BOUND);
        }
    }

    @Test
    @DisplayName("MAP-20 counts are exact when all is removed, also what the policy heard of twice")
    void clear_afterEachFault_leavesNothing() {
        for (int key = 3; key < 10; key++) {
            backend.failAt(1 + key % 4, key % 2 == 0, failure);
            try {
                put(key);
            } catch (StackOverflowError expected) {
                assertThat(expected).isSameAs(failure);
            }
            backend.disarm();
        }
        put(10);
        assertThat(counted()).isEqualTo(held()).isEqualTo(BOUND);

        map.clear();

        assertThat(held()).isZero();
        assertThat(counted()).isZero();
    }
}
