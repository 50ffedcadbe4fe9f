package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Interner;
import dev.gossamer.WeakSet;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakSet} and an {@link Interner} in particular. */
public interface WeakSetContract extends ContractBase {

    @Test
    @Rule("WS-1")
    @DisplayName("WS-1: adding an equal element keeps the first")
    default void add_equalElement_keepsFirst() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakSet<NamedKey> set = scene.newWeakSet();
        NamedKey first = new NamedKey("a");
        NamedKey second = new NamedKey("a");
        assertTrue(set.add(first), "added");
        assertFalse(set.add(second), "added again");
        assertSame(first, set.iterator().next(), "set.iterator().next()");
        scene.kill(first);
        assertTrue(set.add(second), "added after the first died");
        assertSame(second, set.iterator().next(), "set.iterator().next()");
    }

    @Test
    @Rule("WS-2")
    @DisplayName("WS-2: a set equals any Set of the same live elements")
    default void equals_otherSets_comparesLiveElements() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakSet<NamedKey> set = scene.newWeakSet();
        WeakSet<NamedKey> other = scene.newWeakSet();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        NamedKey dead = new NamedKey("dead");
        set.addAll(List.of(a, dead, b));
        other.addAll(List.of(b, a));
        assertNotEquals(set, other, "equals of the other one");
        scene.kill(dead);
        assertEquals(set, other, "equals of the other one");
        assertEquals(Set.of(a, b), set, "the set, by equals");
        assertEquals(set, Set.of(b, a), "Set.of(b, a)");
        assertEquals(Set.of(a, b).hashCode(), set.hashCode(), "set.hashCode()");
    }

    @Test
    @Rule("WS-3")
    @DisplayName("WS-3: set operations take this set's own elements, count duplicates once, and take a set with itself")
    default void setOperations_equalElements_takeOwn() {
        WeakSet<NamedKey> set = new SimulatedCollection(backend()).newWeakSet();
        NamedKey a = new NamedKey("a");
        NamedKey b = new NamedKey("b");
        NamedKey otherA = new NamedKey("a");
        NamedKey c = new NamedKey("c");
        NamedKey otherC = new NamedKey("c");
        set.addAll(List.of(a, b));
        List<NamedKey> other = List.of(otherA, c, otherC);
        assertSame(a, only(set.intersection(other)), "only(set.intersection(other))");
        assertSame(b, only(set.difference(other)), "only(set.difference(other))");
        assertTrue(set.union(other).stream().anyMatch(each -> each == a), "union takes the left one");
        assertEquals(Set.of(a, b, c), set.union(other), "set.union(other)");
        assertEquals(Set.of(b, c), set.symmetricDifference(other), "set.symmetricDifference(other)");
        assertEquals(set, set.union(set), "set.union(set)");
        assertEquals(set, set.intersection(set), "set.intersection(set)");
        assertTrue(set.difference(set).isEmpty() && set.symmetricDifference(set).isEmpty(), "a set without itself");
        assertFalse(set.isDisjoint(set), "a set is disjoint with itself");
        assertEquals(Set.of(a, b), set, "the set afterwards");
    }

    private static NamedKey only(Set<NamedKey> set) {
        assertEquals(1, set.size(), "set.size()");
        return set.iterator().next();
    }

    @Test
    @Rule("WS-4")
    @DisplayName("WS-4: retainAll, removeAll and removeIf leave reclaiming intact")
    default void bulkRemoval_thenDeaths_areReclaimed() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<Object> told = new ArrayList<>();
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet().onCollected(told::add).build();
        List<NamedKey> names = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            names.add(new NamedKey("e" + i));
            set.add(names.get(i), i);
        }
        set.retainAll(names.subList(0, 30));
        set.removeAll(names.subList(20, 30));
        set.removeIf(name -> name.text().endsWith("5"));
        assertEquals(18, set.size(), "set.size()");
        names.forEach(scene::kill);
        assertEquals(18, scene.reclaim(set), "reclaimed");
        assertEquals(18, told.size(), "told");
        assertEquals(0, set.estimatedSize(), "set.estimatedSize()");
    }

    @Test
    @Rule("WS-5")
    @DisplayName("WS-5: poll() never gives a dead element")
    default void poll_onlyDeadRemain_isNull() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakSet<NamedKey> set = scene.newWeakSet();
        NamedKey dead = new NamedKey("dead");
        NamedKey live = new NamedKey("live");
        set.add(dead);
        set.add(live);
        scene.kill(dead);
        assertSame(live, set.poll(), "set.poll()");
        assertNull(set.poll(), "when only a dead one remains");
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: an interner gives everyone the one live instance")
    default void intern_equalInstances_giveTheFirstLiveOne() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Interner<NamedKey> interner = scene.newInterner();
        NamedKey first = new NamedKey("a");
        NamedKey second = new NamedKey("a");
        assertSame(first, interner.intern(first), "intern of " + first);
        assertSame(first, interner.intern(second), "intern of " + second);
        scene.kill(first);
        assertEquals(0, interner.size(), "interner.size()");
        assertSame(second, interner.intern(second), "intern of " + second);
    }
}
