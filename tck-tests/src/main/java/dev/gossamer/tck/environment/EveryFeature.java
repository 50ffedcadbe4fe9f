package dev.gossamer.tck.environment;

import dev.gossamer.Backends;
import dev.gossamer.Finalizers;
import dev.gossamer.HotTier;
import dev.gossamer.Interner;
import dev.gossamer.Reclaim;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakListeners;
import dev.gossamer.WeakMethod;
import dev.gossamer.WeakProxy;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Uses all of the library once; loaded by name in a class loader that is thrown away, hence public there. */
public final class EveryFeature implements Runnable {
    /** What a dropped application leaves in its static fields. */
    private static final Queue<Object> KEPT = new ConcurrentLinkedQueue<>();

    private final Backend backend;

    /**
     * Finds a backend in the class loader of this class, and makes it the standard one there.
     *
     * @param backend the name of its class, which has a constructor without parameters
     * @throws ReflectiveOperationException if there is none
     */
    public EveryFeature(String backend) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(backend, true, EveryFeature.class.getClassLoader())
                .getDeclaredConstructor();
        constructor.setAccessible(true);
        this.backend = (Backend) constructor.newInstance();
        Backends.use(this.backend);
    }

    @Override
    public void run() {
        SimulatedCollector collector = new SimulatedCollector(backend);
        Queue<Object> told = new ConcurrentLinkedQueue<>();
        Object element = new NamedKey("element");
        List<Object> containers = List.of(
                valueMap(collector, element, told),
                keyMap(collector, element),
                set(collector, element),
                interner(collector, element),
                hotMap(element));
        if (!WeakRef.identity(element).isAlive()) {
            throw new AssertionError("a reference to a live object is dead");
        }
        useWhatWaitsForDeaths(element, told);
        collector.clear(element);
        collector.enqueue();
        AwaitedCondition.await("the listener of a dropped class loader", () -> told.size() == 2);
        Reference.reachabilityFence(containers);
    }

    private static Object valueMap(Backend backend, Object element, Queue<Object> told) {
        WeakValueMap<Object, Object> values = WeakValueMap.builder()
                .backend(backend)
                .onCollected((key, ticket) -> told.add(key))
                .recordStats()
                .build();
        values.put("k", element, "ticket");
        values.computeIfAbsent("other", key -> element);
        return values;
    }

    private static Object keyMap(Backend backend, Object element) {
        WeakKeyMap<Object, Object> keys =
                WeakKeyMap.builder().backend(backend).reclaim(Reclaim.INLINE).build();
        keys.put(element, "v");
        return keys;
    }

    private static Object set(Backend backend, Object element) {
        WeakSet<Object> set = WeakSet.builder().backend(backend).build();
        set.add(element);
        return set;
    }

    private static Object interner(Backend backend, Object element) {
        Interner<Object> interner = Interner.builder().backend(backend).build();
        interner.intern(element);
        return interner;
    }

    private Object hotMap(Object element) {
        WeakValueMap<Object, Object> hot = WeakValueMap.builder()
                .backend(backend)
                .hot(HotTier.recent(10).and(HotTier.forAtLeast(Duration.ofMinutes(10))))
                .build();
        hot.put("k", element);
        hot.get("k");
        return hot;
    }

    private static void useWhatWaitsForDeaths(Object element, Queue<Object> told) {
        KEPT.add(element);
        KEPT.add(WeakRef.of(element, told::add));
        KEPT.add(Finalizers.registerAction(element, told, Queue::clear));
        KEPT.add(Finalizers.register(element, told::clear).atExit(true).detach());
        KEPT.add(WeakProxy.of(Runnable.class, new Thread("a target")));
        KEPT.add(WeakMethod.of(element, Object::hashCode));
        WeakListeners<Runnable> listeners = WeakListeners.create();
        listeners.add(element, () -> KEPT.add("told"));
        listeners.fire(Runnable::run);
        KEPT.add(listeners);
    }
}
