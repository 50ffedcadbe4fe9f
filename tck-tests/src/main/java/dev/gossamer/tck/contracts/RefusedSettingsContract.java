package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Finalizers;
import dev.gossamer.HotTier;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Feature;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Which settings are refused. */
public interface RefusedSettingsContract extends ContractBase {

    private WeakValueMap.Builder<String, NamedKey> builder() {
        return WeakValueMap.<String, NamedKey>builder().backend(backend());
    }

    @Test
    @Rule("SET-1")
    @DisplayName("SET-1: a setting of a builder that makes no sense is refused with its value, and changes nothing")
    default void builder_settingThatMakesNoSense_staysAsItWas() {
        WeakValueMap.Builder<String, NamedKey> builder = builder();
        Map<String, Executable> refused = new LinkedHashMap<>();
        refused.put("initialCapacity -1", () -> builder.initialCapacity(-1));
        refused.put("maximumSize -2", () -> builder.maximumSize(-2));
        refused.put("maximumWeight -3", () -> builder.maximumWeight(-3, (key, value) -> 1));
        refused.put("expireAfterWrite PT0S", () -> builder.expireAfterWrite(Duration.ZERO));
        refused.put("expireAfterAccess PT-1S", () -> builder.expireAfterAccess(Duration.ofSeconds(-1)));
        refused.put("no such backend", () -> builder.backend("no such backend"));
        requireRefused(refused);
        NamedKey value = new NamedKey("value");
        WeakValueMap<String, NamedKey> map = builder.initialCapacity(1_000).build();
        List.of("a", "b", "c", "d").forEach(key -> map.put(key, value));
        assertEquals(4, map.size(), "size() of a map whose builder has refused bounds");
        Reference.reachabilityFence(value);
    }

    @Test
    @Rule("SET-1")
    @DisplayName("SET-1: limits of a hot tier and of the exit that make no sense are refused with their value")
    default void hotTier_limitThatMakesNoSense_isRefused() {
        Map<String, Executable> refused = new LinkedHashMap<>();
        refused.put("recent 0", () -> HotTier.recent(0));
        refused.put("forAtLeast PT0S", () -> HotTier.forAtLeast(Duration.ZERO));
        refused.put("forAtLeast PT-1S", () -> HotTier.forAtLeast(Duration.ofSeconds(-1)));
        refused.put("forAtLeast PT9", () -> HotTier.forAtLeast(Duration.ofDays(40_000)));
        refused.put("weighing 0", () -> HotTier.weighing(0, value -> 1));
        refused.put(
                "recent is set twice, to 1 and to 2", () -> HotTier.recent(1).and(HotTier.recent(2)));
        refused.put("weighing 4", () -> HotTier.recent(3).and(HotTier.weighing(4, value -> 1)));
        refused.put("PT5S and to PT6S", () -> lasting(5).and(lasting(6)));
        refused.put("limit PT0S", () -> Finalizers.limitExit(Duration.ZERO));
        requireRefused(refused);
    }

    private static HotTier<Object> lasting(int seconds) {
        return HotTier.forAtLeast(Duration.ofSeconds(seconds));
    }

    private static void requireRefused(Map<String, Executable> refused) {
        refused.forEach((value, setting) -> {
            String message = String.valueOf(
                    assertThrows(IllegalArgumentException.class, setting, value).getMessage());
            assertTrue(message.contains(value), "the refusal names \"" + value + "\": " + message);
        });
    }

    @Test
    @Rule("SET-1")
    @DisplayName("SET-1: a bound that the backend does not offer is refused by name, and one beside a hot tier too")
    default void build_boundThatIsNotOffered_isRefused() {
        Map<Feature, Function<WeakValueMap.Builder<String, NamedKey>, WeakValueMap.Builder<String, NamedKey>>> bounds =
                Map.of(
                        Feature.MAXIMUM_SIZE, builder -> builder.maximumSize(10),
                        Feature.MAXIMUM_WEIGHT, builder -> builder.maximumWeight(10, (key, value) -> 1),
                        Feature.EXPIRE_AFTER_WRITE, builder -> builder.expireAfterWrite(Duration.ofDays(1)),
                        Feature.EXPIRE_AFTER_ACCESS, builder -> builder.expireAfterAccess(Duration.ofDays(1)));
        bounds.forEach((feature, bound) -> {
            if (backend().features().contains(feature)) {
                NamedKey value = new NamedKey("value");
                WeakValueMap<String, NamedKey> map = bound.apply(builder()).build();
                map.put("key", value);
                assertSame(value, map.get("key"), "get of a map with " + feature.option());
            } else {
                requireRefused(
                        Map.of(feature.option(), () -> bound.apply(builder()).build()));
            }
            requireRefused(Map.of(
                    feature.option(),
                    () -> bound.apply(builder().hot(HotTier.recent(1))).build()));
        });
    }
}
