package dev.gossamer.tck.contracts;

import dev.gossamer.Equivalence;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.ScatteredKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds while a table grows to tens of thousands of entries, so that the chains of its slots divide. */
public interface GrowthContract extends ContractBase {
    /** How many keys there are. */
    int MANY = KitOptions.effort(60_000);

    /** An empty map of each kind and each way to compare, to be filled with {@link ScatteredKey} keys. */
    private List<ConcurrentMap<ScatteredKey, Object>> emptyMaps() {
        return List.of(
                WeakValueMap.<ScatteredKey, Object>builder()
                        .backend(backend())
                        .reclaim(Reclaim.MANUAL)
                        .build(),
                weakKeys(Equivalence.equality()),
                weakKeys(Equivalence.identity()));
    }

    private ConcurrentMap<ScatteredKey, Object> weakKeys(Equivalence<Object> equivalence) {
        return WeakKeyMap.<ScatteredKey, Object>builder()
                .backend(backend())
                .keys(equivalence)
                .reclaim(Reclaim.MANUAL)
                .build();
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-1")
    @DisplayName(
            "MAP-1: a table that grows far keeps what is put, replaced and removed meanwhile, and shows it all the time")
    default void write_whileTableGrowsFar_keepsAll() {
        for (ConcurrentMap<ScatteredKey, Object> map : emptyMaps()) {
            ScatteredKey[] keys = ScatteredKey.many(MANY);
            @Nullable Object[] values = new Object[MANY];
            int stored = 0;
            for (int i = 0; i < MANY; i++) {
                expect("put", keys[i], map.put(keys[i], values[i] = new NamedKey("first")), null);
                stored++;
                int other = (int) (i * 7_919L % (i + 1));
                expect("get", keys[other], map.get(keys[other]), values[other]);
                requireEstimate(map, stored);
                if (i % 3 == 0) {
                    expect("remove", keys[other], map.remove(keys[other]), values[other]);
                    stored -= values[other] == null ? 0 : 1;
                    values[other] = null;
                } else if (i % 3 == 1) {
                    NamedKey next = new NamedKey("next");
                    expect("replace", keys[other], map.replace(keys[other], next), values[other]);
                    values[other] = values[other] == null ? null : next;
                }
            }
            requireAll(map, keys, values);
        }
    }

    private static void requireAll(
            ConcurrentMap<ScatteredKey, Object> map, ScatteredKey[] keys, @Nullable Object[] values) {
        int present = 0;
        for (int i = 0; i < keys.length; i++) {
            expect("get", keys[i], map.get(keys[i]), values[i]);
            present += values[i] == null ? 0 : 1;
        }
        requireIterated(map, present);
        RuleViolation.unless(map.size() == present, "MAP-5", "size() is " + map.size() + " of " + present + " entries");
        requireEstimate(map, present);
        Reference.reachabilityFence(keys);
        Reference.reachabilityFence(values);
    }

    private static void requireIterated(ConcurrentMap<ScatteredKey, Object> map, int present) {
        Walk walk = new Walk(map, 0);
        walk.finish();
        RuleViolation.unless(
                walk.met.cardinality() == present,
                "MAP-6",
                "iteration gives " + walk.met.cardinality() + " of " + present + " entries");
    }

    private static void requireEstimate(ConcurrentMap<?, ?> map, int present) {
        long estimated = ((WeakContainer) map).estimatedSize();
        RuleViolation.unless(
                estimated == present,
                "MAP-5",
                "estimatedSize() is " + estimated + " of " + present + " entries, of which none has died");
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-1")
    @DisplayName("MAP-1: a table that grew far and is emptied keeps what is left, and shows it all the time")
    default void remove_whileTableShrinksFar_keepsTheRest() {
        for (ConcurrentMap<ScatteredKey, Object> map : emptyMaps()) {
            ScatteredKey[] keys = ScatteredKey.many(MANY);
            @Nullable Object[] values = new Object[MANY];
            for (int i = 0; i < MANY; i++) {
                map.put(keys[i], values[i] = keys[i]);
            }
            int stored = MANY;
            for (int i = 0; i < MANY; i++) {
                if (i % 100 != 0) {
                    expect("remove", keys[i], map.remove(keys[i]), keys[i]);
                    values[i] = null;
                    stored--;
                }
                int other = (int) (i * 7_919L % (i + 1));
                expect("get", keys[other], map.get(keys[other]), values[other]);
                requireEstimate(map, stored);
            }
            requireAll(map, keys, values);
        }
    }

    @Test
    @Tag(LARGE)
    @Rule({"MAP-1", "MAP-6"})
    @DisplayName("MAP-1 MAP-6: readers and iterators miss nothing of tables whose chains divide again and again")
    default void readAndIterate_whileManyTablesGrow_missNothing() {
        for (int round = 0; round < KitOptions.effort(60); round++) {
            int kind = round % 3;
            ConcurrentMap<ScatteredKey, Object> map = emptyMaps().get(kind);
            ScatteredKey[] keys = ScatteredKey.many(3_000);
            for (int i = 0; i < 40; i++) {
                map.put(keys[i], keys[i]);
            }
            AtomicBoolean writing = new AtomicBoolean(true);
            RacingThreads.run(List.of(() -> putRest(map, keys, writing), () -> useFirst(map, keys, writing)));
            Reference.reachabilityFence(keys);
        }
    }

    private static int putRest(ConcurrentMap<ScatteredKey, Object> map, ScatteredKey[] keys, AtomicBoolean writing) {
        try {
            for (int i = 40; i < keys.length; i++) {
                expect("put", keys[i], map.put(keys[i], keys[i]), null);
            }
            return keys.length;
        } finally {
            writing.set(false);
        }
    }

    /** Looks for the keys that are there from the beginning, and iterates. */
    private static int useFirst(ConcurrentMap<ScatteredKey, Object> map, ScatteredKey[] keys, AtomicBoolean writing) {
        int uses = 0;
        while (writing.get()) {
            for (int i = 0; i < 2_000 && writing.get(); i++) {
                ScatteredKey key = keys[i % 40];
                expect("get", key, map.get(key), key);
            }
            requireFirstMet(map);
            uses++;
        }
        return uses;
    }

    private static void requireFirstMet(ConcurrentMap<ScatteredKey, Object> map) {
        BitSet met = new BitSet();
        map.keySet().forEach(key -> met.set(key.number()));
        int missed = met.nextClearBit(0);
        RuleViolation.unless(missed >= 40, "MAP-6", "an iterator leaves out key " + missed + " while the table grows");
    }

    private static void expect(String operation, ScatteredKey key, @Nullable Object seen, @Nullable Object expected) {
        if (seen != expected) {
            throw new RuleViolation(
                    "MAP-1",
                    operation + " of " + key + " gives " + seen + " instead of " + expected
                            + ", while the table grows");
        }
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-6")
    @DisplayName("MAP-6: iterators begun at any size give each element once while the table grows far")
    default void iterate_whileTableGrowsFar_givesEachOnce() {
        for (ConcurrentMap<ScatteredKey, Object> map : emptyMaps()) {
            ScatteredKey[] keys = ScatteredKey.many(MANY);
            List<Walk> walks = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                map.put(keys[i], keys[0]);
                if (i % 4_000 == 500) {
                    walks.add(new Walk(map, i + 1));
                }
                walks.forEach(Walk::step);
            }
            walks.forEach(Walk::finish);
            walks.forEach(Walk::requireAllFromTheBeginning);
            Reference.reachabilityFence(keys);
        }
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-3")
    @DisplayName("MAP-3: reclaiming while the table grows far takes out the dead ones, and no other")
    default void reclaim_whileTableGrowsFar_takesOutTheDead() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<ScatteredKey, NamedKey> map = scene.newWeakValueMap();
        ScatteredKey[] keys = ScatteredKey.many(MANY);
        NamedKey live = new NamedKey("live");
        int dead = putAndReclaim(scene, map, keys, live);
        RuleViolation.unless(
                dead == MANY / 2, "MAP-3", "reclaim() took out " + dead + " of " + MANY / 2 + " dead entries");
        RuleViolation.unless(
                map.estimatedSize() == MANY / 2,
                "MAP-3",
                map.estimatedSize() + " of " + MANY / 2 + " live entries are left");
        for (int i = 0; i < MANY; i++) {
            expect("get", keys[i], map.get(keys[i]), i % 2 == 0 ? live : null);
        }
        Reference.reachabilityFence(live);
    }

    /** Puts all keys, each second with a value that dies soon; gives how many dead entries were reclaimed. */
    private static int putAndReclaim(
            SimulatedCollection scene, WeakValueMap<ScatteredKey, NamedKey> map, ScatteredKey[] keys, NamedKey live) {
        NamedKey dying = new NamedKey("dying");
        int dead = 0;
        for (int i = 0; i < MANY; i++) {
            map.put(keys[i], i % 2 == 0 ? live : dying);
            if (i % 2_500 == 2_499) {
                scene.kill(dying);
                dying = new NamedKey("dying");
                scene.collector.enqueue();
            } else if (i % 2_500 == 200) {
                dead += map.reclaim();
            }
        }
        return dead + map.reclaim();
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-1")
    @DisplayName("MAP-1: threads that write while the table grows far lose nothing, and threads that read miss nothing")
    default void readAndWrite_byThreadsWhileTableGrowsFar_missNothing() {
        for (ConcurrentMap<ScatteredKey, Object> map : emptyMaps()) {
            ScatteredKey[] keys = ScatteredKey.many(MANY);
            AtomicInteger even = new AtomicInteger();
            AtomicInteger odd = new AtomicInteger();
            AtomicBoolean writing = new AtomicBoolean(true);
            List<Callable<Integer>> threads = List.of(
                    () -> fill(map, keys, 0, even, writing),
                    () -> fill(map, keys, 1, odd, writing),
                    () -> look(map, keys, even, writing));
            RacingThreads.run(threads);
            @Nullable Object[] values = new Object[MANY];
            for (int i = 0; i < MANY; i++) {
                values[i] = i % 8 < 2 ? null : keys[i];
            }
            requireAll(map, keys, values);
        }
    }

    /** Puts every second key, and takes out every fourth of them a little later. */
    private static int fill(
            ConcurrentMap<ScatteredKey, Object> map,
            ScatteredKey[] keys,
            int first,
            AtomicInteger done,
            AtomicBoolean writing) {
        try {
            for (int i = first; i < MANY; i += 2) {
                expect("put", keys[i], map.put(keys[i], keys[i]), null);
                done.set(i);
                int old = i - 800;
                if (old >= 0 && old % 8 < 2) {
                    expect("remove", keys[old], map.remove(keys[old]), keys[old]);
                }
            }
            for (int i = MANY - 800; i < MANY; i++) {
                if (i % 2 == first && i % 8 < 2) {
                    expect("remove", keys[i], map.remove(keys[i]), keys[i]);
                }
            }
            return MANY / 2;
        } finally {
            writing.set(false);
        }
    }

    /** Looks for keys that were put and stay. */
    private static int look(
            ConcurrentMap<ScatteredKey, Object> map, ScatteredKey[] keys, AtomicInteger done, AtomicBoolean writing) {
        int looks = 0;
        while (writing.get()) {
            int latest = done.get();
            int key = (int) (looks++ * 7_919L % (latest + 1)) & ~1;
            if (key % 8 >= 2) {
                expect("get", keys[key], map.get(keys[key]), keys[key]);
            }
        }
        return looks;
    }

    /** An iterator under way, and which keys it has met. */
    final class Walk {
        private final Iterator<ScatteredKey> iterator;
        private final BitSet met = new BitSet();
        private final int begin;

        Walk(ConcurrentMap<ScatteredKey, Object> map, int begin) {
            this.iterator = map.keySet().iterator();
            this.begin = begin;
        }

        boolean step() {
            if (!iterator.hasNext()) {
                return false;
            }
            ScatteredKey key = iterator.next();
            RuleViolation.unless(
                    !met.get(key.number()),
                    "MAP-6",
                    "an iterator begun at " + begin + " entries gives " + key + " twice");
            met.set(key.number());
            return true;
        }

        void finish() {
            while (step()) {}
        }

        void requireAllFromTheBeginning() {
            int missed = met.nextClearBit(0);
            RuleViolation.unless(
                    missed >= begin, "MAP-6", "an iterator begun at " + begin + " entries leaves out key " + missed);
        }
    }
}
