package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.backend.jdk.Tables;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A table of the JDK backend that was left in the middle of a move, where look-ups cost more. */
class MoveEndsTest {
    private final List<Object> held = new ArrayList<>();

    @Test
    void move_nobodyWritesAnyMore_isEndedByTheReclaimingThread() {
        StoredMap<Object, Object> map = map(Reclaim.SHARED, 0);

        Table table = fillUntilItMoves(map);

        Deaths.await("the move to end", () -> table.maintainEvery().isEmpty());
        assertThat(held).allMatch(map::containsKey);
    }

    @Test
    void move_manualReclaiming_isEndedByReclaim() {
        StoredMap<Object, Object> map = map(Reclaim.MANUAL, 0);
        Table table = fillUntilItMoves(map);

        map.reclaim();

        assertThat(table.maintainEvery()).isEmpty();
        assertThat(held).allMatch(map::containsKey);
    }

    @Test
    void move_begunByDeathsAndNobodyWrites_isEndedByTheReclaimingThread() {
        int slots = 1 << 18;
        StoredMap<Object, Object> map = map(Reclaim.SHARED, slots / 4 * 3); // so that it does not move before
        while (held.size() < slots / 2) {
            put(map);
        }
        int left = slots / 8 - 40; // each death moves one of 64 shares
        Table table = map.store.table;
        int before = Tables.slots(table);
        Iterator<Entry> entries = table.iterator();
        for (int i = left; i < held.size(); i++) {
            entries.next().enqueue();
        }

        Deaths.await("the dead to be taken out", () -> table.estimatedSize() == left);
        Deaths.await("the move to end", () -> table.maintainEvery().isEmpty());
        assertThat(Tables.slots(table)).isLessThan(before);
        Reference.reachabilityFence(map);
    }

    @SuppressWarnings("unchecked")
    private static StoredMap<Object, Object> map(Reclaim reclaim, int initialCapacity) {
        return (StoredMap<Object, Object>) WeakKeyMap.builder()
                .backend(new JdkBackend())
                .keys(Equivalence.identity())
                .reclaim(reclaim)
                .initialCapacity(initialCapacity)
                .build();
    }

    private void put(StoredMap<Object, Object> map) {
        Object key = new Object();
        held.add(key);
        map.put(key, "value");
    }

    /** With so many slots that no single write moves them all. */
    private Table fillUntilItMoves(StoredMap<Object, Object> map) {
        Table table = map.store.table;
        while (held.size() < 10_000 || table.maintainEvery().isEmpty()) {
            put(map);
        }
        Reference.reachabilityFence(held);
        return table;
    }
}
