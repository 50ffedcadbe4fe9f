package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DeathCallbackTableTest {
    private final DeathCallbackTable table = new DeathCallbackTable();

    /** One that tells nobody. */
    private static final class Silent extends DeathCallback {
        Silent(Object referent) {
            super(referent, new ReferenceQueue<>());
        }

        @Override
        void announce() {
            throw new AssertionError("nobody is told");
        }

        @Override
        void abandon() {
            throw new AssertionError("nothing was broken off");
        }
    }

    private Silent added(Object referent) {
        var callback = new Silent(referent);
        table.add(callback);
        return callback;
    }

    private List<DeathCallback> told(DeathCallback dead) {
        List<DeathCallback> told = new ArrayList<>();
        while (table.takeNewestWith(dead)) {
            told.add(Objects.requireNonNull(table.taken));
        }
        return told;
    }

    @Test
    @DisplayName("CB-3 those of a dead object come newest first, whichever comes from the queue, down to that one")
    void takeNewestWith_oneOfManyCame_givesThoseThatAreNewer() {
        Object[] others = new Object[5_000];
        Object[] referents = new Object[100];
        List<List<DeathCallback>> newestFirst = new ArrayList<>();
        for (int i = 0; i < referents.length; i++) {
            referents[i] = new Object();
            newestFirst.add(new ArrayList<>());
        }
        for (int i = 0; i < others.length; i++) {
            others[i] = new Object();
            added(others[i]);
            newestFirst.get(i % 100).add(0, added(referents[i % 100]));
        }
        Reference.reachabilityFence(referents);
        var random = new SplittableRandom(1);
        for (List<DeathCallback> each : newestFirst) {
            each.forEach(DeathCallback::clear);
            int came = random.nextInt(each.size());
            assertThat(told(each.get(came))).isEqualTo(each.subList(0, came + 1));
            assertThat(told(each.get(each.size() - 1))).isEqualTo(each.subList(came + 1, each.size()));
        }
        assertThat(table.sizeFor(others[17])).isOne();
        assertThat(table.sizeFor(referents[17])).isZero();
    }

    @Test
    @DisplayName("MAP-23 FIN-1 what was removed comes no more, and memory is given back")
    void remove_ofMany_givesMemoryBack() {
        int atFirst = table.capacity();
        List<Object> referents = new ArrayList<>();
        List<DeathCallback> all = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Object referent = i % 3 == 2 ? referents.get(referents.size() - 1) : new Object();
            referents.add(referent);
            all.add(added(referent));
        }
        assertThat(table.capacity()).isGreaterThan(100_000);
        int last = 0;
        for (DeathCallback each : all) {
            last += table.remove(each) ? 1 : 0;
            assertThat(table.remove(each)).isFalse();
            assertThat(table.takeNewestWith(each)).isFalse();
        }
        Reference.reachabilityFence(referents);
        assertThat(last).isOne();
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.capacity()).isEqualTo(atFirst);
        assertThat(told(Objects.requireNonNull(all.get(0)))).isEmpty();
    }

    @Test
    @DisplayName("CB-3 counts that are stuck are made anew")
    void add_manyForOneObjectAgainAndAgain_staysSmall() {
        for (int round = 0; round < 10_000; round++) {
            Object referent = new Object();
            List<DeathCallback> four = List.of(added(referent), added(referent), added(referent), added(referent));
            assertThat(table.sizeFor(referent)).isEqualTo(4);
            four.forEach(table::remove);
        }
        Object[] alone = new Object[100];
        int listed = 0;
        for (int i = 0; i < alone.length; i++) {
            alone[i] = new Object();
            listed += added(alone[i]).place == DeathCallback.LISTED ? 1 : 0;
        }
        assertThat(listed).as("of 100 objects with one").isGreaterThan(50);
        Reference.reachabilityFence(alone);
    }
}
