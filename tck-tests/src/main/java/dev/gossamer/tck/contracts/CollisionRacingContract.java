package dev.gossamer.tck.contracts;

import dev.gossamer.WeakContainer;
import dev.gossamer.tck.environment.ClashingKey;
import dev.gossamer.tck.environment.MeddlingKey;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.ScatteredKey;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a table keeps of keys that share a few hash codes when threads race for them, or comparing them changes it. */
public interface CollisionRacingContract extends ContractBase {

    @Test
    @Rule({"MAP-1", "MAP-6"})
    @DisplayName("MAP-1 MAP-6: readers and iterators miss no key of a few hash codes while tables grow and shrink")
    default void clashingKeys_readWhileTablesGrowAndShrink_areFound() {
        for (int round = 0; round < KitOptions.effort(16); round++) {
            EqualityMaps.empty(backend()).forEach((kind, map) -> {
                List<ClashingKey> keys = ClashingKey.many(64);
                ScatteredKey[] others = ScatteredKey.many(2_000);
                NamedKey value = new NamedKey("value");
                keys.forEach(key -> map.put(key, value));
                AtomicBoolean writing = new AtomicBoolean(true);
                List<Callable<Integer>> threads = List.of(
                        () -> putAndRemove(map, others, value, writing), () -> read(kind, map, keys, value, writing));
                RacingThreads.run(threads);
            });
        }
    }

    private static int putAndRemove(
            Map<Object, Object> map, ScatteredKey[] others, NamedKey value, AtomicBoolean writing) {
        try {
            for (ScatteredKey other : others) {
                map.put(other, value);
            }
            for (ScatteredKey other : others) {
                map.remove(other);
            }
            return others.length;
        } finally {
            writing.set(false);
        }
    }

    private static int read(
            String kind, Map<Object, Object> map, List<ClashingKey> keys, NamedKey value, AtomicBoolean writing) {
        int reads = 0;
        while (writing.get()) {
            for (ClashingKey key : keys) {
                RuleViolation.unless(map.get(key) == value, "MAP-1", "get of " + key + " in " + kind + " misses it");
                ClashingKey absent = key.absent();
                Object found = map.get(absent);
                RuleViolation.unless(found == null, "MAP-1", "get of " + absent + " in " + kind + " gives " + found);
            }
            long met =
                    map.keySet().stream().filter(ClashingKey.class::isInstance).count();
            RuleViolation.unless(
                    met == keys.size(), "MAP-6", "an iterator of " + kind + " gives " + met + " of " + keys.size());
            reads++;
        }
        return reads;
    }

    @Test
    @Rule("MAP-7")
    @DisplayName(
            "MAP-7: threads that put and remove keys of a few hash codes get each removal once, and nothing is left")
    default void clashingKeys_putAndRemovedByThreads_areRemovedOnce() {
        EqualityMaps.empty(backend()).forEach((kind, map) -> {
            List<ClashingKey> keys = ClashingKey.many(128);
            NamedKey value = new NamedKey("value");
            List<Callable<Integer>> threads = new ArrayList<>();
            for (int thread = 0; thread < 3; thread++) {
                int seed = thread;
                threads.add(() -> putAndRemoveSome(map, keys, value, new Random(seed)));
            }
            int left =
                    RacingThreads.run(threads).stream().mapToInt(each -> each).sum();
            requireSize(kind, map, left);
            Reference.reachabilityFence(value);
            Reference.reachabilityFence(keys);
        });
    }

    /** How many more entries came than went. */
    private static int putAndRemoveSome(
            Map<Object, Object> map, List<ClashingKey> keys, NamedKey value, Random random) {
        int more = 0;
        for (int i = 0; i < KitOptions.effort(8_000); i++) {
            ClashingKey key = keys.get(random.nextInt(keys.size()));
            more += random.nextBoolean()
                    ? (map.putIfAbsent(key, value) == null ? 1 : 0)
                    : (map.remove(key) == null ? 0 : -1);
        }
        return more;
    }

    private static void requireSize(String kind, ConcurrentMap<?, ?> map, int left) {
        int size = map.size();
        RuleViolation.unless(
                size == left, "MAP-7", kind + " has " + size + " entries where " + left + " more came than went");
        long estimated = ((WeakContainer) map).estimatedSize();
        RuleViolation.unless(
                estimated == left, "MAP-7", "estimatedSize() of " + kind + " is " + estimated + ", not " + left);
    }

    @Test
    @Rule("MAP-7")
    @DisplayName("MAP-7: what changes the map while an insertion compares keys takes effect, and so does the insertion")
    default void putIfAbsent_mapChangesWhileKeysAreCompared_bothTakeEffect() {
        for (int others : List.of(1, 16)) {
            boolean reached = true;
            for (int comparison = 1; reached; comparison++) {
                reached = false;
                for (Map.Entry<String, ConcurrentMap<Object, Object>> each :
                        EqualityMaps.empty(backend()).entrySet()) {
                    reached |= new Meddling(each.getKey(), each.getValue(), others).at(comparison);
                }
            }
        }
    }

    /** A map of meddling keys into which another one is put. */
    final class Meddling {
        private final MeddlingKey.Moment moment = new MeddlingKey.Moment();
        private final String kind;
        private final ConcurrentMap<Object, Object> map;
        private final List<MeddlingKey> others;
        private final MeddlingKey key;
        private final NamedKey value = new NamedKey("value");

        Meddling(String kind, ConcurrentMap<Object, Object> map, int others) {
            this.kind = kind;
            this.map = map;
            List<MeddlingKey> keys = MeddlingKey.many(others + 1, moment);
            this.key = keys.remove(others / 2);
            this.others = keys;
        }

        /** Has the map changed in two ways at a comparison of an insertion, if there are so many. */
        boolean at(int comparison) {
            others.forEach(other -> map.put(other, value));
            MeddlingKey gone = others.get(comparison % others.size());
            moment.at(comparison, () -> map.remove(gone));
            map.putIfAbsent(key, value);
            boolean removed = moment.isOver();
            requireSize(kind, map, others.size() + (removed ? 0 : 1));
            RuleViolation.unless(
                    map.containsKey(gone) != removed && map.remove(key) == value,
                    "MAP-7",
                    "after " + gone + " was removed while " + key + " came, there is " + map + " in " + kind);
            others.forEach(other -> map.put(other, value));
            insertTwiceAt(comparison);
            others.forEach(map::remove);
            requireSize(kind, map, 0);
            Reference.reachabilityFence(others);
            return removed;
        }

        private void insertTwiceAt(int comparison) {
            MeddlingKey twin = key.twin();
            NamedKey first = new NamedKey("first");
            moment.at(
                    comparison,
                    () -> RuleViolation.unless(
                            map.putIfAbsent(twin, first) == null, "MAP-7", twin + " is in " + kind + " too early"));
            Object seen = map.putIfAbsent(key, value);
            boolean inserted = moment.isOver();
            RuleViolation.unless(
                    seen == (inserted ? first : null),
                    "MAP-7",
                    "putIfAbsent on " + kind + " gives " + seen + " where an equal key came meanwhile: " + inserted);
            requireSize(kind, map, others.size() + 1);
            map.remove(key);
            Reference.reachabilityFence(twin);
        }
    }
}
