package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Maps that hold both sides weakly, over one backend. */
abstract class WeakMaps {
    private final Named key = new Named("key");
    private final Named value = new Named("value");
    private final Named other = new Named("other");
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final SimulatedCollector collector = new SimulatedCollector(backend());

    abstract Backend backend();

    private final class Telling implements WeakMap.PairListener<Object, Object> {
        @Override
        public void keyCollected(Object survivor) {
            told.add("key of " + survivor);
        }

        @Override
        public void valueCollected(Object survivor) {
            told.add("value of " + survivor);
        }
    }

    private WeakMap<Named, Named> simulated() {
        return WeakMap.<Named, Named>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .recordStats()
                .onCollected(new Telling())
                .build();
    }

    private int bury(WeakMap<?, ?> map) {
        collector.enqueue();
        return map.reclaim();
    }

    private static void assertEmpty(WeakMap<Named, Named> map, Named key) {
        assertThat(map.get(new Named(key.name()))).isNull();
        assertThat(map.containsKey(key)).isFalse();
        assertThat(map.isEmpty()).isTrue();
        assertThat(map.size()).isZero();
        assertThat(map.entrySet()).isEmpty();
        assertThat(map.snapshot()).isEmpty();
        assertThat(map).isEqualTo(Map.of()).hasToString("{}");
    }

    @Test
    @DisplayName("WM-2 a dead value is absent at once, and its key is told when it leaves")
    void reclaim_deadValue_tellsTheKey() {
        WeakMap<Named, Named> map = simulated();
        map.put(key, value);
        collector.clear(value);
        assertEmpty(map, key);
        assertThat(map.estimatedSize()).isOne();
        assertThat(bury(map)).isOne();
        assertThat(map.estimatedSize()).isZero();
        assertThat(told).containsExactly("value of " + key);
        assertThat(map.stats().collected()).isOne();
    }

    @Test
    @DisplayName("WM-2 a dead key is absent at once, and its value is told when it leaves")
    void reclaim_deadKey_tellsTheValue() {
        WeakMap<Named, Named> map = simulated();
        map.put(key, value);
        assertThat(collector.clear(key)).isOne();
        assertEmpty(map, key);
        assertThat(map.estimatedSize()).isOne();
        assertThat(bury(map)).isOne();
        assertThat(map.estimatedSize()).isZero();
        assertThat(told).containsExactly("key of " + value);
        assertThat(map.stats().collected()).isOne();
    }

    @Test
    @DisplayName("WM-3 where both sides die nobody is told, in whatever order they arrive")
    void reclaim_bothSidesDead_tellsNobody() {
        WeakMap<Named, Named> map = simulated();
        for (List<Named> order : List.of(List.of(key, value), List.of(value, key))) {
            map.put(key, value);
            order.forEach(collector::clear);
            assertEmpty(map, key);
            bury(map);
            assertThat(map.estimatedSize()).isZero();
        }
        assertThat(told).isEmpty();
        assertThat(map.stats().collected()).isEqualTo(2);
    }

    @Test
    @DisplayName("WM-3 what was removed or replaced before is not told")
    void reclaim_removedBefore_tellsNobody() {
        WeakMap<Named, Named> map = simulated();
        map.put(key, value);
        assertThat(map.remove(new Named("key"))).isSameAs(value);
        map.put(other, value);
        map.put(other, key);
        collector.clear(value);
        bury(map);
        assertThat(told).isEmpty();
        assertThat(map.get(other)).isSameAs(key);
    }

    @Test
    @DisplayName("WM-2 a late notice of a death leaves the association that came since")
    void reclaim_afterANewAssociation_keepsIt() {
        WeakMap<Named, Named> map = simulated();
        Named first = new Named("key");
        map.put(first, value);
        collector.clear(first);
        assertThat(map.put(key, other)).isNull();
        assertThat(bury(map)).isOne();
        assertThat(told).containsExactly("key of " + value);
        assertThat(map).isEqualTo(Map.of(key, other));
        Named later = new Named("value");
        collector.clear(other);
        assertThat(map.putIfAbsent(key, later)).isNull();
        bury(map);
        assertThat(map.get(key)).isSameAs(later);
    }

    @Test
    @DisplayName("MAP-6 an iterator removes the association it gave, and not what was written since")
    void iteratorRemove_valueReplacedMeanwhile_leavesTheNewer() {
        WeakMap<Named, Named> map = simulated();
        map.put(key, value);
        Iterator<Map.Entry<Named, Named>> entries = map.entrySet().iterator();
        entries.next();
        map.put(key, other);
        entries.remove();
        assertThat(map.get(key)).isSameAs(other);
        entries = map.entrySet().iterator();
        entries.next();
        assertThat(entries.hasNext()).isFalse();
        entries.remove();
        assertThat(map).isEmpty();
    }

    @Test
    @DisplayName(
            "MAP-1 a view says that it removed nothing, where what its filter took was overwritten or removed meanwhile")
    void removeIf_filterWritesToTheMap_saysWhatWasRemoved() {
        WeakMap<Named, Named> map = simulated();
        Map<String, Predicate<Predicate<Object>>> views = Map.of(
                "entries", map.entrySet()::removeIf, "keys", map.keySet()::removeIf, "values", map.values()::removeIf);
        views.forEach((view, removeIf) -> {
            boolean keys = view.equals("keys"); // a key is the same element, whatever its value
            map.put(key, value);
            assertThat(removeIf.test(met -> map.put(key, other) != null))
                    .as(view)
                    .isEqualTo(keys);
            assertThat(map.get(key)).as(view).isSameAs(keys ? null : other);
            map.put(key, other);
            assertThat(removeIf.test(met -> map.remove(key) != null)).as(view).isFalse();
            map.put(key, value);
            assertThat(removeIf.test(met -> true)).as(view).isTrue();
            assertThat(map).as(view).isEmpty();
        });
    }

    @Test
    @DisplayName("MAP-1 bulk removals through views remove what they are given, and say whether they did")
    void bulkRemovals_ofEachView_areThoseOfMap() {
        WeakMap<Named, Named> map = simulated();
        List<Collection<?>> views = List.of(map.keySet(), map.values(), map.entrySet());
        List<Object> met = List.of(key, value, Map.entry(key, value));
        for (int i = 0; i < views.size(); i++) {
            map.put(key, value);
            assertThat(views.get(i).removeAll(List.of(other))).isFalse();
            assertThat(views.get(i).retainAll(met)).isFalse();
            assertThat(views.get(i).contains(met.get(i))).isTrue();
            assertThat(views.get(i).removeAll(met)).isTrue();
            assertThat(views.get(i).isEmpty()).isTrue();
            map.put(key, value);
            assertThat(views.get(i).retainAll(List.of(other))).isTrue();
            map.put(key, value);
            assertThat(views.get(i).remove(met.get(i))).isTrue();
            assertThat(views.get(i).remove(met.get(i))).isFalse();
            map.put(key, value);
            views.get(i).clear();
            assertThat(views.get(i)).isEmpty();
        }
    }

    @Test
    @DisplayName("MAP-1 bulk removals of entries compare keys as the map does")
    void bulkRemovals_ofEntriesByIdentity_goByIdentity() {
        WeakMap<Named, Named> map = WeakMap.<Named, Named>builder()
                .backend(backend())
                .keys(Equivalence.identity())
                .build();
        Named equal = new Named("key");
        map.put(key, value);
        map.put(equal, value);
        assertThat(map.entrySet().retainAll(List.of(Map.entry(key, value)))).isTrue();
        assertThat(map.get(key)).isSameAs(value);
        assertThat(map.get(equal)).isNull();
        assertThat(map.entrySet().removeAll(List.of(Map.entry(equal, value)))).isFalse();
        assertThat(map.entrySet().retainAll(List.of(Map.entry(equal, value)))).isTrue();
        assertThat(map).isEmpty();
    }

    @Test
    @DisplayName("MAP-1 values are compared by equals, by whatever collection they are told of")
    void bulkRemovals_ofValuesInACollectionOfItsOwnOrder_goByEquals() {
        WeakMap<Named, Named> map = simulated();
        Set<Named> all = new TreeSet<>((one, another) -> 0);
        all.add(other);
        map.put(key, value);
        assertThat(map.values().removeAll(all)).isFalse();
        assertThat(map.values().retainAll(all)).isTrue();
        assertThat(map).isEmpty();
        assertThatThrownBy(() -> map.values().remove(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
    }

    @Test
    @DisplayName("WM-1 the association lives with the key that was stored first")
    void put_equalKey_keepsTheFirst() {
        WeakMap<Named, Named> map = simulated();
        Named equal = new Named("key");
        map.put(key, value);
        map.put(equal, other);
        assertThat(map.keySet().iterator().next()).isSameAs(key);
        collector.clear(equal);
        assertThat(map.get(equal)).isSameAs(other);
        collector.clear(key);
        assertThat(map.get(equal)).isNull();
    }

    @Test
    @DisplayName("WM-1 functions see and give live values, once")
    void compute_functions_areThoseOfConcurrentMap() {
        WeakMap<Named, Named> map = simulated();
        assertThat(map.computeIfAbsent(key, same -> value)).isSameAs(value);
        assertThat(map.computeIfAbsent(key, same -> other)).isSameAs(value);
        assertThat(map.compute(key, (same, present) -> present == value ? other : null))
                .isSameAs(other);
        assertThat(map.merge(key, value, (present, given) -> given)).isSameAs(value);
        assertThat(map.computeIfPresent(key, (same, present) -> null)).isNull();
        assertThat(map).isEmpty();
        assertThatThrownBy(() -> map.computeIfAbsent(key, same -> map.computeIfAbsent(key, again -> value)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Named[name=key]");
    }

    @Test
    @DisplayName("WM-2 a key that dies while a function runs leaves nothing")
    void compute_keyDiesMeanwhile_leavesNothing() {
        WeakMap<Named, Named> map = simulated();
        Named first = new Named("key");
        map.put(first, value);
        map.compute(new Named("key"), (same, present) -> {
            collector.clear(first);
            bury(map);
            return other;
        });
        bury(map);
        assertThat(map).isEmpty();
        assertThat(map.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("WM-1 copies are independent, and keep the settings")
    void copy_changed_leavesTheFirst() {
        WeakMap<Named, Named> map = WeakMap.<Named, Named>builder()
                .backend(backend())
                .keys(Equivalence.identity())
                .build();
        Named equal = new Named("key");
        map.put(key, value);
        map.put(equal, other);
        WeakMap<Named, Named> copy = map.copy();
        assertThat(copy.entrySet()).hasSize(2);
        copy.remove(key);
        assertThat(map.snapshot().get(key)).isSameAs(value);
        map.entrySet().iterator().next().setValue(key);
        assertThat(map.values()).contains(key);
    }

    @Test
    @DisplayName("ID-2 WRAP-1 what cannot be held weakly is refused on both sides, and nothing changes")
    void put_refused_changesNothing() {
        WeakMap<Object, Object> map = WeakMap.builder()
                .backend(backend())
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        for (Object refused : List.of(1, new WeakReference<>(key), WeakMap.create())) {
            assertThatExceptionOfType(NotWeaklyReferenceableException.class).isThrownBy(() -> map.put(refused, value));
        }
        assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                .isThrownBy(() -> map.computeIfAbsent(key, same -> new WeakReference<>(same)));
        assertThat(map.estimatedSize()).isZero();
        assertThat(map.put(key, 1)).isNull();
        assertThat(map.get(key)).isEqualTo(1);
    }

    @Test
    @DisplayName("ID-1 ID-2 putIfAbsent refuses what it would not store either, as other maps do")
    void putIfAbsent_refusedWhileTheKeyIsThere_isRefused() {
        WeakMap<Object, Object> map = WeakMap.builder().backend(backend()).build();
        List<Integer> stored = new ArrayList<>(List.of(1));
        map.put(stored, value);
        assertThatThrownBy(() -> map.putIfAbsent(stored, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        for (Object refused : List.of(1, new WeakReference<>(key), WeakMap.create())) {
            assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                    .isThrownBy(() -> map.putIfAbsent(stored, refused));
        }
        assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                .isThrownBy(() -> map.putIfAbsent(List.of(1), other));
        assertThat(map).isEqualTo(Map.of(stored, value));
        assertThat(Allocation.perCall(10_000, () -> map.putIfAbsent(stored, other)))
                .isZero();
    }

    /** Refers to its key, as an avatar knows its player. */
    private record Avatar(Named player) {}

    @Test
    @Tag("collector")
    @DisplayName(
            "WM-2 values that refer to their keys keep nothing alive, and a map that nobody touches empties itself")
    void reclaim_valuesThatReferToKeys_leave() {
        WeakMap<Named, Avatar> map = WeakMap.<Named, Avatar>builder()
                .backend(backend())
                .onCollected(new Telling())
                .build();
        List<Avatar> alive = new ArrayList<>();
        fill(map, alive);
        Deaths.collectUntil("the avatars that nobody holds to leave", () -> map.estimatedSize() == 10);
        assertThat(map.values()).containsExactlyInAnyOrderElementsOf(alive);
        assertThat(told).isEmpty();
        Reference.reachabilityFence(alive);
    }

    private static void fill(WeakMap<Named, Avatar> map, List<Avatar> alive) {
        for (int i = 0; i < 100; i++) {
            Avatar avatar = new Avatar(new Named("player " + i));
            map.put(avatar.player(), avatar);
            if (i % 10 == 0) {
                alive.add(avatar);
            }
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("WM-3 with the real collector the living side is told")
    void reclaim_realDeaths_tellTheOtherSide() {
        WeakMap<Named, Named> map = WeakMap.<Named, Named>builder()
                .backend(backend())
                .onCollected(new Telling())
                .build();
        map.put(key, new Named("dying value"));
        map.put(new Named("dying key"), value);
        Deaths.collectUntil("both to be told", () -> told.size() == 2);
        assertThat(told).containsExactlyInAnyOrder("value of " + key, "key of " + value);
        assertThat(map).isEmpty();
    }

    @Test
    @Tag("collector")
    @DisplayName("WM-2 under a collector storm a value whose key and self are held is never lost")
    void get_inACollectorStorm_findsWhatIsHeld() throws InterruptedException {
        WeakMap<Named, Named> map =
                WeakMap.<Named, Named>builder().backend(backend()).build();
        map.put(key, value);
        CountDownLatch done = new CountDownLatch(1);
        Thread storm = new Thread(() -> {
            while (done.getCount() > 0) {
                System.gc();
            }
        });
        storm.start();
        int lost = 0;
        for (int i = 0; i < 20_000; i++) {
            map.put(new Named("n" + i % 50), new Named("v"));
            lost += map.get(key) == value ? 0 : 1;
            map.remove(new Named("n" + (i + 7) % 50));
        }
        done.countDown();
        storm.join();
        assertThat(lost).isZero();
        Deaths.collectUntil("the others to leave", () -> map.estimatedSize() == 1);
        assertThat(map).isEqualTo(Map.of(key, value));
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-7 an equal key that nobody but the call holds is found, whenever the collector comes")
    void put_keyHeldByTheCallAlone_isFound() throws InterruptedException {
        WeakMap<Named, Named> map =
                WeakMap.<Named, Named>builder().backend(backend()).build();
        map.put(key, value);
        CountDownLatch done = new CountDownLatch(1);
        Thread garbage = new Thread(() -> {
            while (done.getCount() > 0) {
                Reference.reachabilityFence(new byte[1 << 16]);
            }
        });
        garbage.start();
        int missed = 0;
        for (int i = 0; i < 3_000_000; i++) {
            if (map.put(new Named("key"), value) != value) {
                missed++;
                map.put(key, value);
            }
        }
        done.countDown();
        garbage.join();
        assertThat(missed).isZero();
        Reference.reachabilityFence(key);
    }
}
