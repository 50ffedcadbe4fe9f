package dev.gossamer;

import dev.gossamer.FinalizerGroup.Remaining;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Uses every feature of the library from a class loader of its own, and leaves most of it as it is, in static fields, when
 * it is dropped: only its finalizers at exit are closed.
 */
public final class RedeployedApplication implements Callable<Void> {
    private static final Map<String, Object> KEPT = new ConcurrentHashMap<>();
    private static final CountDownLatch TOLD = new CountDownLatch(5);

    /** An application that has done nothing yet. */
    public RedeployedApplication() {}

    @Override
    public Void call() throws InterruptedException {
        useContainers();
        useCallbacksAndFinalizers();
        useProxiesAndListeners();
        tellOfDeaths();
        return null;
    }

    private static void useContainers() {
        WeakValueMap<String, Object> values = WeakValueMap.create();
        WeakKeyMap<Object, Object> keys = WeakKeyMap.identity();
        WeakSet<Object> set = WeakSet.identity();
        Interner<List<String>> interner = Interner.create();
        Object object = new Object();
        values.put("key", object);
        values.put("dying", new Object());
        keys.put(object, new Payload());
        keys.computeIfAbsent(new Object(), key -> new Payload());
        set.add(object);
        set.add(new Object());
        KEPT.put("containers", List.of(values, keys, set, interner, object));
        KEPT.put("interned", interner.intern(new ArrayList<>(List.of("text"))));
        KEPT.put("identity", WeakRef.identity(object));
    }

    private static void useCallbacksAndFinalizers() {
        Object object = new Object();
        KEPT.put("object", object);
        KEPT.put("waiting", WeakRef.of(object, dead -> TOLD.countDown()));
        KEPT.put("finalizer", Finalizers.registerAction(object, new Payload(), Payload::use));
        Finalizers.register(object, TOLD::countDown).call();
        Finalizers.register(object, TOLD::countDown).atExit(true).detach();
        FinalizerGroup atExit = Finalizers.create();
        atExit.register(object, TOLD::countDown).atExit(true);
        atExit.close(Remaining.DETACH);
    }

    private static void useProxiesAndListeners() {
        Payload target = new Payload();
        KEPT.put("target", target);
        Runnable ofTheJdk = WeakProxy.of(Runnable.class, target);
        Greeting ofItsOwn = WeakProxy.of(Greeting.class, target);
        for (int i = 0; i < 40; i++) {
            ofTheJdk.run();
            ofItsOwn.greet();
        }
        KEPT.put("proxies", List.of(ofTheJdk, ofItsOwn));
        WeakMethod<Supplier<String>> method = WeakMethod.of(target, Payload::greet);
        KEPT.put("method", method);
        WeakListeners<Runnable> listeners = WeakListeners.create();
        listeners.add(target, () -> KEPT.put("told", "yes"));
        listeners.add(target, target::run);
        listeners.fire(Runnable::run);
        KEPT.put("listeners", listeners);
    }

    private static void tellOfDeaths() throws InterruptedException {
        List<Object> references = new ArrayList<>();
        KEPT.put("references", references);
        registerDying(references);
        ErrorHandler.use((source, failure) -> {
            KEPT.put("failure", failure);
            TOLD.countDown();
        });
        WeakReference<Object> last = new WeakReference<>(new Object());
        for (int i = 0; i < 600 && TOLD.getCount() != 0; i++) {
            System.gc();
            if (TOLD.await(50, TimeUnit.MILLISECONDS)) {
                return;
            }
        }
        throw new AssertionError(
                "awaited in vain that all were told, with another object dead: " + last.refersTo(null));
    }

    private static void registerDying(List<Object> references) {
        Object dying = new Object();
        references.add(WeakRef.of(dying, dead -> TOLD.countDown()));
        Finalizers.registerAction(dying, new Payload(), payload -> {
            payload.use();
            TOLD.countDown();
            throw new IllegalStateException("thrown by a finalizer");
        });
        WeakSet<Object> told =
                WeakSet.builder().onCollected(ticket -> TOLD.countDown()).build();
        told.add(dying);
        KEPT.put("set", told);
    }

    interface Greeting {
        String greet();
    }

    /** An object of a class of the application. */
    static final class Payload implements Runnable, Greeting, ListenerOwner {
        private final ListenerKeeper keeper = new ListenerKeeper();
        private int uses;

        void use() {
            uses++;
        }

        @Override
        public void run() {
            use();
        }

        @Override
        public String greet() {
            return "hello for the time " + uses;
        }

        @Override
        public ListenerKeeper listenerKeeper() {
            return keeper;
        }
    }
}
