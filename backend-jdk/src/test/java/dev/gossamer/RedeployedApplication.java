package dev.gossamer;

import dev.gossamer.FinalizerGroup.Remaining;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Uses every feature of the library from a class loader of its own, and leaves most of it as it is, in static fields, when
 * it is dropped: only its finalizers at exit are closed. Somebody else has to collect garbage meanwhile.
 */
public final class RedeployedApplication implements Callable<Void> {
    private static final Map<String, Object> KEPT = new ConcurrentHashMap<>();
    private static final Set<String> AWAITED = ConcurrentHashMap.newKeySet();
    private static final CountDownLatch TOLD = new CountDownLatch(4);

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
        KEPT.put("waiting", WeakRef.of(object, dead -> told("a callback that waits")));
        KEPT.put("finalizer", Finalizers.registerAction(object, new Payload(), Payload::use));
        Finalizers.register(object, () -> told("a call")).call();
        Finalizers.register(object, () -> told("a detached finalizer"))
                .atExit(true)
                .detach();
        FinalizerGroup atExit = Finalizers.create();
        atExit.register(object, () -> told("a finalizer of a closed group")).atExit(true);
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
        AWAITED.addAll(List.of("callback", "finalizer", "error handler", "listener"));
        ErrorHandler.use((source, failure) -> {
            KEPT.put("failure", failure);
            told("error handler");
        });
        registerDying(references);
        if (!TOLD.await(300, TimeUnit.SECONDS)) {
            throw new AssertionError("awaited in vain: " + AWAITED);
        }
    }

    private static void registerDying(List<Object> references) {
        Object dying = new Object();
        references.add(WeakRef.of(dying, dead -> told("callback")));
        Finalizers.registerAction(dying, new Payload(), payload -> {
            payload.use();
            told("finalizer");
            throw new IllegalStateException("thrown by a finalizer");
        });
        WeakSet<Object> set =
                WeakSet.builder().onCollected(ticket -> told("listener")).build();
        set.add(dying);
        KEPT.put("set", set);
    }

    private static void told(String what) {
        if (AWAITED.remove(what)) {
            TOLD.countDown();
        }
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
