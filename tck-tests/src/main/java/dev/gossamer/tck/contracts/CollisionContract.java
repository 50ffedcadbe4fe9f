package dev.gossamer.tck.contracts;

import dev.gossamer.Equivalence;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.ClashingKey;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.ScatteredKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a table keeps of keys that share a few hash codes, whatever their order is, alone and among others. */
public interface CollisionContract extends ContractBase {
    /** How many keys share the hash codes. */
    int CLASHING = 400;

    /** How many other keys come beside them. */
    int OTHERS = KitOptions.effort(16_000);

    @Test
    @Tag(LARGE)
    @Rule({"MAP-1", "MAP-5", "MAP-6"})
    @DisplayName("MAP-1 MAP-5 MAP-6: keys of a few hash codes are kept among others while the table grows and shrinks")
    default void clashingKeys_whileTableGrowsAndShrinks_areKept() {
        EqualityMaps.empty(backend()).forEach((kind, map) -> {
            Clash clash = new Clash(kind, map);
            for (int i = 0; i < 4 * CLASHING; i++) {
                clash.change();
            }
            clash.requireAll();
            ScatteredKey[] others = ScatteredKey.many(OTHERS);
            clash.changeWhile(others, other -> clash.put(other, clash.value()));
            clash.changeWhile(others, other -> clash.remove(other, other));
        });
    }

    /** A map that is changed together with one that is right. */
    final class Clash {
        private final String kind;
        private final ConcurrentMap<Object, Object> map;
        private final Map<Object, Object> expected = new IdentityHashMap<>(); // of keys that are held
        private final List<ClashingKey> keys = ClashingKey.many(CLASHING);
        private final List<NamedKey> values = NamedKey.many(5);
        private final Random random = new Random(11);

        Clash(String kind, ConcurrentMap<Object, Object> map) {
            this.kind = kind;
            this.map = map;
        }

        NamedKey value() {
            return values.get(random.nextInt(values.size()));
        }

        void put(Object key, Object value) {
            same("put", key, map.put(key, value), expected.put(key, value));
        }

        void remove(Object key, Object asked) {
            same("remove", key, map.remove(asked), expected.remove(key));
        }

        void change() {
            ClashingKey key = keys.get(random.nextInt(CLASHING));
            NamedKey value = value();
            switch (random.nextInt(8)) {
                case 0 -> remove(key, key);
                case 1 -> remove(key, key.twin());
                case 2 -> same("replace", key, map.replace(key, value), expected.replace(key, value));
                case 3 -> computeOrRemove(key, value);
                case 4 -> same("putIfAbsent", key, map.putIfAbsent(key, value), expected.putIfAbsent(key, value));
                default -> put(key, value);
            }
            ClashingKey other = keys.get(random.nextInt(CLASHING));
            same("get", other, map.get(other.twin()), expected.get(other));
        }

        private void computeOrRemove(Object key, NamedKey value) {
            same(
                    "compute",
                    key,
                    map.compute(key, (same, seen) -> seen == null ? value : null),
                    expected.compute(key, (same, seen) -> seen == null ? value : null));
        }

        private void same(String operation, Object key, @Nullable Object seen, @Nullable Object right) {
            RuleViolation.unless(
                    seen == right,
                    "MAP-1",
                    operation + " of " + key + " in " + kind + " gives " + seen + ", not " + right);
        }

        /** Does something to each of other keys, and changes the map in between. */
        void changeWhile(ScatteredKey[] others, Consumer<ScatteredKey> action) {
            for (int i = 0; i < OTHERS; i++) {
                action.accept(others[i]);
                if (i % 4 == 0) {
                    change();
                }
            }
            requireAll();
        }

        void requireAll() {
            keys.forEach(key -> same("get", key, map.get(key), expected.get(key)));
            requireIterated();
            long estimated = ((WeakContainer) map).estimatedSize();
            RuleViolation.unless(
                    estimated == expected.size(),
                    "MAP-5",
                    "estimatedSize() of " + kind + " is " + estimated + " with " + expected.size() + " live entries");
        }

        private void requireIterated() {
            Set<Object> met = Collections.newSetFromMap(new IdentityHashMap<>());
            map.keySet()
                    .forEach(key -> RuleViolation.unless(
                            met.add(key) && expected.containsKey(key),
                            "MAP-6",
                            "an iterator of " + kind + " gives " + key));
            RuleViolation.unless(
                    met.size() == expected.size(),
                    "MAP-6",
                    "an iterator of " + kind + " gives " + met.size() + " of " + expected.size() + " keys");
        }
    }

    @Test
    @Tag(LARGE)
    @Rule("MAP-6")
    @DisplayName("MAP-6: iterators give each of many keys of a few hash codes once, while others come and go")
    default void clashingKeys_iteratedWhileTableGrows_comeOnce() {
        EqualityMaps.empty(backend()).forEach((kind, map) -> {
            List<ClashingKey> keys = ClashingKey.many(CLASHING);
            NamedKey value = new NamedKey("value");
            keys.forEach(key -> map.put(key, value));
            ScatteredKey[] others = ScatteredKey.many(OTHERS);
            Map<Iterator<Object>, Set<Object>> walks = new LinkedHashMap<>(); // with what each has met
            for (int i = 0; i < OTHERS; i++) {
                map.put(others[i], value);
                if (i % (OTHERS / 8) == 0) {
                    walks.put(map.keySet().iterator(), Collections.newSetFromMap(new IdentityHashMap<>()));
                }
                walks.forEach((walk, met) -> step(kind, walk, met));
            }
            walks.forEach((walk, met) -> requireAllMet(kind, walk, met));
            Reference.reachabilityFence(keys);
            Reference.reachabilityFence(others);
            Reference.reachabilityFence(value);
        });
    }

    private static void step(String kind, Iterator<Object> walk, Set<Object> met) {
        if (walk.hasNext()) {
            Object key = walk.next();
            RuleViolation.unless(met.add(key), "MAP-6", "an iterator of " + kind + " gives " + key + " twice");
        }
    }

    private static void requireAllMet(String kind, Iterator<Object> walk, Set<Object> met) {
        while (walk.hasNext()) {
            step(kind, walk, met);
        }
        long missed =
                CLASHING - met.stream().filter(ClashingKey.class::isInstance).count();
        RuleViolation.unless(missed == 0, "MAP-6", "an iterator of " + kind + " leaves out " + missed + " keys");
    }

    @Test
    @Rule({"MAP-3", "MAP-4"})
    @DisplayName("MAP-3 MAP-4: of keys of a few hash codes the dead are reclaimed, and the others stay and are found")
    default void clashingKeys_someDie_theOthersStay() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<Object, Object> map = scene.newWeakKeyMap();
        List<ClashingKey> keys = ClashingKey.many(CLASHING);
        keys.forEach(key -> map.put(key, "first"));
        for (int round = 0; round < 4; round++) {
            String value = "round " + round;
            replaceDead(scene, map, keys, value);
            requireValues(map, keys, value);
            int reclaimed = scene.reclaim(map);
            RuleViolation.unless(
                    map.estimatedSize() == CLASHING,
                    "MAP-4",
                    map.estimatedSize() + " entries are left of " + CLASHING + " live ones, after " + reclaimed
                            + " were reclaimed");
            requireValues(map, keys, value);
        }
        keys.forEach(key -> RuleViolation.unless(map.remove(key) != null, "MAP-3", "remove does not find " + key));
        RuleViolation.unless(map.estimatedSize() == 0, "MAP-3", map.estimatedSize() + " entries are left of none");
    }

    /** Lets two of three keys die, and puts a twin of each. */
    private static void replaceDead(
            SimulatedCollection scene, Map<Object, Object> map, List<ClashingKey> keys, String value) {
        List<ClashingKey> dying = IntStream.range(0, CLASHING)
                .filter(i -> i % 3 != 0)
                .mapToObj(keys::get)
                .toList();
        dying.forEach(scene::kill);
        dying.forEach(dead -> RuleViolation.unless(
                map.get(dead.twin()) == null, "MAP-3", "get of the dead key " + dead + " finds a value"));
        keys.replaceAll(key -> dying.contains(key) ? key.twin() : key);
        keys.forEach(key -> map.putIfAbsent(key, value));
    }

    private static void requireValues(Map<Object, Object> map, List<ClashingKey> keys, String value) {
        for (int i = 0; i < CLASHING; i++) {
            Object seen = map.get(keys.get(i));
            RuleViolation.unless(
                    (i % 3 == 0 ? "first" : value).equals(seen), "MAP-3", "get of " + keys.get(i) + " gives " + seen);
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("VM-1")
    @DisplayName("VM-1: keys of a few hash codes are freed when others have come in the place of their dead values")
    default void clashingKeys_replacedAfterDeath_areFreed() {
        NamedKey live = new NamedKey("live");
        for (Equivalence<Object> way : List.of(Equivalence.equality(), new EqualityMaps.Sorting())) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            WeakValueMap<Object, Object> map = scene.weakValueMap().keys(way).build();
            List<WeakReference<Object>> freed = RealCollector.elsewhere(() -> replaceAllDead(scene, map, live));
            RealCollector.await(
                    "keys of a few hash codes to be freed whose values died, and in whose place equal ones came",
                    () -> freed.stream().allMatch(each -> each.refersTo(null)));
            Reference.reachabilityFence(map);
        }
        Reference.reachabilityFence(live);
    }

    private static List<WeakReference<Object>> replaceAllDead(
            SimulatedCollection scene, WeakValueMap<Object, Object> map, NamedKey live) {
        List<ClashingKey> keys = ClashingKey.many(CLASHING);
        NamedKey dying = new NamedKey("dying");
        keys.forEach(key -> map.put(key, dying));
        scene.kill(dying);
        keys.forEach(key -> map.put(key.twin(), live));
        scene.reclaim(map);
        return keys.stream().map(key -> new WeakReference<Object>(key)).toList();
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("KM-1")
    @DisplayName("KM-1: weak keys of a few hash codes die when nobody uses them, and let go of their values")
    default void clashingKeys_dropped_dieWithTheirValues() {
        for (Equivalence<Object> way : List.of(Equivalence.equality(), new EqualityMaps.Sorting())) {
            WeakKeyMap<Object, Object> map = WeakKeyMap.<Object, Object>builder()
                    .backend(backend())
                    .keys(way)
                    .build();
            List<WeakReference<Object>> released = RealCollector.elsewhere(() -> {
                Object value = new Object();
                ClashingKey.many(CLASHING).forEach(key -> map.put(key, value));
                return List.of(new WeakReference<>(value));
            });
            RealCollector.await(
                    "the value of keys of a few hash codes to be released that nobody uses",
                    () -> released.get(0).refersTo(null));
            Reference.reachabilityFence(map);
        }
    }
}
