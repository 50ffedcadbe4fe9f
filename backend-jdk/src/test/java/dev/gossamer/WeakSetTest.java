package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.backend.jdk.JdkBackend;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of weak sets and interners. */
class WeakSetTest {
    private final Simulation simulation = new Simulation();
    private final WeakSet<Named> set = simulation.<Named>weakSet().build();
    private final Named a = new Named("a");
    private final Named b = new Named("b");
    private final Named c = new Named("c");
    private final Named equalA = new Named("a");
    private final Named equalB = new Named("b");

    private WeakSet<Named> setOf(Named... elements) {
        WeakSet<Named> made = simulation.<Named>weakSet().build();
        made.addAll(Arrays.asList(elements));
        return made;
    }

    @Test
    @DisplayName("WS-1 adding an equal element keeps the first")
    void add_equalElement_keepsTheFirst() {
        assertThat(set.add(a)).isTrue();
        assertThat(set.add(equalA)).isFalse();
        assertThat(set.add(equalA, "ticket")).isFalse();
        assertThat(set.iterator().next()).isSameAs(a);
        assertThat(simulation.collector.clear(equalA)).isZero();
        simulation.kill(a);
        assertThat(set.contains(equalA)).isFalse();
        assertThat(set.add(equalA)).isTrue();
        simulation.bury(set);
        assertThat(set.iterator().next()).isSameAs(equalA);
    }

    @Test
    @DisplayName("WS-2 equals any Set by the living elements, also while dead ones are pending")
    void equals_deadPending_comparesTheLiving() {
        set.addAll(List.of(a, b, c));
        simulation.kill(c);
        Set<Named> living = Set.of(equalA, equalB);
        assertThat(set.equals(living)).isTrue();
        assertThat(living.equals(set)).isTrue();
        assertThat(set.hashCode()).isEqualTo(living.hashCode());
        assertThat(set.equals(setOf(a, b))).isTrue();
        assertThat(set.equals(Set.of(a, b, c))).isFalse();
        assertThat(set.equals(Set.of(a))).isFalse();
        assertThat(set.equals(List.of(a, b))).isFalse();
        assertThat(set.equals(set)).isTrue();
        assertThat(set.size()).isEqualTo(2);
        assertThat(set.snapshot()).isEqualTo(living);
        assertThatThrownBy(() -> set.snapshot().add(c)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @DisplayName("WS-3 union takes the left of equal elements")
    void union_equalElements_leftWins() {
        set.addAll(List.of(a, b));
        WeakSet<Named> union = set.union(List.of(equalA, c));
        assertThat(union).containsExactlyInAnyOrder(a, b, c);
        assertThat(identities(union)).containsExactlyInAnyOrderElementsOf(identities(List.of(a, b, c)));
        assertThat(set.size()).isEqualTo(2);
    }

    @Test
    @DisplayName("WS-3 intersection and difference yield this set's own elements")
    void intersection_equalElements_areThisSets() {
        set.addAll(List.of(a, b));
        WeakSet<Named> common = set.intersection(Arrays.asList(equalB, c, null, equalB));
        assertThat(identities(common)).isEqualTo(identities(List.of(b)));
        WeakSet<Named> rest = set.difference(Arrays.asList(equalB, c, null));
        assertThat(identities(rest)).isEqualTo(identities(List.of(a)));
        assertThat(simulation.collector.clear(equalB)).isZero();
    }

    @Test
    @DisplayName("WS-3 symmetricDifference counts duplicates of the argument once")
    void symmetricDifference_duplicates_countOnce() {
        set.addAll(List.of(a, b));
        assertThat(set.symmetricDifference(List.of(equalB, c, c, equalB))).containsExactlyInAnyOrder(a, c);
        assertThat(set.symmetricDifference(List.of())).containsExactlyInAnyOrder(a, b);
        assertThat(set).containsExactlyInAnyOrder(a, b);
    }

    @Test
    @DisplayName("WS-3 a set with itself works in every operation")
    @SuppressWarnings("ModifyingCollectionWithItself") // that it works is the point
    void operations_withItself_work() {
        set.addAll(List.of(a, b));
        assertThat(set.union(set)).isEqualTo(Set.of(a, b));
        assertThat(set.intersection(set)).isEqualTo(Set.of(a, b));
        assertThat(set.difference(set)).isEmpty();
        assertThat(set.symmetricDifference(set)).isEmpty();
        assertThat(set.isDisjoint(set)).isFalse();
        assertThat(set.containsAll(set)).isTrue();
        assertThat(set.addAll(set)).isFalse();
        assertThat(set.retainAll(set)).isFalse();
        assertThat(set.removeAll(set)).isTrue();
        assertThat(set.isDisjoint(set)).isTrue();
    }

    @Test
    @DisplayName("WS-3 dead elements take no part in any operation")
    void operations_deadElements_areLeftOut() {
        set.addAll(List.of(a, b, c));
        simulation.kill(c);
        assertThat(set.union(List.of())).isEqualTo(Set.of(a, b));
        assertThat(set.intersection(List.of(b, c))).isEqualTo(Set.of(b));
        assertThat(set.difference(List.of(b))).isEqualTo(Set.of(a));
        assertThat(set.symmetricDifference(List.of(b, new Named("c")))).isEqualTo(Set.of(a, new Named("c")));
        assertThat(set.isDisjoint(List.of(c))).isTrue();
        assertThat(set.copy().estimatedSize()).isEqualTo(2);
    }

    @Test
    @DisplayName("WS-3 in identity mode operations compare by identity")
    void operations_identity_compareByIdentity() {
        WeakSet<Named> byIdentity =
                simulation.<Named>weakSet().keys(Equivalence.identity()).build();
        byIdentity.addAll(List.of(a, equalA));
        assertThat(byIdentity.size()).isEqualTo(2);
        assertThat(identities(byIdentity.intersection(List.of(equalA)))).isEqualTo(identities(List.of(equalA)));
        assertThat(byIdentity.contains(new Named("a"))).isFalse();
        assertThat(byIdentity.isDisjoint(List.of(new Named("a")))).isTrue();
        assertThat(byIdentity.retainAll(List.of(equalA))).isTrue();
        assertThat(byIdentity.iterator().next()).isSameAs(equalA);
    }

    private static Set<Object> identities(Iterable<?> elements) {
        Set<Object> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        elements.forEach(identities::add);
        return identities;
    }

    @Test
    @DisplayName("WS-4 retainAll, removeAll and removeIf leave reclaiming intact")
    void bulkRemoval_thenDeath_isStillReclaimed() {
        List<Consumer<WeakSet<Named>>> removals = List.of(
                each -> assertThat(each.retainAll(Set.of(a, b))).isTrue(),
                each -> assertThat(each.removeAll(Set.of(c))).isTrue(),
                each -> assertThat(each.removeIf(c::equals)).isTrue());
        for (Consumer<WeakSet<Named>> removal : removals) {
            List<Object> told = new ArrayList<>();
            WeakSet<Named> listened =
                    simulation.<Named>weakSet().onCollected(told::add).build();
            for (Named each : List.of(a, b, c)) {
                listened.add(each, each.name());
            }
            removal.accept(listened);
            assertThat(listened).containsExactlyInAnyOrder(a, b);
            simulation.kill(a);
            assertThat(listened).containsExactly(b);
            simulation.bury(listened);
            assertThat(listened.estimatedSize()).isOne();
            assertThat(told).containsExactly("a");
            assertThat(listened.add(c)).isTrue();
            simulation.kill(c);
            simulation.bury(listened);
            assertThat(told).containsExactly("a", null);
        }
    }

    @Test
    @DisplayName("WS-4 bulk removals meet dead elements without harm")
    void bulkRemoval_deadElements_changesNothing() {
        set.addAll(List.of(a, b));
        simulation.kill(b);
        assertThat(set.removeAll(List.of(b))).isFalse();
        assertThat(set.retainAll(List.of(a))).isFalse();
        assertThat(set.removeIf(b::equals)).isFalse();
        assertThat(simulation.bury(set)).isOne();
        assertThat(set).containsExactly(a);
    }

    @Test
    @DisplayName("WS-5 poll gives a live element, and null when only dead ones remain")
    void poll_someDead_givesTheLiving() {
        set.addAll(List.of(a, b));
        simulation.kill(a);
        assertThat(set.poll()).isSameAs(b);
        assertThat(set.poll()).isNull();
        assertThat(set.isEmpty()).isTrue();
        simulation.bury(set);
        assertThat(set.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("WS-5 refs refer to the living elements")
    void refs_someDead_referToTheLiving() {
        set.addAll(List.of(a, b));
        simulation.kill(a);
        assertThat(set.refs()).hasSize(1).allMatch(ref -> ref.refersTo(b));
    }

    @Test
    @Tag("collector")
    @DisplayName("WS-4 an element that nobody holds leaves the set, the others stay")
    void element_dropped_leavesTheSet() {
        WeakSet<Named> real = WeakSet.<Named>builder().backend(new JdkBackend()).build();
        real.add(a);
        addDropped(real);
        Deaths.collectUntil("dropped elements to leave the set", () -> real.estimatedSize() == 1);
        assertThat(real).containsExactly(a);
        Reference.reachabilityFence(a);
    }

    private static void addDropped(WeakSet<Named> real) {
        for (int i = 0; i < 1_000; i++) {
            real.add(new Named("dropped " + i));
        }
    }

    @Test
    @DisplayName("MAP-14 addAll stops at a refused element and keeps what came before")
    void addAll_refusedElement_stopsThere() {
        WeakSet<Object> objects = simulation.weakSet().build();
        assertThatThrownBy(() -> objects.addAll(Arrays.asList(a, 1, b)))
                .isInstanceOf(NotWeaklyReferenceableException.class);
        assertThat(objects.snapshot()).isEqualTo(Set.of(a));
        assertThatThrownBy(() -> objects.addAll(Arrays.asList(b, null, c)))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("element");
        assertThat(objects.snapshot()).isEqualTo(Set.of(a, b));
    }

    @Test
    @DisplayName("MAP-7 of eight threads that add equal elements one wins")
    void add_eightThreads_oneWins() throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int round = 0; round < 200; round++) {
                WeakSet<Named> shared = setOf();
                List<Named> winners = Collections.synchronizedList(new ArrayList<>());
                List<Named> held = Collections.synchronizedList(new ArrayList<>());
                crowd.run(8, i -> {
                    Named mine = new Named("same");
                    held.add(mine);
                    if (shared.add(mine)) {
                        winners.add(mine);
                    }
                });
                assertThat(winners).hasSize(1);
                assertThat(shared.iterator().next()).isSameAs(winners.get(0));
            }
        }
    }

    @Test
    @DisplayName("MAP-2 an interner gives the one live instance, and a new one after its death")
    void intern_beforeAndAfterDeath_givesTheLiveOne() {
        Interner<Named> interner = simulation.<Named>interner().recordStats().build();
        assertThat(interner.intern(a)).isSameAs(a);
        assertThat(interner.intern(equalA)).isSameAs(a);
        simulation.kill(a);
        assertThat(interner.size()).isZero();
        assertThat(interner.snapshot()).isEmpty();
        assertThat(interner.intern(equalA)).isSameAs(equalA);
        assertThat(simulation.bury(interner)).isOne();
        assertThat(interner.intern(a)).isSameAs(equalA);
        assertThat(interner.estimatedSize()).isOne();
        assertThat(interner.copy().intern(a)).isSameAs(equalA);
        assertThat(interner.stats().hits()).isEqualTo(2);
        assertThat(interner.stats().misses()).isEqualTo(2);
        assertThat(interner).hasToString("Interner[Named[name=a]]");
    }

    @Test
    @DisplayName("MAP-15 an interner tells its listener once for each instance that was collected")
    void intern_instanceDies_tellsOnce() {
        AtomicInteger told = new AtomicInteger();
        Interner<Named> interner =
                simulation.<Named>interner().onCollected(told::incrementAndGet).build();
        interner.intern(a);
        interner.intern(b);
        simulation.kill(a);
        assertThat(told).hasValue(0);
        simulation.bury(interner);
        simulation.bury(interner);
        assertThat(told).hasValue(1);
    }

    @Test
    @DisplayName("MAP-7 eight threads that intern equal instances get one")
    void intern_eightThreads_oneInstance() throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int round = 0; round < 200; round++) {
                Interner<Named> shared = simulation.<Named>interner().build();
                Set<Object> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
                crowd.run(8, i -> seen.add(shared.intern(new Named("same"))));
                assertThat(seen).hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("MAP-5 sets shrink at once by what died")
    void size_eachDeath_shrinks() {
        List<Named> held = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            held.add(new Named("e" + i));
        }
        set.addAll(held);
        for (int i = 0; i < 50; i++) {
            assertThat(set.size()).isEqualTo(50 - i);
            assertThat(new HashSet<>(set)).hasSize(50 - i);
            simulation.kill(held.get(i));
        }
        assertThat(set.isEmpty()).isTrue();
        assertThat(set.iterator().hasNext()).isFalse();
        assertThat(set.stats().pending()).isEqualTo(50);
    }

    @Test
    void containsAll_withNull_isFalse() {
        WeakSet<Object> set = WeakSet.create();
        Object element = new Object();
        set.add(element);
        assertThat(set.containsAll(Collections.singletonList(null))).isFalse();
        assertThat(set.containsAll(List.of(element))).isTrue();
    }
}
