package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gossamer.Deaths.Victim;
import dev.gossamer.WeakListeners.Subscription;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WeakListenersTest {

    private final Victim owner = new Victim();
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final WeakListeners<Consumer<String>> listeners = WeakListeners.create();

    @AfterEach
    void useStandardErrorHandler() {
        ErrorHandler.useStandard();
    }

    private void fire(String event) {
        listeners.fire(each -> each.accept(event));
    }

    private static void awaitCollection() {
        var other = new WeakReference<>(new Object());
        Deaths.collectUntil("another object's death", () -> other.refersTo(null));
    }

    @Test
    void fire_tellsAllInTheOrderOfAdding() {
        var second = new Object();
        listeners.add(owner.object, event -> heard.add("a " + event));
        listeners.add(second, event -> heard.add("b " + event));
        listeners.add(owner.object, event -> heard.add("c " + event));
        fire("event");
        assertThat(heard).containsExactly("a event", "b event", "c event");
        assertThat(listeners.size()).isEqualTo(3);
        Reference.reachabilityFence(second);
    }

    @Test
    @DisplayName("SUB-1 closing a subscription removes its listener, once")
    void close_ofASubscription_removesTheListener() {
        var target = new CopyOnWriteArrayList<String>();
        listeners.add(owner.object, event -> heard.add("other " + event));
        try (Subscription subscription = listeners.add(owner.object, target::add)) {
            fire("within");
            assertThat(subscription.isAlive()).isTrue();
        }
        Subscription closed = listeners.add(owner.object, target::add);
        closed.close();
        closed.close();
        assertThat(closed.isAlive()).isFalse();
        assertThat(closed.remove()).isFalse();
        fire("after");
        assertThat(target).containsExactly("within");
        assertThat(heard).containsExactly("other within", "other after");
    }

    @Test
    @DisplayName("SUB-1 a method reference that is written again is another listener")
    void remove_ofAMethodReferenceWrittenAgain_findsNothing() {
        var target = new CopyOnWriteArrayList<String>();
        Consumer<String> kept = target::add;
        listeners.add(owner.object, kept);
        assertThat(listeners.remove(owner.object, target::add)).isFalse();
        assertThat(listeners.remove(owner.object, kept)).isTrue();
    }

    @Test
    @Tag("collector")
    @DisplayName("CB-1 a lambda lives exactly as long as its owner")
    void listener_isALambda_livesAsLongAsItsOwner() {
        List<WeakReference<?>> listener = new ArrayList<>();
        addLambda(owner.object, listener);
        awaitCollection();
        fire("alive");
        assertThat(heard).containsExactly("alive");
        owner.drop();
        Deaths.collectUntil("the release of the listener", () -> listener.get(0).refersTo(null));
        assertThat(listeners.size()).isZero();
        fire("dead");
        assertThat(heard).containsExactly("alive");
    }

    private void addLambda(Object owner, List<WeakReference<?>> observer) {
        List<Object> sink = heard;
        Consumer<String> listener = sink::add;
        observer.add(new WeakReference<>(listener));
        listeners.add(owner, listener);
    }

    /** An owner whose listeners use it. */
    private static final class Panel implements ListenerOwner {
        private final ListenerKeeper keeper = new ListenerKeeper();
        private final List<Object> heard;

        Panel(List<Object> heard) {
            this.heard = heard;
        }

        Subscription listenTo(WeakListeners<Consumer<String>> listeners) {
            return listeners.add(this, event -> heard.add("panel " + event));
        }

        @Override
        public ListenerKeeper listenerKeeper() {
            return keeper;
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("CB-1 a lambda that captures an owner that carries it lives exactly as long as the owner")
    void listener_capturesAListenerOwner_livesAsLongAsTheOwner() {
        var panel = new Panel(heard);
        panel.listenTo(listeners);
        awaitCollection();
        fire("alive");
        assertThat(heard).containsExactly("panel alive");
        WeakReference<Panel> dying = listenWithAnother();
        assertThat(listeners.size()).isEqualTo(2);
        Deaths.collectUntil("the death of the other panel", () -> dying.refersTo(null));
        assertThat(listeners.size()).isEqualTo(1);
        Reference.reachabilityFence(panel);
    }

    private WeakReference<Panel> listenWithAnother() {
        var panel = new Panel(heard);
        panel.listenTo(listeners);
        return new WeakReference<>(panel);
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-11 a dropped list leaves nothing with owners that live on")
    void list_dropped_leavesNothingWithItsOwners() {
        var panel = new Panel(heard);
        panel.listenTo(WeakListeners.create());
        Deaths.collectUntil(
                "the release of a listener of a dropped list",
                () -> panel.listenerKeeper().size() == 0);
    }

    /** An owner that is a listener itself. */
    private static final class Self implements Consumer<String> {
        private final List<Object> heard;

        Self(List<Object> heard) {
            this.heard = heard;
        }

        @Override
        public void accept(String event) {
            heard.add("self " + event);
        }
    }

    @Test
    @Tag("collector")
    void listener_isItsOwner_isHeldWeakly() {
        var self = new Self(heard);
        listeners.add(self, self);
        awaitCollection();
        fire("alive");
        assertThat(heard).containsExactly("self alive");
        WeakReference<Self> dying = addAnother();
        Deaths.collectUntil("the death of the listener", () -> dying.refersTo(null));
        assertThat(listeners.size()).isEqualTo(1);
        assertThat(listeners.remove(self, self)).isTrue();
        assertThat(listeners.size()).isZero();
    }

    private WeakReference<Self> addAnother() {
        var self = new Self(heard);
        listeners.add(self, self);
        return new WeakReference<>(self);
    }

    @Test
    @Tag("collector")
    void addBound_listenerUsesTheOwner_livesAsLongAsTheOwner() {
        List<Object> sink = heard;
        listeners.addBound(
                owner.object, alive -> event -> sink.add(alive.getClass().getSimpleName() + " " + event));
        awaitCollection();
        fire("alive");
        assertThat(heard).containsExactly("Object alive");
        WeakReference<Object> dying = owner.drop();
        Deaths.collectUntil("the death of the owner", () -> dying.refersTo(null));
        assertThat(listeners.size()).isZero();
    }

    @Test
    @DisplayName("FIN-5 a listener that captures an owner that cannot carry it is refused")
    void add_listenerCapturesAnOrdinaryOwner_isRefused() {
        Object captured = owner.object;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listeners.add(captured, event -> heard.add(captured)))
                .withMessageMatching("the listener captures the owner in the field \"arg\\$\\d\" of "
                        + "dev\\.gossamer\\.WeakListenersTest\\$\\$Lambda.*, which would keep it alive for ever; "
                        + "have the owner implement ListenerOwner, or use addBound");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> listeners.addBound(captured, same -> event -> heard.add(captured)))
                .withMessageMatching("the function captures the owner .*; let it use the owner that it is given");
        assertThat(listeners.size()).isZero();
    }

    @Test
    void fire_listenersAddAndRemoveMeanwhile_worksOnASnapshot() {
        List<Subscription> subscriptions = new ArrayList<>();
        subscriptions.add(listeners.add(owner.object, event -> {
            heard.add("first");
            subscriptions.get(0).remove();
            subscriptions.get(1).remove();
            listeners.add(owner.object, later -> heard.add("added"));
        }));
        subscriptions.add(listeners.add(owner.object, event -> heard.add("removed before its turn")));
        subscriptions.add(listeners.add(owner.object, event -> heard.add("third")));
        fire("event");
        assertThat(heard).containsExactly("first", "third");
        assertThat(subscriptions.get(1).isAlive()).isFalse();
        assertThat(subscriptions.get(1).remove()).isFalse();
        fire("event");
        assertThat(heard).containsExactly("first", "third", "third", "added");
    }

    @Test
    @DisplayName("CB-4 a throwing listener is reported, the others are told")
    void fire_listenerThrows_isReportedAndTheOthersAreTold() {
        var failure = new AssertionError("of a listener");
        ErrorHandler.use((source, thrown) -> heard.add(List.of(source, thrown)));
        listeners.add(owner.object, event -> {
            throw failure;
        });
        listeners.add(owner.object, heard::add);
        fire("event");
        assertThat(heard).containsExactly(List.of("a listener", failure), "event");
    }

    @Test
    void remove_byOwnerAndListener_removesOneAtATime() {
        Consumer<String> listener = heard::add;
        var other = new Panel(heard);
        listeners.add(owner.object, listener);
        listeners.add(other, listener);
        listeners.add(owner.object, listener);
        assertThat(listeners.remove(new Object(), listener)).isFalse();
        assertThat(listeners.remove(owner.object, listener)).isTrue();
        assertThat(listeners.size()).isEqualTo(2);
        assertThat(listeners.removeAll(owner.object)).isEqualTo(1);
        assertThat(other.listenerKeeper().size()).isEqualTo(1);
        assertThat(listeners.removeAll(other)).isEqualTo(1);
        assertThat(other.listenerKeeper().size()).isZero();
        assertThat(listeners.size()).isZero();
        assertThat(DeathCallbackQueue.shared().sizeFor(owner.object)).isZero();
    }

    @Test
    @DisplayName("SUB-1 two threads that remove a listener that was added often each remove another one")
    void remove_addedOftenByTwoThreads_removesOneForEach() throws Exception {
        Consumer<String> listener = heard::add;
        for (int i = 0; i < 20_000; i++) {
            listeners.add(owner.object, listener);
        }
        CyclicBarrier barrier = new CyclicBarrier(2);
        Callable<Integer> removals = () -> {
            barrier.await(300, TimeUnit.SECONDS);
            int removed = 0;
            for (int i = 0; i < 10_000; i++) {
                removed += listeners.remove(owner.object, listener) ? 1 : 0;
            }
            return removed;
        };
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<Integer> removed : threads.invokeAll(List.of(removals, removals))) {
                assertThat(removed.get()).isEqualTo(10_000);
            }
            assertThat(listeners.size()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
