package dev.gossamer.tck.environment;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.Reference;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Uses the library for the first time on a thread that has a context class loader and an inheritable thread-local, and sees what
 * the library's threads have of them: when an executor is called, and when listeners are told of which each leaves a context class
 * loader behind.
 */
final class InheritedState implements Runnable {
    private final Backend backend;
    private final InheritableThreadLocal<String> local = new InheritableThreadLocal<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    InheritedState(Backend backend) {
        this.backend = backend;
    }

    @Override
    public void run() {
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        me.setContextClassLoader(getClass().getClassLoader());
        local.set("inherited");
        try {
            use();
        } finally {
            me.setContextClassLoader(before);
            local.remove();
        }
    }

    private void use() {
        Set<Thread> before = AwaitedCondition.settledThreads();
        SimulatedCollector collector = new SimulatedCollector(backend);
        WeakValueMap<Integer, NamedKey> told = WeakValueMap.<Integer, NamedKey>builder()
                .backend(collector)
                .onCollected((key, ticket) -> lookAndLeaveALoader())
                .build();
        WeakValueMap<Integer, NamedKey> handedOver = WeakValueMap.<Integer, NamedKey>builder()
                .backend(collector)
                .reclaim(Reclaim.on(this::executeHere))
                .build();
        NamedKey dying = new NamedKey("dying");
        for (int key = 0; key < 3; key++) {
            told.put(key, dying);
        }
        handedOver.put(0, dying);
        collector.clear(dying);
        collector.enqueue();
        AwaitedCondition.await(
                "deaths in two containers to be told and reclaimed",
                () -> told.estimatedSize() + handedOver.estimatedSize() == 0 && seen.size() >= 4);
        if (seen.stream().anyMatch(each -> !each.endsWith(": null, null"))) {
            throw new AssertionError("what library threads have of context class loader and thread-local: " + seen);
        }
        AwaitedCondition.await(
                "the library's threads to end", () -> threadsSince(before).isEmpty());
        Reference.reachabilityFence(told);
        Reference.reachabilityFence(handedOver);
    }

    private static Set<Thread> threadsSince(Set<Thread> before) {
        Set<Thread> since = AwaitedCondition.threadsSince(before);
        since.removeIf(thread -> !thread.getName().startsWith("gossamer"));
        return since;
    }

    private void executeHere(Runnable work) {
        look("an executor");
        work.run();
    }

    private void lookAndLeaveALoader() {
        look("a listener");
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }

    private void look(String who) {
        Thread thread = Thread.currentThread();
        seen.add(who + " on " + thread.getName() + ": " + thread.getContextClassLoader() + ", " + local.get());
    }
}
