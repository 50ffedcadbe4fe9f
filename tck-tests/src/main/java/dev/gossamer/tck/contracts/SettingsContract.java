package dev.gossamer.tck.contracts;

import dev.gossamer.HotTier;
import dev.gossamer.IdentityPolicy;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of containers that were built one after another, and differ in one setting alone, each goes by its own. */
public interface SettingsContract extends ContractBase {

    @Test
    @Rule("ID-4")
    @DisplayName("ID-4: a map that holds strongly what has no identity leaves others to refuse it")
    default void build_anotherIdentityPolicy_isItsOwn() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        for (IdentityPolicy policy :
                List.of(IdentityPolicy.REJECT, IdentityPolicy.HOLD_STRONGLY, IdentityPolicy.REJECT)) {
            WeakValueMap<Integer, Object> map =
                    scene.<Integer, Object>weakValueMap().identityPolicy(policy).build();
            RuleViolation.unless(
                    isStored(map, 1_000) == (policy == IdentityPolicy.HOLD_STRONGLY),
                    "ID-4",
                    "a map with the policy " + policy + ", built beside another, has " + map.snapshot());
        }
    }

    private static boolean isStored(WeakValueMap<Integer, Object> map, Object value) {
        try {
            map.put(0, value);
        } catch (NotWeaklyReferenceableException refused) {
            return map.containsKey(0);
        }
        return map.get(0) == value;
    }

    @Test
    @Rule({"RC-1", "DIAG-2", "DIAG-4"})
    @DisplayName("RC-1 DIAG-2 DIAG-4: who reclaims, what is counted and what a container is called is its own affair")
    default void build_anotherWayNameOrCount_isItsOwn() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        NamedKey live = new NamedKey("live");
        for (Reclaim way : List.of(Reclaim.MANUAL, Reclaim.INLINE, Reclaim.MANUAL)) {
            WeakValueMap<Integer, NamedKey> map =
                    scene.<Integer, NamedKey>weakValueMap().reclaim(way).build();
            scene.putAndKill(map, 5);
            map.put(100, live);
            RuleViolation.unless(
                    map.estimatedSize() == (way == Reclaim.INLINE ? 1 : 6),
                    "RC-1",
                    map.estimatedSize() + " entries are left by a write under " + way
                            + ", in a map built beside another");
        }
        for (String name : List.of("one of two", "the other of two", "one of two")) {
            Optional<String> told =
                    scene.<Integer, NamedKey>weakValueMap().name(name).build().name();
            RuleViolation.unless(told.equals(Optional.of(name)), "DIAG-4", "a map named " + name + " says " + told);
        }
        for (int i = 0; i < 3; i++) {
            WeakValueMap.Builder<Integer, NamedKey> builder = scene.weakValueMap();
            WeakValueMap<Integer, NamedKey> map = (i == 1 ? builder.recordStats() : builder).build();
            map.get(0);
            long misses = map.stats().misses();
            RuleViolation.unless(misses == i % 2, "DIAG-2", misses + " misses are counted by the map of number " + i);
        }
    }

    @Test
    @Rule({"HOT-4", "MAP-15"})
    @DisplayName("HOT-4 MAP-15: how many values are held, and who is told, is each container's own affair")
    default void build_anotherTierOrListener_isItsOwn() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<NamedKey> values = NamedKey.many(20);
        for (int bound : new int[] {3, 6, 3}) {
            WeakValueMap<Integer, NamedKey> map = scene.<Integer, NamedKey>weakValueMap()
                    .hot(HotTier.recent(bound))
                    .build();
            for (int key = 0; key < values.size(); key++) {
                map.put(key, values.get(key));
            }
            long held = map.stats().hot();
            RuleViolation.unless(held == bound, "HOT-4", held + " values are held under recent(" + bound + ")");
        }
        List<List<Integer>> told = List.of(new ArrayList<>(), new ArrayList<>());
        List<WeakValueMap<Integer, NamedKey>> maps = new ArrayList<>();
        for (List<Integer> mine : told) {
            maps.add(scene.<Integer, NamedKey>weakValueMap()
                    .onCollected((key, ticket) -> mine.add(key))
                    .build());
        }
        scene.putAndKill(maps.get(0), 1);
        scene.putAndKill(maps.get(1), 2);
        maps.forEach(WeakValueMap::reclaim);
        RuleViolation.unless(
                told.get(0).size() == 1 && told.get(1).size() == 2, "MAP-15", "two listeners were told " + told);
        Reference.reachabilityFence(values);
    }

    @Test
    @Rule({"BND-1", "BND-2"})
    @DisplayName("BND-1 BND-2: a weight, times and a clock are kept together, in whatever order they are set")
    default void build_boundsInAnyOrder_areAllKept() {
        List.of(Feature.MAXIMUM_WEIGHT, Feature.EXPIRE_AFTER_WRITE, Feature.EXPIRE_AFTER_ACCESS)
                .forEach(this::requireOffered);
        long[] seconds = new long[1];
        List<UnaryOperator<WeakValueMap.Builder<NamedKey, NamedKey>>> settings = List.of(
                builder -> builder.maximumWeight(100, (key, value) -> 10),
                builder -> builder.expireAfterWrite(Duration.ofSeconds(100)),
                builder -> builder.expireAfterAccess(Duration.ofSeconds(200)),
                builder -> builder.ticker(() -> Duration.ofSeconds(seconds[0]).toNanos()));
        for (int first = 0; first < 4; first++) {
            seconds[0] = 0;
            var builder = new SimulatedCollection(backend()).<NamedKey, NamedKey>weakValueMap();
            for (int i = 0; i < 4; i++) {
                builder = settings.get((first + i) % 4).apply(builder);
            }
            requireBothKept(builder.build(), seconds);
        }
    }

    private static void requireBothKept(WeakValueMap<NamedKey, NamedKey> map, long[] seconds) {
        List<NamedKey> values = NamedKey.many(50);
        values.forEach(value -> map.put(value, value));
        map.reclaim();
        RuleViolation.unless(
                map.size() == 10, "BND-1", map.size() + " entries of a weight of 10 are kept under maximumWeight(100)");
        seconds[0] = 99;
        RuleViolation.unless(map.size() == 10, "BND-2", map.size() + " entries are there after 99 of 100 s");
        seconds[0] = 100;
        RuleViolation.unless(map.isEmpty(), "BND-2", map.size() + " entries are there after 100 of 100 s");
        Reference.reachabilityFence(values);
    }

    @Test
    @Rule("BND-1")
    @DisplayName("BND-1: how many entries are kept is each container's own affair")
    default void build_anotherBound_isItsOwn() {
        requireOffered(Feature.MAXIMUM_SIZE);
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<NamedKey> values = NamedKey.many(50);
        for (int bound : new int[] {10, 20, 10}) {
            WeakValueMap<NamedKey, NamedKey> map =
                    scene.<NamedKey, NamedKey>weakValueMap().maximumSize(bound).build();
            values.forEach(value -> map.put(value, value));
            map.reclaim();
            RuleViolation.unless(
                    map.size() == bound, "BND-1", map.size() + " entries are kept under maximumSize(" + bound + ")");
        }
        Reference.reachabilityFence(values);
    }
}
