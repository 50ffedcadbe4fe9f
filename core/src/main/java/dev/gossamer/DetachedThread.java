package dev.gossamer;

import static java.lang.invoke.MethodHandles.catchException;
import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.constant;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.empty;
import static java.lang.invoke.MethodHandles.exactInvoker;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.throwException;
import static java.lang.invoke.MethodHandles.whileLoop;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The recipe for a daemon thread that runs turns of the library's code and keeps nothing of the library alive between
 * two turns. Such a thread waits for a reference to arrive in a queue, or for some time to pass, gives what came to its
 * turn, and goes on for as long as that returns {@code true}. It holds the turn weakly, and ends when it was collected.
 *
 * <p>An instance is what such threads are to be made of; {@link #start} may be called from any thread.
 */
final class DetachedThread {

    /*
     * Why does it not pin the class loader that loaded it?
     *
     * A live thread keeps alive what its stack and its fields reach, so neither may reach a class of ours.
     *
     * - The stack. A Runnable of ours, also a lambda, would be there for as long as the thread lives. So the loop is put
     *   together from method handles on JDK methods: "while the turn is there and says true to what the queue gave". It
     *   is bound to JDK objects only: a WeakReference to the turn, a ReferenceQueue, a long and an AtomicInteger. The
     *   proxy that makes a Runnable of it is defined next to java.lang.Runnable (JDK 25) or in the context class loader
     *   (JDK 17), which is why the starter has none: the system class loader is taken then.
     * - The AccessControlContext. Until JDK 23, Thread's constructor keeps the protection domains, hence the loaders,
     *   of all its callers: ours and the application's. There is no public way to hand it another one. But a worker of
     *   a ForkJoinPool is itself created with an empty context, so a constructor that runs on such a worker, called
     *   from nothing but JDK frames, captures none. The worker is used for that alone; it is not our thread because
     *   parallel streams and futures inside a user's action would find themselves in its pool.
     * - The rest: the thread group (a container may use a subclass of its own) is the root group, there is no context
     *   class loader, and thread-locals are not inherited.
     *
     * Why does it wait in a queue, not just sleep?
     *
     * To read a WeakReference while a collector marks concurrently (G1, ZGC, Shenandoah) makes its referent live for
     * that cycle. A thread that looks at its turn every 250 ms would keep a dropped library alive for ever wherever
     * marking takes longer than that. This one reads its turn only when something came or was found, and nothing comes
     * from a library that was dropped, but the reference to the turn itself: it is registered with the queue, and ends
     * the loop.
     *
     * The starter is an ordinary short thread with frames of ours. It keeps all this, which is slow when done for the
     * first time, out of the caller's time, out of the locks the caller may hold, and out of childValue() of the
     * caller's inheritable thread-locals. It holds the turn strongly until the thread has started.
     */

    /** What {@code state} is set to when the thread could not be started or has died of an exception. */
    static final int IDLE = 0;

    /** A dying thread is waited for before its successor starts, but not if an exception handler is stuck in it. */
    private static final long PREDECESSOR_MILLIS = 1_000;

    private final String name;
    private final ReferenceQueue<Object> queue;
    private final long timeoutMillis;
    private final MethodHandle look;
    private final Predicate<Object> turn;
    private final AtomicInteger state;

    /**
     * Describes a thread.
     *
     * @param name the thread's name
     * @param queue where it waits for references, which it removes
     * @param timeoutMillis how long it waits; 0 is for ever
     * @param look where to look when nothing came in time or the thread was interrupted: of type {@code () -> Object}, on
     *     objects of the JDK alone; when it gives {@code null} the thread goes on waiting
     * @param turn called with a reference that came or with what was found; the creator keeps it alive for as long as it
     *     wants turns
     * @param state set to {@link #IDLE} when the thread cannot be started or dies of an exception; not touched when
     *     {@code turn} returns {@code false}
     */
    DetachedThread(
            String name,
            ReferenceQueue<Object> queue,
            long timeoutMillis,
            MethodHandle look,
            Predicate<Object> turn,
            AtomicInteger state) {
        this.name = name;
        this.queue = queue;
        this.timeoutMillis = timeoutMillis;
        this.look = look;
        this.turn = turn;
        this.state = state;
    }

    /**
     * Sees to it that a new thread starts, without waiting for it.
     *
     * @param predecessor a thread that is about to end and has to be gone first
     * @throws OutOfMemoryError when the JVM cannot create another thread
     */
    void start(@Nullable Thread predecessor) {
        try {
            Thread starter = new Thread(rootGroup(), () -> startHere(predecessor), name + "-starter", 0, false);
            starter.setDaemon(true);
            starter.setContextClassLoader(null);
            starter.start();
        } catch (Throwable failure) {
            state.set(IDLE);
            throw failure;
        }
    }

    private void startHere(@Nullable Thread predecessor) {
        try {
            Thread thread = born(loop());
            thread.setDaemon(true);
            thread.setContextClassLoader(null);
            thread.setPriority(Thread.NORM_PRIORITY);
            if (predecessor != null) {
                predecessor.join(PREDECESSOR_MILLIS);
            }
            thread.start();
        } catch (InterruptedException | ExecutionException failure) {
            state.set(IDLE);
            throw new IllegalStateException("cannot start the thread " + name, failure);
        } catch (Throwable failure) {
            state.set(IDLE);
            throw failure;
        }
    }

    private Runnable loop() {
        var weakly = new WeakReference<Object>(turn, queue);
        return runnable(insertArguments(Handles.LOOP, 0, weakly, queue, timeoutMillis, look, state));
    }

    /** Has the thread constructed where no protection domain is on the stack. */
    private Thread born(Runnable loop) throws InterruptedException, ExecutionException {
        var thread = new AtomicReference<Thread>();
        MethodHandle constructor = insertArguments(Handles.NEW_THREAD, 0, rootGroup(), loop, name, 0L, false);
        var birth = new FutureTask<@Nullable Void>(
                runnable(filterReturnValue(constructor, Handles.SET_THREAD.bindTo(thread))), null);
        var nursery = new ForkJoinPool(1);
        try {
            nursery.execute(birth);
            birth.get();
        } finally {
            nursery.shutdown();
        }
        return Objects.requireNonNull(thread.get(), "thread");
    }

    private static Runnable runnable(MethodHandle handle) {
        return MethodHandleProxies.asInterfaceInstance(Runnable.class, handle);
    }

    static ThreadGroup rootGroup() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        for (ThreadGroup parent = group.getParent(); parent != null; parent = group.getParent()) {
            group = parent;
        }
        return group;
    }

    /** The method handles; made by the first starter, and of the JDK's public methods only. */
    private static final class Handles {

        private static final MethodType LOOP_TYPE = methodType(
                void.class, Reference.class, ReferenceQueue.class, long.class, MethodHandle.class, AtomicInteger.class);

        static final MethodHandle NEW_THREAD;
        static final MethodHandle SET_THREAD;
        static final MethodHandle LOOP;

        static {
            Lookup lookup = MethodHandles.publicLookup();
            try {
                NEW_THREAD = lookup.findConstructor(
                        Thread.class,
                        methodType(
                                void.class,
                                ThreadGroup.class,
                                Runnable.class,
                                String.class,
                                long.class,
                                boolean.class));
                SET_THREAD = lookup.findVirtual(AtomicReference.class, "set", methodType(void.class, Object.class))
                        .asType(methodType(void.class, AtomicReference.class, Thread.class));
                LOOP = catchException(loop(lookup), Throwable.class, giveUp(lookup));
            } catch (ReflectiveOperationException missing) {
                throw new ExceptionInInitializerError(missing);
            }
        }

        private Handles() {}

        /** {@code (turn, queue, millis, look, state) -> { while (take(turn, next(queue, millis, look))) {} }}. */
        private static MethodHandle loop(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle takeNext = collectArguments(take(lookup), 1, next(lookup));
            return whileLoop(null, dropArguments(takeNext, 4, AtomicInteger.class), empty(LOOP_TYPE));
        }

        /** {@code (queue, millis, look) -> { var r = remove(queue, millis); return r != null ? r : look.invokeExact(); }}. */
        private static MethodHandle next(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle looked = dropArguments(exactInvoker(methodType(Object.class)), 0, Object.class);
            MethodHandle came = dropArguments(identity(Object.class), 1, MethodHandle.class);
            return collectArguments(guardWithTest(isNull(lookup, Object.class), looked, came), 0, remove(lookup));
        }

        /** {@code (queue, millis) -> { try { return queue.remove(millis); } catch (interrupted) { return null; } }}. */
        private static MethodHandle remove(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle remove = lookup.findVirtual(
                            ReferenceQueue.class, "remove", methodType(Reference.class, long.class))
                    .asType(methodType(Object.class, ReferenceQueue.class, long.class));
            MethodHandle nothing = empty(methodType(Object.class, InterruptedException.class));
            return catchException(remove, InterruptedException.class, nothing);
        }

        /** {@code (turn, next) -> { if (next == null) return true; var t = turn.get(); return t != null && t.test(next); }}. */
        private static MethodHandle take(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle get = lookup.findVirtual(Reference.class, "get", methodType(Object.class))
                    .asType(methodType(Predicate.class, Reference.class));
            MethodHandle test = lookup.findVirtual(Predicate.class, "test", methodType(boolean.class, Object.class));
            MethodHandle end = empty(test.type());
            MethodHandle passOn = filterArguments(guardWithTest(isNull(lookup, Predicate.class), end, test), 0, get);
            MethodHandle nothing = dropArguments(isNull(lookup, Object.class), 0, Reference.class);
            MethodHandle goOn = dropArguments(
                    constant(boolean.class, true), 0, passOn.type().parameterList());
            return guardWithTest(nothing, goOn, passOn);
        }

        private static MethodHandle isNull(Lookup lookup, Class<?> type) throws ReflectiveOperationException {
            return lookup.findStatic(Objects.class, "isNull", methodType(boolean.class, Object.class))
                    .asType(methodType(boolean.class, type));
        }

        /** {@code (failure, turn, queue, millis, look, state) -> { state.set(IDLE); throw failure; }}. */
        private static MethodHandle giveUp(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle set = lookup.findVirtual(AtomicInteger.class, "set", methodType(void.class, int.class));
            MethodHandle setIdle = dropArguments(
                    insertArguments(set, 1, IDLE),
                    0,
                    Throwable.class,
                    Reference.class,
                    ReferenceQueue.class,
                    long.class,
                    MethodHandle.class);
            MethodHandle rethrow =
                    dropArguments(throwException(void.class, Throwable.class), 1, LOOP_TYPE.parameterList());
            return foldArguments(rethrow, setIdle);
        }
    }
}
