package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.WeakContainer;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.SimulatedCollection;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** For how long an association keeps its ticket. */
public interface TicketContract extends ContractBase {
    /** What can write a value over another, by its name. */
    Map<String, Overwrite> OVERWRITES = overwrites();

    /** A way to write a value over the one that is there. */
    @FunctionalInterface
    interface Overwrite {
        /** Writes {@code next} over {@code present}. */
        void write(ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey present, NamedKey next);
    }

    private static Map<String, Overwrite> overwrites() {
        Map<String, Overwrite> ways = new LinkedHashMap<>();
        ways.put("put", (map, key, present, next) -> map.put(key, next));
        ways.put("putAll", (map, key, present, next) -> map.putAll(Map.of(key, next)));
        ways.put("replace", (map, key, present, next) -> map.replace(key, next));
        ways.put("replace of an expected value", (map, key, present, next) -> map.replace(key, present, next));
        ways.put("replaceAll", (map, key, present, next) -> map.replaceAll((same, value) -> next));
        ways.put("compute", (map, key, present, next) -> map.compute(key, (same, value) -> next));
        ways.put("computeIfPresent", (map, key, present, next) -> map.computeIfPresent(key, (same, value) -> next));
        ways.put("merge", (map, key, present, next) -> map.merge(key, present, (value, given) -> next));
        ways.put("setValue", (map, key, present, next) -> setFirst(map, next));
        return ways;
    }

    private static void setFirst(Map<NamedKey, NamedKey> map, NamedKey value) {
        map.entrySet().iterator().next().setValue(value);
    }

    @Test
    @Rule("MAP-19")
    @DisplayName("MAP-19: writing the value that is there keeps the ticket, writing another one drops it")
    default void write_overTicketed_keepsTheTicketOfTheSameValue() {
        OVERWRITES.forEach((operation, overwrite) -> {
            for (boolean weakKeys : new boolean[] {true, false}) {
                NamedKey value = new NamedKey("value");
                expect(operation + " of the same value", "ticket", told(weakKeys, overwrite, value, value));
                expect(operation + " of another value", null, told(weakKeys, overwrite, value, new NamedKey("other")));
                expect(operation + " of an equal value", null, told(weakKeys, overwrite, value, new NamedKey("value")));
            }
        });
    }

    @Test
    @Rule("MAP-19")
    @DisplayName("MAP-19: what writes nothing keeps the ticket, and a new ticket takes the place of the old one")
    default void write_withoutEffectOrWithTicket_keepsOrReplacesTheTicket() {
        for (boolean weakKeys : new boolean[] {true, false}) {
            NamedKey value = new NamedKey("value");
            expect("no write", "ticket", told(weakKeys, (map, key, present, next) -> {}, value, value));
            expect("putIfAbsent", "ticket", told(weakKeys, TicketContract::putAnotherIfAbsent, value, value));
            expect("computeIfAbsent", "ticket", told(weakKeys, TicketContract::computeIfAbsent, value, value));
            expect("put with a ticket", "another", told(weakKeys, TicketContract::putTicketed, value, value));
            NamedKey other = new NamedKey("other");
            expect("put with a ticket", "another", told(weakKeys, TicketContract::putTicketed, value, other));
            expect("remove, then put", null, told(weakKeys, TicketContract::removeAndPut, value, value));
        }
        NamedKey value = new NamedKey("value");
        expect("putReplacingKey of the same", "ticket", told(true, TicketContract::putReplacingKey, value, value));
        NamedKey other = new NamedKey("other");
        expect("putReplacingKey of another", null, told(true, TicketContract::putReplacingKey, value, other));
    }

    private static void putAnotherIfAbsent(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey present, NamedKey next) {
        map.putIfAbsent(key, new NamedKey("not stored"));
    }

    private static void computeIfAbsent(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey present, NamedKey next) {
        map.computeIfAbsent(key, absent -> next);
    }

    private static void putTicketed(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey present, NamedKey next) {
        putWithTicket(map, key, next, "another");
    }

    private static void putWithTicket(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey value, String ticket) {
        if (map instanceof WeakKeyMap<NamedKey, NamedKey> keys) {
            keys.put(key, value, ticket);
        } else {
            ((WeakValueMap<NamedKey, NamedKey>) map).put(key, value, ticket);
        }
    }

    private static void putReplacingKey(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey present, NamedKey next) {
        ((WeakKeyMap<NamedKey, NamedKey>) map).putReplacingKey(key, next);
    }

    private static void removeAndPut(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, NamedKey present, NamedKey next) {
        map.remove(key);
        map.put(key, next);
    }

    /** The ticket that the listener is told of an association that was written over, in a list. */
    private List<@Nullable Object> told(boolean weakKeys, Overwrite overwrite, NamedKey value, NamedKey next) {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<@Nullable Object> told = new ArrayList<>();
        NamedKey key = new NamedKey("key");
        ConcurrentMap<NamedKey, NamedKey> map = listening(scene, weakKeys, told);
        putWithTicket(map, key, value, "ticket");
        overwrite.write(map, key, value, next);
        assertSame(next, map.get(key), "get(key) after a write");
        scene.kill(weakKeys ? key : next);
        scene.reclaim((WeakContainer) map);
        Reference.reachabilityFence(value);
        return told;
    }

    /** A map whose listener is told tickets. */
    private static ConcurrentMap<NamedKey, NamedKey> listening(
            SimulatedCollection scene, boolean weakKeys, List<@Nullable Object> told) {
        return weakKeys
                ? scene.<NamedKey, NamedKey>weakKeyMap()
                        .onCollected((survivor, ticket) -> told.add(ticket))
                        .build()
                : scene.<NamedKey, NamedKey>weakValueMap()
                        .onCollected((survivor, ticket) -> told.add(ticket))
                        .build();
    }

    private static void expect(String operation, @Nullable Object ticket, List<@Nullable Object> told) {
        RuleViolation.unless(
                told.size() == 1 && told.get(0) == ticket,
                "MAP-19",
                operation + " over a value with the ticket \"ticket\": the listener was told " + told + " and not "
                        + ticket);
    }

    @Test
    @Rule({"MAP-7", "MAP-15"})
    @DisplayName("MAP-7 MAP-15: computeIfAbsent makes a ticket for a value that it made, and for no other")
    default void computeIfAbsent_ticketing_isAskedOfANewValueAlone() {
        for (boolean weakKeys : new boolean[] {true, false}) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            List<@Nullable Object> told = new ArrayList<>();
            ConcurrentMap<NamedKey, NamedKey> map = listening(scene, weakKeys, told);
            NamedKey key = new NamedKey("key");
            NamedKey value = new NamedKey("value");
            List<NamedKey> asked = new ArrayList<>();
            assertNull(compute(map, key, null, asked), "computeIfAbsent of a function that gives null");
            assertSame(value, compute(map, key, value, asked), "computeIfAbsent of an absent key");
            assertSame(value, compute(map, key, new NamedKey("other"), asked), "computeIfAbsent of a present key");
            assertEquals(List.of(value), asked, "values that tickets were made for");
            scene.kill(weakKeys ? key : value);
            scene.reclaim((WeakContainer) map);
            assertEquals(List.of("ticket of value"), told, "tickets that the listener was told");
        }
    }

    @Test
    @Rule({"MAP-7", "MAP-15"})
    @DisplayName("MAP-7 MAP-15: a ticket that cannot be made leaves the key absent, and null means none")
    default void computeIfAbsent_ticketingFails_leavesTheKeyAbsent() {
        for (boolean weakKeys : new boolean[] {true, false}) {
            SimulatedCollection scene = new SimulatedCollection(backend());
            List<@Nullable Object> told = new ArrayList<>();
            ConcurrentMap<NamedKey, NamedKey> map = listening(scene, weakKeys, told);
            NamedKey key = new NamedKey("key");
            NamedKey value = new NamedKey("value");
            assertThrows(
                    ArithmeticException.class,
                    () -> computeTicketed(map, key, absent -> value, made -> {
                        throw new ArithmeticException("on purpose");
                    }));
            assertTrue(map.isEmpty(), "isEmpty() after a ticket could not be made");
            assertSame(
                    value, computeTicketed(map, key, absent -> value, made -> null), "computeIfAbsent without ticket");
            scene.kill(weakKeys ? key : value);
            scene.reclaim((WeakContainer) map);
            assertEquals(Collections.singletonList(null), told, "tickets that the listener was told");
        }
    }

    private static @Nullable NamedKey compute(
            ConcurrentMap<NamedKey, NamedKey> map, NamedKey key, @Nullable NamedKey result, List<NamedKey> asked) {
        return computeTicketed(map, key, absent -> result, made -> {
            asked.add(made);
            return "ticket of " + made.text();
        });
    }

    private static @Nullable NamedKey computeTicketed(
            ConcurrentMap<NamedKey, NamedKey> map,
            NamedKey key,
            Function<NamedKey, @Nullable NamedKey> function,
            Function<NamedKey, @Nullable Object> ticketing) {
        return map instanceof WeakKeyMap<NamedKey, NamedKey> keys
                ? keys.computeIfAbsent(key, function, ticketing)
                : ((WeakValueMap<NamedKey, NamedKey>) map).computeIfAbsent(key, function, ticketing);
    }

    @Test
    @Rule("MAP-19")
    @DisplayName("MAP-19: adding an element that is there keeps its ticket")
    default void add_ofAnElementThatIsThere_keepsItsTicket() {
        SimulatedCollection scene = new SimulatedCollection(backend());
        List<@Nullable Object> told = new ArrayList<>();
        WeakSet<NamedKey> set = scene.<NamedKey>weakSet().onCollected(told::add).build();
        NamedKey element = new NamedKey("element");
        set.add(element, "ticket");
        set.add(element);
        set.add(new NamedKey("element"), "of one that is not stored");
        scene.kill(element);
        scene.reclaim(set);
        expect("add", "ticket", told);
    }
}
