package dev.gossamer;

import static java.lang.invoke.MethodHandles.constant;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.iteratedLoop;
import static java.lang.invoke.MethodHandles.permuteArguments;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A list of reference queues, held weakly, with a way to look whether something has arrived in one of them that touches no
 * class of the library. Thread-safe; a look takes time linear in the number of queues, some nanoseconds for each.
 */
final class Lookout {
    // Why method handles, once more?
    //
    // Who reads a WeakReference to an object of the library while a collector marks concurrently keeps that object, and
    // with it the class loader, for that cycle. DetachedThread must look several times a second, so it may read only
    // what leads to the JDK: the queues are the JDK's, and hold nothing of ours until something arrives. The look is
    // put together from JDK methods, because a lambda would be a class of ours on the thread's stack.

    private final Queue<Reference<ReferenceQueue<Object>>> queues = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private final AtomicInteger looksLeft = new AtomicInteger(-1);

    /** Looks into a queue from now on, until it is collected or {@link #remove removed}. */
    void add(ReferenceQueue<Object> queue) {
        queues.add(new WeakReference<>(queue));
    }

    /** No longer looks into a queue, nor into those that were collected. */
    void remove(ReferenceQueue<Object> queue) {
        queues.removeIf(reference -> reference.refersTo(queue) || reference.refersTo(null));
    }

    /** No longer looks for queues that were collected. */
    void forgetCollected() {
        queues.removeIf(reference -> reference.refersTo(null));
    }

    /** Has the next look find something, whatever the queues hold. */
    void call() {
        if (!called.get()) {
            called.set(true);
        }
    }

    /** Has a later look find something, after some that need not, whatever the queues hold. */
    void callIn(long looks) {
        int wanted = (int) Math.max(0, Math.min(looks, Integer.MAX_VALUE));
        looksLeft.getAndUpdate(left -> left < 0 || left > wanted ? wanted : left);
    }

    /**
     * A handle of type {@code () -> Object} on JDK objects only. It gives {@code null} when there is nothing to do, an entry
     * of a queue and the reference that was polled from it, or {@link Boolean#TRUE} when {@link #call} was used, the time of
     * {@link #callIn} has come, or a queue was collected.
     */
    MethodHandle look() {
        return insertArguments(Handles.LOOK, 0, looksLeft, called, queues);
    }

    private static final class Handles {
        static final MethodHandle LOOK;

        static {
            try {
                LOOK = look(MethodHandles.publicLookup());
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private Handles() {}

        /** {@code (left, called, queues) -> left.getAndDecrement() == 0 ? TRUE : lookNow(called, queues)}. */
        private static MethodHandle look(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle equalsZero = lookup.findVirtual(
                            Object.class, "equals", methodType(boolean.class, Object.class))
                    .bindTo(0)
                    .asType(methodType(boolean.class, int.class));
            MethodHandle left = lookup.findVirtual(AtomicInteger.class, "getAndDecrement", methodType(int.class));
            MethodHandle isTime = filterReturnValue(left, equalsZero);
            MethodHandle yes = dropArguments(
                    constant(Object.class, Boolean.TRUE), 0, AtomicInteger.class, AtomicBoolean.class, Queue.class);
            return guardWithTest(isTime, yes, dropArguments(lookNow(lookup), 0, AtomicInteger.class));
        }

        /** {@code (called, queues) -> called.getAndSet(false) ? TRUE : scan(queues)}. */
        private static MethodHandle lookNow(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle wasCalled = insertArguments(
                    lookup.findVirtual(AtomicBoolean.class, "getAndSet", methodType(boolean.class, boolean.class)),
                    1,
                    false);
            MethodHandle yes =
                    dropArguments(constant(Object.class, Boolean.TRUE), 0, AtomicBoolean.class, Iterable.class);
            MethodHandle scan = dropArguments(scan(lookup), 0, AtomicBoolean.class);
            return guardWithTest(wasCalled, yes, scan)
                    .asType(methodType(Object.class, AtomicBoolean.class, Queue.class));
        }

        /** {@code queues -> { Object found = null; for (q : queues) found = found != null ? found : poll(q); return found; }}. */
        private static MethodHandle scan(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle found = dropArguments(identity(Object.class), 1, Object.class);
            MethodHandle next =
                    dropArguments(poll(lookup).asType(methodType(Object.class, Object.class)), 0, Object.class);
            MethodHandle body = guardWithTest(isNull(lookup, Object.class), next, found);
            return iteratedLoop(null, null, dropArguments(body, 2, Iterable.class));
        }

        /** {@code reference -> { var queue = reference.get(); return queue == null ? TRUE : pair(queue, queue.poll()); }}. */
        private static MethodHandle poll(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle get = lookup.findVirtual(Reference.class, "get", methodType(Object.class))
                    .asType(methodType(ReferenceQueue.class, Reference.class));
            MethodHandle pollQueue = lookup.findVirtual(ReferenceQueue.class, "poll", methodType(Reference.class))
                    .asType(methodType(Object.class, ReferenceQueue.class));
            MethodHandle polled = foldArguments(pair(lookup), pollQueue);
            MethodHandle gone = dropArguments(constant(Object.class, Boolean.TRUE), 0, ReferenceQueue.class);
            return filterArguments(guardWithTest(isNull(lookup, ReferenceQueue.class), gone, polled), 0, get);
        }

        /** {@code (reference, queue) -> reference == null ? null : Map.entry(queue, reference)}. */
        private static MethodHandle pair(Lookup lookup) throws ReflectiveOperationException {
            MethodHandle entry = lookup.findConstructor(
                            SimpleImmutableEntry.class, methodType(void.class, Object.class, Object.class))
                    .asType(methodType(Object.class, ReferenceQueue.class, Object.class));
            MethodHandle swapped =
                    permuteArguments(entry, methodType(Object.class, Object.class, ReferenceQueue.class), 1, 0);
            MethodHandle nothing = dropArguments(constant(Object.class, null), 0, Object.class, ReferenceQueue.class);
            return guardWithTest(isNull(lookup, Object.class), nothing, swapped);
        }

        private static MethodHandle isNull(Lookup lookup, Class<?> type) throws ReflectiveOperationException {
            return lookup.findStatic(Objects.class, "isNull", methodType(boolean.class, Object.class))
                    .asType(methodType(boolean.class, type));
        }
    }
}
