package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Has one come from the queue; who is told, in that order. */
    private List<DeathCallback> told(DeathCallback dead) {
        List<DeathCallback> told = new ArrayList<>();
        table.noticeDeath(dead);
        for (DeathCallback each = table.firstDead(); each != null; each = table.firstDead()) {
            told.add(each);
            table.told();
        }
        assertThat(table.endTelling()).isEqualTo(!told.isEmpty() && table.isEmpty());
        return told;
    }

    /** Has all who wait be recent no longer, by the deaths of two others. */
    private void outliveTwo() {
        for (int i = 0; i < 2; i++) {
            Silent other = added(new Object());
            other.clear();
            assertThat(told(other)).containsExactly(other);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("CB-3 those of a dead object come newest first, whichever comes from the queue")
    void noticeDeath_oneOfManyCame_givesThoseThatAreNewer(boolean recent) {
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
        if (!recent) {
            outliveTwo();
        }
        var random = new Random(1);
        for (List<DeathCallback> each : newestFirst) {
            each.forEach(DeathCallback::clear);
            DeathCallback came = each.get(random.nextInt(each.size()));
            List<DeathCallback> first = told(came);
            assertThat(first).contains(came);
            first.addAll(told(each.get(each.size() - 1)));
            assertThat(first).isEqualTo(each);
        }
        Reference.reachabilityFence(referents);
        assertThat(table.sizeFor(others[17])).isOne();
        assertThat(table.sizeFor(referents[17])).isZero();
    }

    @Test
    @DisplayName(
            "CB-3, FIN-1 whatever dies when and comes in whatever order: each is told once, newest first for its object")
    void noticeDeath_anyDeathsInAnyOrder_givesEachOnceNewestFirst() {
        var random = new Random(2);
        List<List<Silent>> living = new ArrayList<>();
        List<Object> held = new ArrayList<>();
        List<List<Silent>> dead = new ArrayList<>();
        for (int round = 0; round < 3_000; round++) {
            for (int i = random.nextInt(20); i > 0; i--) {
                register(living, held, random);
            }
            for (int i = random.nextInt(4); i > 0 && !living.isEmpty(); i--) {
                int victim = random.nextInt(living.size());
                living.get(victim).forEach(DeathCallback::clear);
                held.remove(victim);
                dead.add(living.remove(victim));
            }
            if (random.nextInt(4) == 0) {
                checkTold(dead, random);
                dead.clear();
            }
        }
        checkTold(dead, random);
        assertThat(living).isNotEmpty().allSatisfy(each -> assertThat(each).allMatch(DeathCallback::isWaiting));
        living.forEach(each -> each.forEach(table::remove));
        assertThat(table.isEmpty()).isTrue();
        Reference.reachabilityFence(held);
    }

    private void register(List<List<Silent>> living, List<Object> held, Random random) {
        int which = random.nextInt(living.size() + 5);
        if (which >= living.size()) {
            which = living.size();
            living.add(new ArrayList<>());
            held.add(new Object());
        }
        living.get(which).add(0, added(held.get(which)));
    }

    /** Has all of some objects come from the queue, in any order; all are told once, and of each object the newest first. */
    private void checkTold(List<List<Silent>> newestFirst, Random random) {
        List<Silent> queue = new ArrayList<>();
        newestFirst.forEach(queue::addAll);
        Collections.shuffle(queue, random);
        List<DeathCallback> told = new ArrayList<>();
        queue.forEach(each -> told.addAll(told(each)));
        assertThat(told).containsExactlyInAnyOrderElementsOf(queue);
        newestFirst.forEach(each -> assertThat(told).containsSubsequence(each));
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
        assertThat(table.capacity()).as("of who is recent").isEqualTo(atFirst);
        outliveTwo();
        assertThat(table.capacity()).isGreaterThan(100_000);
        int last = 0;
        for (DeathCallback each : all) {
            last += table.remove(each) ? 1 : 0;
            assertThat(table.remove(each)).isFalse();
            assertThat(told(each)).isEmpty();
        }
        Reference.reachabilityFence(referents);
        assertThat(last).isOne();
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.capacity()).isEqualTo(atFirst);
        assertThat(told(Objects.requireNonNull(all.get(0)))).isEmpty();
    }

    @Test
    @DisplayName("CB-3 counts that are stuck are made anew")
    void noticeDeath_manyForOneObjectAgainAndAgain_staysSmall() {
        for (int round = 0; round < 10_000; round++) {
            Object referent = new Object();
            List<DeathCallback> four = List.of(added(referent), added(referent), added(referent), added(referent));
            assertThat(table.sizeFor(referent)).isEqualTo(4);
            outliveTwo();
            four.forEach(table::remove);
        }
        List<DeathCallback> alone = new ArrayList<>();
        List<Object> referents = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            referents.add(new Object());
            alone.add(added(referents.get(i)));
        }
        outliveTwo();
        assertThat(alone.stream().filter(each -> each.place == DeathCallback.LISTED))
                .as("of 100 objects with one")
                .hasSizeGreaterThan(50);
        Reference.reachabilityFence(referents);
    }
}
