package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.IdentityPolicy;
import dev.gossamer.Interner;
import dev.gossamer.NotWeaklyReferenceableException;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakMultimap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What can be referenced weakly. */
public interface IdentityContract extends ContractBase {

    /** Instances of classes that the platform calls value-based. */
    List<Object> VALUE_BASED = List.of(
            (byte) 1,
            (short) 1,
            1,
            1L,
            1f,
            1d,
            'c',
            false,
            OptionalInt.of(1),
            OptionalLong.of(1),
            OptionalDouble.of(1),
            Duration.ZERO,
            Instant.EPOCH,
            LocalTime.NOON,
            LocalDateTime.MIN,
            OffsetTime.MIN,
            OffsetDateTime.MIN,
            ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.UTC),
            ZoneOffset.UTC,
            Period.ZERO,
            Year.of(2026),
            YearMonth.of(2026, 1),
            MonthDay.of(1, 1),
            Set.of(1),
            Set.of(1, 2, 3),
            Map.of(1, 2),
            Map.of(1, 2, 3, 4),
            List.of(1, 2, 3),
            Map.entry(1, 2));

    @Test
    @Rule("ID-1")
    @DisplayName("ID-1: null is refused by name, and nothing changes")
    @SuppressWarnings("NullAway") // null on purpose
    default void anyOperation_null_isRefusedByName() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<Object, Object> values = scene.newWeakValueMap();
        WeakKeyMap<Object, Object> keys = scene.newWeakKeyMap();
        WeakSet<Object> set = scene.newWeakSet();
        refusesNull("referent", () -> WeakRef.of(null));
        refuseNull(values);
        refuseNull(keys);
        refuseNull(set);
        WeakMap<Object, Object> pairs = scene.weakMap().build();
        refuseNull(pairs);
        refuseNull(WeakMultimap.<Object, Object>builder().backend(backend()).weakValues());
        refusesNull("ticket", () -> values.put("k", new NamedKey("v"), null));
        refusesNull("ticket", () -> keys.put(new NamedKey("k"), "v", null));
        refusesNull("ticket", () -> set.add(new NamedKey("e"), null));
        refusesNull("probe", () -> scene.interner().build().find(null));
        refusesNull("instance", () -> scene.interner().build().intern(null));
        assertTrue(values.isEmpty() && keys.isEmpty() && set.isEmpty() && pairs.isEmpty(), "nothing was stored");
    }

    @SuppressWarnings("NullAway") // null on purpose
    private static void refuseNull(WeakValueMap<Object, Object> values) {
        refusesNull("key", () -> values.put(null, "v"));
        refusesNull("value", () -> values.put("k", null));
        refusesNull("key", () -> values.get(null));
        refusesNull("value", () -> values.getOrPut("k", null));
        refusesNull("key", () -> values.remove(null));
        refusesNull("key", () -> values.containsKey(null));
        refusesNull("value", () -> values.containsValue(null));
        refusesNull("oldValue", () -> values.replace("k", null, "v"));
        refusesNull("newValue", () -> values.replace("k", "v", null));
        refusesNull("value", () -> values.merge("k", null, (seen, given) -> seen));
        refusesNull("mappingFunction", () -> values.computeIfAbsent("k", null));
        refusesNull("remappingFunction", () -> values.compute("k", null));
    }

    @SuppressWarnings("NullAway") // null on purpose
    private static void refuseNull(WeakKeyMap<Object, Object> keys) {
        refusesNull("key", () -> keys.put(null, "v"));
        refusesNull("value", () -> keys.putIfAbsent(new NamedKey("k"), null));
        refusesNull("key", () -> keys.computeIfAbsent(null, key -> "v"));
        refusesNull("key", () -> keys.canonicalKey(null));
        refusesNull("key", () -> keys.putReplacingKey(null, "v"));
    }

    @SuppressWarnings("NullAway") // null on purpose
    private static void refuseNull(WeakMap<Object, Object> pairs) {
        NamedKey name = new NamedKey("name");
        refusesNull("key", () -> pairs.put(null, name));
        refusesNull("value", () -> pairs.put(name, null));
        refusesNull("key", () -> pairs.get(null));
        refusesNull("key", () -> pairs.containsKey(null));
        refusesNull("value", () -> pairs.containsValue(null));
        refusesNull("key", () -> pairs.remove(null));
        refusesNull("key", () -> pairs.putIfAbsent(null, name));
        refusesNull("value", () -> pairs.putIfAbsent(name, null));
        pairs.put(name, name);
        refusesNull("value", () -> pairs.putIfAbsent(name, null));
        pairs.clear();
        refusesNull("oldValue", () -> pairs.replace(name, null, name));
        refusesNull("newValue", () -> pairs.replace(name, name, null));
        refusesNull("value", () -> pairs.merge(name, null, (seen, given) -> seen));
        refusesNull("key", () -> pairs.computeIfAbsent(null, key -> name));
        refusesNull("mappingFunction", () -> pairs.computeIfAbsent(name, null));
        refusesNull("remappingFunction", () -> pairs.compute(name, null));
    }

    @SuppressWarnings("NullAway") // null on purpose
    private static void refuseNull(WeakMultimap<Object, Object> multimap) {
        NamedKey name = new NamedKey("name");
        refusesNull("key", () -> multimap.put(null, name));
        refusesNull("value", () -> multimap.put(name, null));
        refusesNull("key", () -> multimap.get(null));
        refusesNull("key", () -> multimap.remove(null, name));
        refusesNull("value", () -> multimap.remove(name, null));
        refusesNull("key", () -> multimap.removeAll(null));
        assertTrue(multimap.isEmpty(), "isEmpty() of a WeakMultimap that refused null");
    }

    @SuppressWarnings("NullAway") // null on purpose
    private static void refuseNull(WeakSet<Object> set) {
        refusesNull("element", () -> set.add(null));
        refusesNull("element", () -> set.contains(null));
        refusesNull("element", () -> set.remove(null));
    }

    private static void refusesNull(String parameter, Executable operation) {
        String message = assertThrows(NullPointerException.class, operation).getMessage();
        assertTrue(String.valueOf(message).contains(parameter), "\"" + message + "\" names " + parameter);
    }

    @Test
    @Rule("ID-2")
    @DisplayName("ID-2: an instance of a value-based class is refused on the weak side, and nothing changes")
    default void anyWrite_valueBasedInstance_isRefused() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakValueMap<String, Object> values = scene.newWeakValueMap();
        WeakKeyMap<Object, String> keys = scene.newWeakKeyMap();
        WeakSet<Object> set = scene.newWeakSet();
        Interner<Object> interner = scene.newInterner();
        WeakMap<Object, Object> pairs = scene.weakMap().build();
        NamedKey name = new NamedKey("name");
        for (Object refused : List.of(1000, true, Optional.of("x"), LocalDate.of(2026, 1, 1), List.of(1))) {
            refuses(refused, () -> WeakRef.of(refused));
            refuses(refused, () -> WeakRef.identity(refused));
            refuses(refused, () -> values.put("k", refused));
            refuses(refused, () -> values.getOrPut("k", refused));
            refuses(refused, () -> values.computeIfAbsent("k", key -> refused));
            refuses(refused, () -> values.compute("k", (key, value) -> refused));
            refuses(refused, () -> keys.put(refused, "v"));
            refuses(refused, () -> keys.computeIfAbsent(refused, key -> "v"));
            refuses(refused, () -> set.add(refused));
            refuses(refused, () -> interner.intern(refused));
            refuses(refused, () -> pairs.put(refused, name));
            refuses(refused, () -> pairs.put(name, refused));
            refuses(refused, () -> pairs.computeIfAbsent(refused, key -> name));
            refuses(refused, () -> pairs.compute(name, (key, value) -> refused));
        }
        assertEquals(0, values.size() + keys.size() + set.size() + interner.size() + pairs.size(), "entries stored");
        assertFalse(values.containsKey("k"), "containsKey after a function gave what is refused");
        VALUE_BASED.forEach(refused -> refuses(refused, () -> WeakRef.of(refused)));
    }

    @Test
    @Rule("ID-2")
    @DisplayName("ID-2: whatever would write such an instance refuses it, and leaves what was there")
    default void eachWayToWrite_valueBasedInstance_isRefused() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        Object refused = Optional.of("x");
        NamedKey name = new NamedKey("name");
        WeakValueMap<Object, Object> values = scene.newWeakValueMap();
        WeakMap<Object, Object> pairs = scene.weakMap().build();
        for (ConcurrentMap<Object, Object> map : List.of(values, pairs)) {
            map.put(name, name);
            refuses(refused, () -> map.putIfAbsent("absent", refused));
            refuses(refused, () -> map.putIfAbsent(name, refused));
            refuses(refused, () -> map.replace(name, refused));
            refuses(refused, () -> map.replace(name, name, refused));
            refuses(refused, () -> map.replaceAll((key, value) -> refused));
            refuses(refused, () -> map.computeIfPresent(name, (key, value) -> refused));
            refuses(refused, () -> map.merge(name, name, (value, given) -> refused));
            refuses(refused, () -> map.merge("absent", refused, (value, given) -> name));
            refuses(refused, () -> map.entrySet().iterator().next().setValue(refused));
            assertEquals(Map.of(name, name), map, "what is left after refusals");
        }
        refuses(refused, () -> values.put(name, refused, "ticket"));
        refuses(refused, () -> values.computeIfAbsent("absent", key -> refused, made -> "ticket"));
        refuseKey(scene.newWeakKeyMap(), refused);
        WeakSet<Object> set = scene.newWeakSet();
        refuses(refused, () -> set.add(refused, "ticket"));
        refuses(refused, () -> set.addAll(List.of(refused)));
        refuses(refused, () -> multimap().weakKeys().put(refused, name));
        refuses(refused, () -> multimap().weakValues().put(name, refused));
        refuses(refused, () -> multimap().weakValues().get(name).add(refused));
        assertEquals(Map.of(name, name), values, "what is left after refusals");
        assertTrue(set.isEmpty(), "isEmpty() of a set after refusals");
    }

    private static void refuseKey(WeakKeyMap<Object, Object> keys, Object refused) {
        refuses(refused, () -> keys.putIfAbsent(refused, "v"));
        refuses(refused, () -> keys.put(refused, "v", "ticket"));
        refuses(refused, () -> keys.putReplacingKey(refused, "v"));
        refuses(refused, () -> keys.compute(refused, (key, value) -> "v"));
        refuses(refused, () -> keys.merge(refused, "v", (value, given) -> "v"));
        refuses(refused, () -> keys.computeIfAbsent(refused, key -> "v", made -> "ticket"));
        refuses(refused, () -> keys.putAll(Map.of(refused, "v")));
        assertTrue(keys.isEmpty(), "isEmpty() of a map with weak keys after refusals");
    }

    private WeakMultimap.Builder<Object, Object> multimap() {
        return WeakMultimap.<Object, Object>builder().backend(backend());
    }

    private static void refuses(Object refused, Executable operation) {
        NotWeaklyReferenceableException refusal = assertThrows(NotWeaklyReferenceableException.class, operation);
        String message = String.valueOf(refusal.getMessage());
        assertTrue(
                message.contains(refused.getClass().getName()) && message.contains("value-based"),
                "\"" + message + "\" names the class and says why");
        assertSame(refused.getClass(), refusal.type(), "the class that the refusal names");
    }

    @Test
    @Rule("ID-3")
    @DisplayName("ID-3: a query with an instance of a value-based class finds nothing")
    default void query_valueBasedInstance_findsNothing() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<Object, String> keys = scene.newWeakKeyMap();
        WeakValueMap<String, Object> values = scene.newWeakValueMap();
        WeakSet<Object> set = scene.newWeakSet();
        WeakMap<Object, Object> pairs = scene.weakMap().build();
        NamedKey name = new NamedKey("n");
        keys.put(name, "v");
        values.put("k", name);
        set.add(name);
        pairs.put(name, name);
        for (Object asked : List.of(1000, Optional.empty(), LocalDate.of(2026, 1, 1))) {
            assertNull(keys.get(asked), "get");
            assertFalse(keys.containsKey(asked), "containsKey");
            assertNull(keys.remove(asked), "remove");
            assertFalse(values.containsValue(asked), "containsValue");
            assertFalse(values.remove("k", asked), "remove(key, value)");
            assertFalse(set.contains(asked), "contains");
            assertFalse(set.remove(asked), "remove from a set");
            assertNull(pairs.get(asked), "get of a WeakMap");
            assertNull(pairs.remove(asked), "remove from a WeakMap");
            assertFalse(pairs.containsKey(asked) || pairs.containsValue(asked), "contains of a WeakMap");
        }
        assertEquals("v", keys.get(name), "get of " + name);
    }

    @Test
    @Rule("ID-4")
    @DisplayName("ID-4: HOLD_STRONGLY keeps such an instance until it is removed")
    default void put_valueBasedInstanceHeldStrongly_stays() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        WeakKeyMap<Object, String> keys = scene.<Object, String>weakKeyMap()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        WeakValueMap<String, Object> values = scene.<String, Object>weakValueMap()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        Object day = LocalDate.of(2026, 1, 1);
        keys.put(1000, "a");
        values.put("k", day);
        assertEquals("a", keys.get(1000), "an equal key finds it");
        assertEquals(1, keys.size(), "size()");
        assertSame(day, values.get("k"), "values.get(\"k\")");
        assertEquals("a", keys.put(1000, "b"), "the value from before");
        assertEquals("b", keys.remove(1000), "the value removed");
        assertSame(day, values.remove("k"), "values.remove(\"k\")");
        assertTrue(keys.isEmpty() && values.isEmpty(), "both are empty");
    }
}
