package dev.gossamer.examples.javadoc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.AttachmentCarrier;
import dev.gossamer.AttachmentCells;
import dev.gossamer.Attachments;
import dev.gossamer.DeadReferenceException;
import dev.gossamer.ErrorHandler;
import dev.gossamer.Finalizer;
import dev.gossamer.FinalizerGroup;
import dev.gossamer.FinalizerLane;
import dev.gossamer.Finalizers;
import dev.gossamer.ListenerKeeper;
import dev.gossamer.ListenerOwner;
import dev.gossamer.WeakListeners;
import dev.gossamer.WeakMethod;
import dev.gossamer.WeakProxy;
import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.RealCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReferenceExamplesTest {
    // @start region="attachment-carrier"
    static final class Session implements AttachmentCarrier {
        private final AttachmentCells cells = new AttachmentCells();

        @Override
        public AttachmentCells attachments() {
            return cells;
        }
    }

    record Basket(Session owner) {} // may refer to its session, which holds it
    // @end region="attachment-carrier"

    @Test
    void attachmentCarrier_basketOfASession_isFoundAgain() {
        Attachments<Session, Basket> baskets = Attachments.toCarriers();
        Session session = new Session();
        Basket basket = baskets.computeIfAbsent(session, Basket::new);
        assertThat(baskets.get(session)).isSameAs(basket);
        assertThat(basket.owner()).isSameAs(session);
    }

    private static final class Window {
        final Queue<String> log;

        Window(Queue<String> log) {
            this.log = log;
        }

        String title() {
            return "report.odt";
        }
    }

    @Test
    void weakRef_livingReferent_isMapped() {
        Window window = new Window(new ConcurrentLinkedQueue<>());
        // @start region="weak-ref"
        WeakRef<Window> reference = WeakRef.of(window);

        Optional<String> title = reference.map(Window::title); // held until title() returns; empty when it is dead
        // @end region="weak-ref"
        assertThat(title).contains("report.odt");
        assertThat(reference.get()).isSameAs(window);
    }

    @Test
    void finalizer_calledOnce_isDead() {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Window window = new Window(log);
        // @start region="finalizer"
        Finalizer<Boolean> bye = Finalizers.register(window, log, entries -> entries.add("bye"));

        Optional<Boolean> first = bye.call(); // now, and not again when the window dies
        Optional<Boolean> second = bye.call(); // empty
        // @end region="finalizer"
        assertThat(first).contains(true);
        assertThat(second).isEmpty();
        assertThat(window.log).containsExactly("bye");
    }

    @Test
    void finalizerGroup_closed_runsWhatIsLeft() {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        Window window = new Window(log);
        // @start region="finalizer-group"
        try (FinalizerGroup plugin = Finalizers.create()) {
            plugin.registerAction(window, log, entries -> entries.add("plug-in gone"));
        } // runs what has not run by then
        // @end region="finalizer-group"
        assertThat(window.log).containsExactly("plug-in gone");
    }

    @Test
    @Tag("collector")
    void finalizerLane_deadWindow_isReleasedInItsExecutor() throws Exception {
        Queue<String> log = new ConcurrentLinkedQueue<>();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        // @start region="finalizer-lane"
        FinalizerLane handles = FinalizerLane.over(executor).helpAbove(10_000); // who registers then helps

        handles.register(new Window(log), () -> log.add("released")); // slow actions hold up nobody else's
        // @end region="finalizer-lane"
        RealCollector.await("the handle to be released", () -> log.contains("released"));
        executor.shutdown();
        assertThat(executor.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(handles.backlog()).isZero();
    }

    @Test
    @Tag("collector")
    void errorHandler_callbackThatThrows_isTold() {
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        try {
            // @start region="error-handler"
            ErrorHandler.use((source, failure) -> failures.add(source + ": " + failure.getMessage()));
            // @end region="error-handler"
            List<WeakRef<Window>> kept = new ArrayList<>();
            kept.add(failing());
            RealCollector.await("the failure to be told", () -> !failures.isEmpty());
            assertThat(failures).containsExactly("a callback: no such file");
            assertThat(kept.get(0).isAlive()).isFalse();
        } finally {
            ErrorHandler.useStandard();
        }
    }

    private static WeakRef<Window> failing() {
        return WeakRef.of(new Window(new ConcurrentLinkedQueue<>()), dead -> {
            throw new IllegalStateException("no such file");
        });
    }

    // @start region="listener-owner"
    static final class Panel implements ListenerOwner {
        private final ListenerKeeper keeper = new ListenerKeeper();
        private int repaints;

        Panel(WeakListeners<Runnable> changes) {
            changes.add(this, () -> repaints++); // refers to this, and is held by this alone
        }

        @Override
        public ListenerKeeper listenerKeeper() {
            return keeper;
        }
    }
    // @end region="listener-owner"

    @Test
    void listenerOwner_itsListener_isTold() {
        WeakListeners<Runnable> changes = WeakListeners.create();
        Panel panel = new Panel(changes);
        changes.fire(Runnable::run);
        assertThat(panel.repaints).isEqualTo(1);
    }

    @Test
    void weakMethod_livingReceiver_isCalled() {
        Window window = new Window(new ConcurrentLinkedQueue<>());
        // @start region="weak-method"
        WeakMethod<Supplier<String>> title = WeakMethod.ofSupplier(window, Window::title); // window::title would pin it

        String shown = title.bind().map(Supplier::get).orElse("closed");
        // @end region="weak-method"
        assertThat(shown).isEqualTo("report.odt");
        assertThat(title.isAlive()).isTrue();
        assertThat(window.log).isEmpty();
    }

    // @start region="weak-proxy"
    static String call(Supplier<String> proxy) { // of WeakProxy.of(Supplier.class, target)
        try {
            return proxy.get(); // the target is held until it returns
        } catch (DeadReferenceException dead) {
            return "gone";
        }
    }
    // @end region="weak-proxy"

    private static final class Clock implements Supplier<String> {
        @Override
        public String get() {
            return "noon";
        }
    }

    @Test
    @Tag("collector")
    void weakProxy_ofADeadTarget_throws() {
        List<Supplier<String>> targets = new ArrayList<>(List.of(new Clock()));
        Supplier<String> proxy = proxy(targets.get(0));
        assertThat(call(proxy)).isEqualTo("noon");
        targets.clear();
        RealCollector.await("the target to be collected", () -> !WeakProxy.isAlive(proxy));
        assertThat(call(proxy)).isEqualTo("gone");
    }

    @SuppressWarnings("unchecked") // a proxy of a Supplier<String> gives strings
    private static Supplier<String> proxy(Supplier<String> target) {
        return WeakProxy.of(Supplier.class, target);
    }
}
