package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.jcache.locking.EntryLockTable;
import dev.gossamer.jcache.locking.LockedUpdate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes that run code of the user's, and brief ones that do not, of one key. */
@SuppressWarnings("try") // a change need not be named while it lasts
class EntryLockTableTest {
    private static final EntryLockTable<String> TABLE = EntryLockTable.of(true);

    private static Named<Supplier<LockedUpdate<String>>> way(String name, Supplier<LockedUpdate<String>> way) {
        return Named.of(name, way);
    }

    static Stream<Arguments> pairs() {
        List<Named<Supplier<LockedUpdate<String>>>> ways = List.of(
                way("briefly", () -> TABLE.beginBriefly("k")),
                way("with a lock", () -> TABLE.begin("k")),
                way("with many locks", () -> TABLE.beginAll(List.of("j", "k"))));
        return ways.stream().flatMap(first -> ways.stream().map(second -> Arguments.of(first, second)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void twoChangesOfOneKey_begunInAnyWay_comeOneAfterTheOther(
            Supplier<LockedUpdate<String>> first, Supplier<LockedUpdate<String>> second) throws Exception {
        List<String> steps = new CopyOnWriteArrayList<>();
        Thread other = new Thread(() -> {
            try (LockedUpdate<String> change = second.get()) {
                steps.add("second");
            }
        });
        try (LockedUpdate<String> change = first.get()) {
            other.start();
            CacheFixture.await(
                    "the second to wait or be wrong",
                    () -> other.getState() == Thread.State.WAITING || other.getState() == Thread.State.TERMINATED);
            steps.add("first");
        }
        other.join();
        assertThat(steps).containsExactly("first", "second");
        assertThat(TABLE.inUse()).isZero();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void changeWithinAChange_ofTheSameThread_doesNotWait(
            Supplier<LockedUpdate<String>> outer, Supplier<LockedUpdate<String>> inner) {
        try (LockedUpdate<String> change = outer.get();
                LockedUpdate<String> within = inner.get()) {
            assertThat(change).isNotNull();
            assertThat(within).isNotNull();
        }
        assertThat(TABLE.inUse()).isZero();
    }

    @Test
    void briefChange_whoseKeyThrows_leavesNothingLocked() throws Exception {
        EntryLockTable<Object> table = EntryLockTable.of(true);
        Object bad = new Object() {
            @Override
            public boolean equals(Object other) {
                throw new IllegalStateException("no");
            }

            @Override
            public int hashCode() {
                return "k".hashCode();
            }
        };
        try (LockedUpdate<Object> change = table.begin("k")) {
            assertThatThrownBy(() -> table.beginBriefly(bad)).hasMessage("no");
        }
        Thread other = new Thread(() -> table.beginBriefly("k").close());
        other.start();
        other.join();
        assertThat(table.inUse()).isZero();
    }

    @Test
    void changeOfManyKeys_oneOfWhichThrowsAtTheEnd_letsGoOfTheOthers() {
        EntryLockTable<BreakableKey> table = EntryLockTable.of(false);
        BreakableKey bad = new BreakableKey("bad");
        BreakableKey good = new BreakableKey("good");
        LockedUpdate<BreakableKey> change = table.beginAll(List.of(bad, good));
        bad.failsToHash = true;
        assertThatThrownBy(change::close).hasMessage("no hash");
        assertThat(table.isInUse(good)).isFalse();
    }

    @Test
    void changeOfManyKeys_thatCannotBegin_letsGoOfAllButWhatThrowsAgain() {
        EntryLockTable<Object> table = EntryLockTable.of(false);
        BreakableKey bad = new BreakableKey("bad");
        Object worse = new Object() {
            @Override
            public int hashCode() {
                bad.failsToHash = true;
                throw new IllegalStateException("no hash at all");
            }
        };
        assertThatThrownBy(() -> table.beginAll(List.of(bad, "good", worse))).hasMessage("no hash at all");
        assertThat(table.isInUse("good")).isFalse();
    }
}
