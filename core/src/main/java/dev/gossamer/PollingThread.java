package dev.gossamer;

import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import dev.gossamer.PolledReferenceQueues.Polled;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Starts a daemon thread that runs a {@link PollingLoop} and keeps nothing of the library alive while nothing arrives:
 * no context class loader, no inherited thread-locals, the root thread group.
 */
final class PollingThread implements ReclaimScheduler.ThreadStarter {
    // Why is it born in a pool?
    //
    // Until JDK 23, Thread's constructor keeps the protection domains, hence the class loaders, of all its callers:
    // ours and the application's. There is no public way to hand it another AccessControlContext. But a worker of a
    // ForkJoinPool is itself created with an empty one, so a constructor that runs on such a worker, called from
    // nothing but JDK frames, captures none. The worker is used for that alone; it is not our thread because parallel
    // streams and futures inside a user's action would find themselves in its pool. Under a security manager such a
    // worker may not make a thread, and the starter makes it itself.
    //
    // The starter is an ordinary short thread with frames of ours. It keeps all this, which is slow when done for the
    // first time, out of the caller's time, stack and locks, and out of childValue() of its inheritable thread-locals.
    // Where there is no memory it waits for some, which takes none. It looks first: classes of the JDK whose
    // initializer finds none are broken for good, for the whole program. If they are, there is a way without them.

    private static final int ATTEMPTS = 50;
    private static final long BETWEEN_MILLIS = 100;

    private final String name;
    private final Polled polled;
    private final long pauseMillis;
    private final Predicate<Object> turn;

    /**
     * Describes a thread.
     *
     * @param name its name
     * @param polled where it looks
     * @param pauseMillis how long it waits between two looks
     * @param turn is given what came; its creator holds it for as long as it wants turns
     */
    PollingThread(String name, Polled polled, long pauseMillis, Predicate<Object> turn) {
        this.name = name;
        this.polled = polled;
        this.pauseMillis = pauseMillis;
        this.turn = turn;
    }

    /**
     * Has a thread started, without waiting for it.
     *
     * @param started is given the thread, on the starter, before it runs
     * @param failed is given what went wrong, on the starter
     * @throws OutOfMemoryError when the JVM cannot create another thread
     */
    @Override
    public void start(Consumer<Thread> started, Consumer<Throwable> failed) {
        Thread starter = daemon(new Starter(this, started, failed), name.concat("-starter"));
        starter.start();
    }

    /** A daemon thread that takes nothing of the thread that makes it, but for its protection domains. */
    static Thread daemon(Runnable work, String name) {
        return clean(new Thread(rootGroup(), work, name, 0, false));
    }

    private static Thread clean(Thread thread) {
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        thread.setPriority(Thread.NORM_PRIORITY);
        return thread;
    }

    static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = group.getParent(); parent != null; parent = group.getParent()) {
            group = parent;
        }
        return group;
    }

    private void startHere(Consumer<Thread> started) throws Exception {
        Runnable loop = loop();
        Thread thread = bornInPool(loop);
        if (thread == null) {
            thread = daemon(loop, name);
        }
        started.accept(thread);
        thread.start();
    }

    /** The loop without a class of ours, or the plain one where the JDK does not make that. */
    private Runnable loop() {
        try {
            return MethodHandlePollingLoop.of(turn, polled, pauseMillis);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError unavailable) {
            return new PollingLoop(turn, polled, pauseMillis);
        }
    }

    /** A thread that was constructed where no protection domain is on the stack; {@code null} where that is refused. */
    private @Nullable Thread bornInPool(Runnable loop) throws InterruptedException {
        var thread = new AtomicReference<Thread>();
        ForkJoinPool pool = null;
        try {
            FutureTask<?> birth = birth(loop, thread);
            pool = new ForkJoinPool(1);
            pool.execute(birth);
            birth.get();
            return clean(Objects.requireNonNull(thread.get(), "thread"));
        } catch (ExecutionException | ReflectiveOperationException | RuntimeException | LinkageError refused) {
            return null;
        } finally {
            if (pool != null) {
                pool.shutdown();
            }
        }
    }

    private FutureTask<?> birth(Runnable loop, AtomicReference<Thread> thread) throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        MethodHandle constructor = insertArguments(
                lookup.findConstructor(
                        Thread.class,
                        methodType(
                                void.class,
                                ThreadGroup.class,
                                Runnable.class,
                                String.class,
                                long.class,
                                boolean.class)),
                0,
                rootGroup(),
                loop,
                name,
                0L,
                false);
        MethodHandle set = lookup.findVirtual(AtomicReference.class, "set", methodType(void.class, Object.class))
                .asType(methodType(void.class, AtomicReference.class, Thread.class))
                .bindTo(thread);
        Runnable work = MethodHandleProxies.asInterfaceInstance(Runnable.class, filterReturnValue(constructor, set));
        return new FutureTask<@Nullable Void>(work, null);
    }

    /** The short thread that makes the other one. */
    private record Starter(PollingThread recipe, Consumer<Thread> started, Consumer<Throwable> failed)
            implements Runnable {
        @Override
        public void run() {
            for (int left = ATTEMPTS - 1; ; left--) {
                try {
                    if (left > 0) { // at last without: there may never be that much
                        EarlyInitializer.requireMemory();
                    }
                    recipe.startHere(started);
                    return;
                } catch (Throwable failure) {
                    if (left == 0) {
                        failed.accept(failure);
                        return;
                    }
                }
                pause();
            }
        }

        private static void pause() {
            try {
                Thread.sleep(BETWEEN_MILLIS);
            } catch (InterruptedException nobodys) {
                return;
            }
        }
    }
}
