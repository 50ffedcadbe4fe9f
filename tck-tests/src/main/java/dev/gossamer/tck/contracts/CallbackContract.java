package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ErrorHandler;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.HeldCallbacks;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for the callbacks of {@link WeakRef}s, beside containers of the backend. */
public interface CallbackContract extends ContractBase {

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-1")
    @DisplayName("CB-1: a kept reference calls once, dead, with itself; a dropped one never")
    default void death_keptAndDroppedReference_keptOneCallsOnce() {
        Object[] only = {new Object()};
        List<Object> told = new CopyOnWriteArrayList<>();
        WeakReference<Object> dropped =
                RealCollector.elsewhere(() -> new WeakReference<>(WeakRef.of(only[0], dead -> told.add("dropped"))));
        RealCollector.await("a dropped reference to be collected", () -> dropped.refersTo(null));
        WeakRef<Object> kept = WeakRef.of(only[0], dead -> {
            told.add(dead);
            told.add(dead.isAlive());
        });
        only[0] = told;
        RealCollector.await("a callback", () -> told.size() >= 2);
        awaitAnotherDeath();
        assertEquals(2, told.size(), "what the callbacks told: " + told);
        assertSame(kept, told.get(0), "what the callback was given");
        assertEquals(false, told.get(1), "isAlive() in the callback");
    }

    /**
     * Waits until all earlier deaths have been told. Two more objects die, one after the other: of those that are found dead at
     * once the newest is told first, so the first may be told before others.
     */
    private static void awaitAnotherDeath() {
        for (int i = 0; i < 2; i++) {
            List<Object> told = new CopyOnWriteArrayList<>();
            WeakRef<Object> reference = RealCollector.elsewhere(() -> WeakRef.of(new Object(), told::add));
            RealCollector.await("another callback", () -> told.size() == 1);
            assertSame(reference, told.get(0), "what the callback was given");
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-2")
    @DisplayName("CB-2: when the first callback runs, all references are dead and no container shows the object")
    default void callback_objectInContainers_noneShowsIt() {
        WeakValueMap<String, Object> values =
                WeakValueMap.<String, Object>builder().backend(backend()).build();
        WeakKeyMap<Object, String> keys =
                WeakKeyMap.<Object, String>builder().backend(backend()).build();
        WeakSet<Object> set = WeakSet.<Object>builder().backend(backend()).build();
        Object[] only = {new Object()};
        values.put("k", only[0]);
        keys.put(only[0], "v");
        set.add(only[0]);
        List<WeakRef<?>> references = new ArrayList<>(set.refs());
        references.addAll(keys.keyRefs());
        assertEquals(2, references.size(), "references that a set and a map give of one object");
        references.add(WeakRef.of(only[0]));
        references.add(WeakRef.identity(only[0]));
        List<Object> seen = new CopyOnWriteArrayList<>();
        references.add(WeakRef.of(only[0], dead -> seen.add("callback")));
        references.add(WeakRef.of(
                only[0],
                dead -> seen.add(List.of(
                        values.size(),
                        keys.size(),
                        set.size(),
                        values.containsKey("k"),
                        keys.keySet().iterator().hasNext(),
                        set.isEmpty(),
                        references.stream().filter(WeakRef::isAlive).count()))));
        only[0] = values;
        RealCollector.await("two callbacks", () -> seen.size() >= 2);
        assertEquals(List.of(List.of(0, 0, 0, false, false, true, 0L), "callback"), seen, "what the callback saw");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-3")
    @DisplayName("CB-3: callbacks and finalizers of one object run in one order, newest first")
    default void callbacksAndFinalizers_oneObject_newestFirst() {
        Object[] only = {new Object()};
        List<Integer> told = new CopyOnWriteArrayList<>();
        List<Object> kept = new ArrayList<>();
        List<Integer> newestFirst = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Integer number = i;
            newestFirst.add(0, number);
            kept.add(
                    i % 2 == 0
                            ? WeakRef.of(only[0], dead -> told.add(number))
                            : Finalizers.registerAction(only[0], number, told::add));
        }
        only[0] = told;
        RealCollector.await("all callbacks and finalizers", () -> told.size() >= 12);
        assertEquals(newestFirst, told, "what was told, in order");
        Reference.reachabilityFence(kept);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-4")
    @DisplayName("CB-4: what a callback throws goes to the error handler, and the others still run")
    default void callback_throws_isHandledAndOthersRun() {
        List<Object> told = new CopyOnWriteArrayList<>();
        AssertionError failure = new AssertionError("thrown by a callback of the kit");
        ErrorHandler handler = (source, thrown) -> told.add(thrown);
        TemporaryErrorHandler.during(handler, () -> {
            assertSame(handler, ErrorHandler.current(), "ErrorHandler.current()");
            Object[] only = {new Object()};
            List<Object> kept = List.of(WeakRef.of(only[0], dead -> told.add("older")), WeakRef.of(only[0], dead -> {
                throw failure;
            }));
            only[0] = told;
            RealCollector.await("a failure and a callback", () -> told.size() >= 2);
            assertEquals(List.of(failure, "older"), told, "what was told, in order");
            awaitAnotherDeath();
            Reference.reachabilityFence(kept);
        });
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-5")
    @DisplayName("CB-5: a callback may call any method, also on the container its object was in")
    default void callback_usesItsContainer_works() {
        WeakValueMap<String, Object> map =
                WeakValueMap.<String, Object>builder().backend(backend()).build();
        Object[] only = {new Object()};
        map.put("k", only[0]);
        Object successor = new Object();
        List<Object> told = new CopyOnWriteArrayList<>();
        WeakRef<Object> kept = WeakRef.of(only[0], dead -> {
            map.put("k", successor);
            RacingThreads.run(
                    2, () -> map.computeIfAbsent("other", key -> successor)); // held no lock: others get through
            map.reclaim();
            told.add(map.size());
        });
        only[0] = told;
        RealCollector.await("a callback that uses its container", () -> !told.isEmpty());
        awaitAnotherDeath();
        assertEquals(List.of(2), told, "what was told, in order");
        assertSame(successor, map.get("k"), "map.get(\"k\")");
        assertFalse(kept.isAlive(), "isAlive()");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-6")
    @DisplayName("CB-6: a callback is released after it ran and by clear(), which does not call it")
    default void callback_ranOrCleared_isReleased() {
        Object[] only = {new Object(), new Object()};
        List<Object> told = new CopyOnWriteArrayList<>();
        List<WeakReference<Object>> callbacks = new ArrayList<>();
        WeakRef<Object> ran = RealCollector.elsewhere(() -> refer(only[0], "ran", told, callbacks));
        WeakRef<Object> cleared = RealCollector.elsewhere(() -> refer(only[1], "cleared", told, callbacks));
        cleared.clear();
        assertNull(cleared.get(), "get() after clear() while the object lives");
        only[0] = told;
        RealCollector.await("a callback", () -> !told.isEmpty());
        RealCollector.await("callbacks to be released", () -> callbacks.stream().allMatch(each -> each.refersTo(null)));
        only[1] = told;
        awaitAnotherDeath();
        assertEquals(List.of("ran"), told, "what was told, in order");
        assertTrue(!ran.isAlive() && !cleared.isAlive(), "dead references");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-6")
    @DisplayName(
            "CB-6: clear() takes the callback back also of an object that has died, for as long as it was not called")
    default void clear_afterTheDeath_takesTheCallbackBack() {
        Object[] only = {new Object()};
        List<Object> told = new CopyOnWriteArrayList<>();
        TemporaryErrorHandler.during((source, thrown) -> told.add(thrown), () -> {
            try (HeldCallbacks held = new HeldCallbacks()) {
                WeakRef<Object> reference = WeakRef.of(only[0], dead -> told.add("called"));
                only[0] = held;
                RealCollector.await("an object to die", () -> !reference.isAlive());
                reference.clear();
            }
            awaitAnotherDeath();
            assertEquals(List.of(), told, "what was told after clear()");
        });
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-6")
    @DisplayName("CB-6: enqueue() clears as clear() does")
    default void enqueue_objectLives_clears() {
        Object[] only = {new Object()};
        List<Object> told = new CopyOnWriteArrayList<>();
        WeakRef<Object> watching = WeakRef.of(only[0]);
        WeakRef<Object> reference = WeakRef.of(only[0], told::add);
        reference.enqueue();
        assertNull(reference.get(), "get() after enqueue()");
        only[0] = told;
        RealCollector.await("an object to die", () -> !watching.isAlive());
        awaitAnotherDeath();
        assertEquals(List.of(), told, "what was told after enqueue()");
    }

    @Test
    @Rule("CB-7")
    @DisplayName("CB-7: a callback that is or captures its referent is refused")
    default void of_callbackHoldsReferent_isRefused() {
        NamedKey referent = new NamedKey("referent");
        String refusal = String.valueOf(
                assertThrows(IllegalArgumentException.class, () -> WeakRef.of(referent, dead -> referent.text())));
        assertTrue(refusal.contains(": the callback captures the referent in the field "), refusal);
        Consumer<Object> itself = dead -> {};
        assertEquals(
                "the callback is the referent itself, which would keep it alive for ever;"
                        + " let it use only what outlives the referent",
                assertThrows(IllegalArgumentException.class, () -> WeakRef.of(itself, itself))
                        .getMessage(),
                "what a failing function threw");
    }

    private static WeakRef<Object> refer(
            Object referent, String name, List<Object> told, List<WeakReference<Object>> callbacks) {
        Consumer<WeakRef<Object>> callback = dead -> told.add(name);
        callbacks.add(new WeakReference<>(callback));
        return WeakRef.of(referent, callback);
    }
}
