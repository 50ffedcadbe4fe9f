package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeathCallbackTableTest {
    private final DeathCallbackTable table = new DeathCallbackTable();
    private final List<Object> kept = new ArrayList<>();

    private final List<DeathCallback> told = new ArrayList<>();

    /** One that notes that it was told. */
    private final class Noting extends DeathCallback {
        Noting(Object referent) {
            super(referent, new ReferenceQueue<>());
        }

        @Override
        void announce() {
            told.add(this);
        }

        @Override
        void abandon() {
            throw new AssertionError("nothing was broken off");
        }
    }

    private Noting added(Object referent) {
        var callback = new Noting(referent);
        table.add(callback);
        return callback;
    }

    /** Adds one for an object that lives as long as the test. */
    private Noting addedForGood() {
        Object referent = new Object();
        kept.add(referent);
        return added(referent);
    }

    /** Has one come from the queue; who is told, in that order. */
    private List<DeathCallback> told(DeathCallback dead) {
        told.clear();
        table.noticeDeath(dead);
        while (table.hasDead()) {
            table.tellSome();
        }
        assertThat(table.endTelling()).isEqualTo(!told.isEmpty() && table.isEmpty());
        return new ArrayList<>(told);
    }

    @Test
    @DisplayName("CB-3 those of a dead object come newest first, whichever comes from the queue")
    void noticeDeath_oneOfManyCame_givesThoseThatAreNewer() {
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
        List<List<Noting>> living = new ArrayList<>();
        List<Object> held = new ArrayList<>();
        List<List<Noting>> dead = new ArrayList<>();
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
        assertThat(living)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each).allMatch(one -> one.place == DeathCallback.WAITING));
        living.forEach(each -> each.forEach(table::remove));
        assertThat(table.isEmpty()).isTrue();
        Reference.reachabilityFence(held);
    }

    private void register(List<List<Noting>> living, List<Object> held, Random random) {
        int which = random.nextInt(living.size() + 5);
        if (which >= living.size()) {
            which = living.size();
            living.add(new ArrayList<>());
            held.add(new Object());
        }
        living.get(which).add(0, added(held.get(which)));
    }

    /** Has all of some objects come from the queue, in any order; all are told once, and of each object the newest first. */
    private void checkTold(List<List<Noting>> newestFirst, Random random) {
        List<Noting> queue = new ArrayList<>();
        newestFirst.forEach(queue::addAll);
        Collections.shuffle(queue, random);
        List<DeathCallback> all = new ArrayList<>();
        queue.forEach(each -> all.addAll(told(each)));
        assertThat(all).containsExactlyInAnyOrderElementsOf(queue);
        newestFirst.forEach(each -> assertThat(all).containsSubsequence(each));
    }

    @Test
    @DisplayName("MAP-23 FIN-1 what was removed comes no more, and memory is given back")
    void remove_ofMany_givesMemoryBack() {
        List<Object> referents = new ArrayList<>();
        List<DeathCallback> all = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Object referent = i % 3 == 2 ? referents.get(referents.size() - 1) : new Object();
            referents.add(referent);
            all.add(added(referent));
        }
        assertThat(table.capacity()).isBetween(100_000, 100_000 + DeathCallbackSegment.CAPACITY);
        List<DeathCallback> few = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (i % 1_000 == 0) {
                few.add(all.get(i));
            } else {
                assertRemoved(all.get(i));
            }
        }
        assertThat(table.capacity())
                .as("where one of a thousand waits")
                .isLessThan(10 * few.size() + DeathCallbackSegment.CAPACITY);
        few.subList(1, few.size()).forEach(this::assertRemoved);
        assertThat(table.remove(few.get(0))).as("the last").isTrue();
        assertThat(table.isEmpty()).isTrue();
        assertThat(table.capacity()).isLessThanOrEqualTo(DeathCallbackSegment.CAPACITY);
        Reference.reachabilityFence(referents);
    }

    /** Removes one that is not the last, and sees that it is gone. */
    private void assertRemoved(DeathCallback callback) {
        assertThat(table.remove(callback)).isFalse();
        assertThat(table.remove(callback)).isFalse();
        assertThat(told(callback)).isEmpty();
    }

    @Test
    @DisplayName("MAP-23 memory of those that were told is given back, though some between them live")
    void told_ofMany_givesMemoryBack() {
        List<Object> held = new ArrayList<>();
        List<DeathCallback> dying = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            Object referent = new Object();
            DeathCallback callback = added(referent);
            if (i % 1_000 == 0) {
                held.add(referent);
            } else {
                dying.add(callback);
            }
        }
        dying.forEach(DeathCallback::clear);
        assertThat(told(dying.get(0))).hasSameSizeAs(dying);
        assertThat(table.capacity()).isLessThan(10 * held.size() + DeathCallbackSegment.CAPACITY);
        assertThat(table.sizeFor(held.get(50))).isOne();
        Reference.reachabilityFence(held);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("RC-8 the deaths that one collection found are looked for about once, in whatever order they come")
    void noticeDeath_manyInARow_looksAtEachAFewTimes(boolean newestFirst) {
        int many = 100_000;
        List<DeathCallback> dead = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            Noting callback = addedForGood();
            if (i % 100 == 0) {
                dead.add(callback);
            }
        }
        dead.forEach(DeathCallback::clear);
        if (newestFirst) {
            Collections.reverse(dead);
        }
        dead.forEach(this::told);
        assertThat(dead).allMatch(each -> each.place == DeathCallback.TOLD);
        assertThat(table.looks()).isBetween((long) many, 4L * many);
    }

    @Test
    @DisplayName("RC-8 who has waited for long is not looked at when a younger one dies")
    void noticeDeath_youngBesideManyOld_looksAtTheYoung() {
        for (int i = 0; i < 100_000; i++) {
            addedForGood();
        }
        int deaths = 100;
        for (int i = 0; i < deaths; i++) {
            Noting young = addedForGood();
            young.clear();
            assertThat(told(young)).containsExactly(young);
        }
        assertThat(table.looks()).isLessThanOrEqualTo(deaths * 2L * DeathCallbackSegment.CAPACITY);
    }
}
