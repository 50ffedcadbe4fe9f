package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Table;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table of the JDK backend that was left in the middle of a move, where look-ups cost more. */
class MoveEndsTest {
    private final List<Object> held = new ArrayList<>();

    @Test
    void move_nobodyWritesAnyMore_isEndedByTheReclaimingThread() {
        StoredMap<Object, Object> map = map(Reclaim.SHARED);

        Table table = fillUntilItMoves(map);

        Deaths.await("the move to end", () -> table.maintainEvery().isEmpty());
        assertThat(held).allMatch(map::containsKey);
    }

    @Test
    void move_manualReclaiming_isEndedByReclaim() {
        StoredMap<Object, Object> map = map(Reclaim.MANUAL);
        Table table = fillUntilItMoves(map);

        map.reclaim();

        assertThat(table.maintainEvery()).isEmpty();
        assertThat(held).allMatch(map::containsKey);
    }

    @SuppressWarnings("unchecked")
    private static StoredMap<Object, Object> map(Reclaim reclaim) {
        return (StoredMap<Object, Object>) WeakKeyMap.builder()
                .backend(new JdkBackend())
                .keys(Equivalence.identity())
                .reclaim(reclaim)
                .build();
    }

    /** With so many slots that no single write moves them all. */
    private Table fillUntilItMoves(StoredMap<Object, Object> map) {
        Table table = map.store.table;
        while (held.size() < 10_000 || table.maintainEvery().isEmpty()) {
            Object key = new Object();
            held.add(key);
            map.put(key, "value");
        }
        Reference.reachabilityFence(held);
        return table;
    }
}
