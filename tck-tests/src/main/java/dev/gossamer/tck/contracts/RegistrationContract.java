package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.Finalizer;
import dev.gossamer.FinalizerGroup;
import dev.gossamer.Finalizers;
import dev.gossamer.WeakListeners;
import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What those who wait for a death hold, and what they let go of when they are taken back. */
public interface RegistrationContract extends ContractBase {

    @Test
    @Tag(COLLECTOR)
    @Rule({"FIN-3", "FIN-9"})
    @DisplayName(
            "FIN-3 FIN-9: a finalizer that was called or detached is released, though its object and group live on")
    default void callOrDetach_referentLives_isReleased() {
        Object referent = new Object();
        FinalizerGroup group = Finalizers.create();
        List<WeakReference<Object>> parts = new ArrayList<>();
        List<Object> kept = new ArrayList<>();
        RealCollector.elsewhere(() -> registerAndTakeAll(group, referent, parts, kept));
        assertEquals(0, group.size(), "size() of a group whose finalizers were all taken");
        RealCollector.await(
                "what was called or detached to be released, and with it each finalizer that nobody keeps",
                () -> parts.stream().allMatch(each -> each.refersTo(null)));
        Reference.reachabilityFence(referent);
        Reference.reachabilityFence(group);
        Reference.reachabilityFence(kept);
    }

    private static int registerAndTakeAll(
            FinalizerGroup group, Object referent, List<WeakReference<Object>> parts, List<Object> kept) {
        for (int i = 0; i < 8; i++) {
            Finalizer<String> finalizer = registerAndTake(group, referent, i, parts);
            if (i < 4) {
                parts.add(new WeakReference<>(finalizer));
            } else {
                kept.add(finalizer);
            }
        }
        return parts.size();
    }

    private static Finalizer<String> registerAndTake(
            FinalizerGroup group, Object referent, int number, List<WeakReference<Object>> parts) {
        Object captured = new Object();
        Function<Object, String> action = state -> captured + " and " + state;
        Object state = new Object();
        Finalizer<String> finalizer = group.register(referent, state, action);
        parts.add(new WeakReference<>(state));
        parts.add(new WeakReference<>(captured));
        if (number % 2 == 0) {
            finalizer.atExit(true);
        }
        Optional<?> taken = number % 4 < 2 ? finalizer.call() : finalizer.detach();
        assertTrue(taken.isPresent(), "taken");
        return finalizer;
    }

    @Test
    @Tag(COLLECTOR)
    @Rule({"FIN-4", "FIN-9"})
    @DisplayName(
            "FIN-4 FIN-9: in its own action after a death a finalizer is dead; one that a closed group refused never runs")
    default void death_actionAsksItself_isDead() {
        Object[] only = {new Object()};
        List<Object> told = new CopyOnWriteArrayList<>();
        FinalizerGroup closed = Finalizers.create();
        closed.close();
        Finalizer<?>[] own = new Finalizer<?>[1];
        own[0] = Finalizers.registerAction(only[0], own, self -> {
            told.add(List.of(self[0].isAlive(), self[0].isAtExit()));
            told.add(List.of(self[0].peek(), self[0].call(), self[0].detach()));
        });
        own[0].atExit(true);
        assertTrue(own[0].isAlive() && own[0].isAtExit(), "isAlive() and isAtExit() before");
        assertThrows( // the newest, which would be told first
                IllegalStateException.class,
                () -> closed.registerAction(only[0], "refused", told::add),
                "register late");
        only[0] = told;
        RealCollector.await("a finalizer that asks itself", () -> told.size() >= 2);
        List<Optional<?>> nothing = List.of(Optional.empty(), Optional.empty(), Optional.empty());
        assertEquals(List.of(List.of(false, false), nothing), told, "what the action saw of its finalizer");
    }

    @Test
    @Rule("FIN-9")
    @DisplayName("FIN-9: a group counts what is alive, and an action that throws keeps none of the others from running")
    default void group_severalMembers_countsAndRunsAll() {
        Object referent = new Object();
        List<Object> told = new ArrayList<>();
        FinalizerGroup group = Finalizers.create();
        for (int i = 0; i < 3; i++) {
            group.registerAction(referent, i, told::add);
        }
        assertEquals(3, group.size(), "size()");
        assertEquals(3, group.detachAll(), "detached");
        assertEquals(0, group.size(), "size() after detachAll()");
        group.registerAction(referent, "older", told::add);
        group.register(referent, () -> {
            throw new AssertionError("thrown by an action of the kit");
        });
        List<Throwable> failures = new ArrayList<>();
        TemporaryErrorHandler.during((source, failure) -> failures.add(failure), group::close);
        assertEquals(List.of("older"), told, "actions that ran");
        assertEquals(1, failures.size(), "failures reported: " + failures);
        assertThrows(IllegalStateException.class, () -> group.register(referent, () -> told.add("late")));
    }

    @Test
    @Rule("FIN-9")
    @DisplayName("FIN-9: a group that is closed runs its newest first, also of very many")
    default void group_veryMany_runNewestFirst() {
        Object referent = new Object();
        List<Integer> told = new ArrayList<>();
        List<Integer> newestFirst = new ArrayList<>();
        FinalizerGroup group = Finalizers.create();
        for (int i = 0; i < 1_500; i++) {
            group.registerAction(referent, i, told::add);
            newestFirst.add(0, i);
        }
        group.close();
        assertEquals(newestFirst, told, "actions of a group in the order of their runs");
        Reference.reachabilityFence(referent);
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("CB-3")
    @DisplayName("CB-3: many callbacks of one object are all told, newest first, also when others of it were dropped")
    default void callbacks_manyOfOneObject_allToldNewestFirst() {
        Object[] only = {new Object()};
        List<Integer> told = new CopyOnWriteArrayList<>();
        List<Object> kept = new ArrayList<>();
        List<Integer> newestFirst = new ArrayList<>();
        for (int i = 0; i < 1_500; i++) {
            Integer number = i;
            WeakRef<Object> reference = WeakRef.of(only[0], dead -> told.add(number));
            if (i % 5 == 0) {
                reference.clear();
            } else {
                kept.add(reference);
                newestFirst.add(0, number);
            }
        }
        only[0] = told;
        RealCollector.await("callbacks of one object ran", newestFirst.size(), told::size);
        assertEquals(newestFirst, told, "callbacks in the order of their calls");
        Reference.reachabilityFence(kept);
    }

    @Test
    @Rule({"FIN-5", "CB-7", "PX-2", "LS-1"})
    @DisplayName("FIN-5 CB-7 PX-2 LS-1: what captures is found in arrays and in superclasses, and goes by identity")
    default void register_capturingState_isFoundByIdentity() {
        NamedKey referent = new NamedKey("referent");
        Function<Object, String> action = Object::toString;
        Object[] array = {"other", referent};
        requireRefused(referent, array, "an array that has the referent at its end");
        requireRefused(referent, new Derived(referent), "a state whose superclass holds the referent");
        assertTrue(
                Finalizers.register(referent, new Derived(new NamedKey("referent")), action)
                        .detach()
                        .isPresent(),
                "a state that holds an equal object is accepted");
        assertTrue(
                Finalizers.register(Known.HELD, new Known(), action).detach().isPresent(),
                "a state whose class alone knows the referent is accepted");
    }

    private static void requireRefused(NamedKey referent, Object state, String what) {
        assertThrows(
                IllegalArgumentException.class, () -> Finalizers.register(referent, state, Object::toString), what);
    }

    /** Holds something in a field of its own. */
    class Base {
        private final Object held;

        Base(Object held) {
            this.held = held;
        }

        @Override
        public String toString() {
            return "a state with " + held;
        }
    }

    /** Holds nothing, as what its class holds is no part of it. */
    final class Known {
        static final NamedKey HELD = new NamedKey("held by a class");

        @Override
        public String toString() {
            return "a state without anything";
        }
    }

    /** Holds something in a field of its superclass. */
    final class Derived extends Base {
        Derived(Object held) {
            super(held);
        }
    }

    // ---- listeners ----

    @Test
    @Rule("LS-2")
    @DisplayName("LS-2: removing goes by the identity of owner and listener, takes the first, and is not told any more")
    default void removeListener_equalOnes_goesByIdentity() {
        WeakListeners<Object> listeners = WeakListeners.create();
        NamedKey owner = new NamedKey("owner");
        NamedKey listener = new NamedKey("listener");
        listeners.add(owner, listener);
        listeners.add(owner, listener);
        listeners.addBound(owner, alive -> alive);
        assertEquals(3, listeners.size(), "size()");
        assertFalse(listeners.remove(owner, new NamedKey("listener")), "remove of an equal listener");
        assertFalse(listeners.remove(new NamedKey("owner"), listener), "remove with an equal owner");
        assertEquals(0, listeners.removeAll(new NamedKey("owner")), "removeAll of an equal owner");
        assertFalse(listeners.remove(owner, owner), "remove of what a bound function gives");
        assertTrue(listeners.remove(owner, listener), "remove");
        assertEquals(2, listeners.size(), "size() after one of two was removed");
        requireNotToldWhenRemoved(listeners, owner, List.of(listener, owner));
        NamedKey holding = new NamedKey("holding");
        assertThrows(
                IllegalArgumentException.class,
                () -> listeners.addBound(holding, alive -> holding.text() + alive),
                "addBound of a function that captures the owner");
    }

    private static void requireNotToldWhenRemoved(
            WeakListeners<Object> listeners, NamedKey owner, List<Object> others) {
        List<Object> told = new ArrayList<>();
        WeakListeners.Subscription[] late = new WeakListeners.Subscription[1];
        late[0] = listeners.add(owner, "removed before its turn");
        listeners.fire(each -> {
            told.add(each);
            late[0].remove();
        });
        assertEquals(others, told, "listeners told");
        assertFalse(late[0].isAlive() || late[0].remove(), "a subscription that was removed");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule({"LS-1", "LS-3"})
    @DisplayName(
            "LS-1 LS-3: a dead owner's listener is released, one that is its owner is held weakly, a removed one leaves")
    default void listeners_ownersDie_areReleased() {
        WeakListeners<Runnable> listeners = WeakListeners.create();
        List<WeakReference<Object>> parts = RealCollector.elsewhere(() -> {
            Object owner = new Object();
            List<Object> captured = new ArrayList<>();
            Runnable listener = () -> captured.add("told");
            Runnable itself = new Thread("an owner that listens");
            listeners.add(owner, listener);
            listeners.add(itself, itself);
            listeners.fire(Runnable::run);
            assertEquals(List.of("told"), captured, "listeners told");
            return List.of(new WeakReference<>(owner), new WeakReference<>(captured), new WeakReference<>(itself));
        });
        RealCollector.await(
                "owners and their listeners to be released",
                () -> parts.stream().allMatch(each -> each.refersTo(null)));
        assertEquals(0, listeners.size(), "size()");
        ListenersContract.Panel panel = new ListenersContract.Panel();
        WeakListeners.Subscription subscription = listeners.add(panel, () -> panel.listenTo(listeners));
        assertEquals(1, panel.listenerKeeper().size(), "listeners that the panel carries");
        assertTrue(subscription.remove(), "remove");
        assertEquals(0, panel.listenerKeeper().size(), "listeners that the panel carries after remove");
    }
}
