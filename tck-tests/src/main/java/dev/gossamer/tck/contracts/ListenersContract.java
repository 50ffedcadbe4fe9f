package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ListenerKeeper;
import dev.gossamer.ListenerOwner;
import dev.gossamer.WeakListeners;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for {@link WeakListeners}; no storage of the backend is involved. */
public interface ListenersContract extends ContractBase {

    /** An owner whose listeners use it. */
    final class Panel implements ListenerOwner {
        private final ListenerKeeper keeper = new ListenerKeeper();
        private int updates;

        void listenTo(WeakListeners<Runnable> listeners) {
            listeners.add(this, () -> updates++);
        }

        @Override
        public ListenerKeeper listenerKeeper() {
            return keeper;
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("LS-1")
    @DisplayName("LS-1: a listener lives as long as its owner, also if it captures one that carries it")
    default void add_lambdas_liveAsLongAsTheirOwners() {
        WeakListeners<Runnable> listeners = WeakListeners.create();
        List<Object> told = new CopyOnWriteArrayList<>();
        Panel panel = new Panel();
        Object[] owner = {new Object()};
        panel.listenTo(listeners);
        listeners.add(owner[0], () -> told.add("told"));
        WeakReference<Panel> dying = RealCollector.elsewhere(() -> panelOf(listeners));
        RealCollector.await("an owner that its listener captures to die", () -> dying.refersTo(null));
        listeners.fire(Runnable::run);
        assertEquals(List.of("told"), told, "what was told, in order");
        assertEquals(1, panel.updates, "updates of the panel");
        owner[0] = told;
        RealCollector.await("an owner to die", () -> listeners.size() == 1);
        listeners.fire(Runnable::run);
        assertEquals(2, panel.updates, "updates of the panel");
        assertEquals(1, told.size(), "listeners of a dead owner told: " + told);
        assertThrows(IllegalArgumentException.class, () -> listeners.add(told, () -> told.add("captures its owner")));
    }

    private static WeakReference<Panel> panelOf(WeakListeners<Runnable> listeners) {
        Panel panel = new Panel();
        panel.listenTo(listeners);
        return new WeakReference<>(panel);
    }

    @Test
    @Rule("LS-2")
    @DisplayName("LS-2: firing works on a snapshot, skips what was removed, and goes on when a listener throws")
    default void fire_changesAndFailures_tellsTheOthers() {
        WeakListeners<Runnable> listeners = WeakListeners.create();
        List<Object> told = new ArrayList<>();
        List<WeakListeners.Subscription> subscriptions = new ArrayList<>();
        Object owner = new Object();
        Object other = new Object();
        AssertionError failure = new AssertionError("thrown by a listener of the kit");
        TemporaryErrorHandler.during((source, thrown) -> told.add(thrown), () -> {
            listeners.add(owner, () -> {
                told.add("first");
                subscriptions.get(0).remove();
                listeners.add(other, () -> told.add("added"));
                throw failure;
            });
            subscriptions.add(listeners.add(owner, () -> told.add("removed")));
            listeners.add(owner, () -> told.add("last"));
            listeners.fire(Runnable::run);
        });
        assertEquals(List.of("first", failure, "last"), told, "what was told, in order");
        assertEquals(2, listeners.removeAll(owner), "listeners of one owner removed");
        assertEquals(1, listeners.removeAll(other), "listeners of the other removed");
    }

    @Test
    @Rule("LS-2")
    @DisplayName("LS-2: firing goes on when a listener cannot be made of its owner")
    default void fire_bindingThrows_tellsTheOthers() {
        WeakListeners<Runnable> listeners = WeakListeners.create();
        List<Object> told = new ArrayList<>();
        Object owner = new Object();
        AssertionError failure = new AssertionError("thrown by a function of the kit");
        TemporaryErrorHandler.during((source, thrown) -> told.add(thrown), () -> {
            listeners.addBound(owner, same -> {
                throw failure;
            });
            listeners.addBound(owner, same -> () -> told.add("last"));
            listeners.fire(Runnable::run);
        });
        assertEquals(List.of(failure, "last"), told, "what was told, in order");
        Reference.reachabilityFence(owner);
    }

    @Test
    @Rule("LS-2")
    @DisplayName("LS-2: a listener is removed by its subscription or with its owner, once, and no other with it")
    default void remove_inEachWay_removesThatListener() {
        WeakListeners<Runnable> listeners = WeakListeners.create();
        List<Object> told = new ArrayList<>();
        Object owner = new Object();
        Runnable known = () -> told.add("known");
        WeakListeners.Subscription closed = listeners.add(owner, () -> told.add("closed"));
        listeners.add(owner, known);
        listeners.add(owner, () -> told.add("last"));
        closed.close();
        assertFalse(closed.remove() || closed.isAlive(), "remove() and isAlive() of a subscription that was closed");
        assertFalse(listeners.remove(told, known), "remove of a listener with another owner");
        assertFalse(listeners.remove(owner, () -> told.add("known")), "remove of another listener");
        assertEquals(2, listeners.size(), "size() after one of three was removed");
        assertTrue(listeners.remove(owner, known), "remove of a listener with its owner");
        assertFalse(listeners.remove(owner, known), "remove of a listener that is gone");
        listeners.fire(Runnable::run);
        assertEquals(List.of("last"), told, "what was told");
        assertEquals(1, listeners.removeAll(owner), "removeAll of an owner that has one");
        assertEquals(0, listeners.removeAll(owner), "removeAll of an owner that has none");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("LS-3")
    @DisplayName("LS-3: a dropped list leaves nothing with its owners")
    default void list_dropped_leavesNothing() {
        Panel panel = new Panel();
        RealCollector.elsewhere(() -> {
            panel.listenTo(WeakListeners.create());
            return panel.keeper;
        });
        RealCollector.await("a listener of a dropped list to be released", () -> panel.keeper.size() == 0);
        assertTrue(panel.updates == 0, "the listener was told");
    }
}
