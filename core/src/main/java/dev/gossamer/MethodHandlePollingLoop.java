package dev.gossamer;

import static java.lang.invoke.MethodHandles.arrayElementGetter;
import static java.lang.invoke.MethodHandles.catchException;
import static java.lang.invoke.MethodHandles.collectArguments;
import static java.lang.invoke.MethodHandles.constant;
import static java.lang.invoke.MethodHandles.countedLoop;
import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.empty;
import static java.lang.invoke.MethodHandles.explicitCastArguments;
import static java.lang.invoke.MethodHandles.filterArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.whileLoop;
import static java.lang.invoke.MethodType.methodType;

import dev.gossamer.PolledReferenceQueues.Polled;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Predicate;

/** Makes a {@link PollingLoop} out of method handles on the JDK's public methods, bound to objects of the JDK alone. */
final class MethodHandlePollingLoop {
    // Why method handles?
    //
    // A live thread keeps alive what its stack reaches. A Runnable of ours, also a lambda, would be there for as long
    // as the thread lives, and with it the class loader of an application that was long dropped. The proxy that makes a
    // Runnable of the handle is defined next to java.lang.Runnable (JDK 25) or in the context class loader (JDK 17),
    // which is why the thread that makes it has none: the system class loader is taken then.
    //
    // Nor may the loop read a WeakReference to an object of ours while nothing arrives: to read one while a collector
    // marks concurrently (G1, ZGC, Shenandoah) makes its referent live for that cycle, so a thread that does it four
    // times a second would keep a dropped library for ever. It reads its turn only when something came, and nothing
    // comes from a library that was dropped but the reference to the turn itself, which ends the loop.
    //
    // Handles are made by each thread that starts one, not by a class initializer, which would fail for good.

    private final Lookup lookup = MethodHandles.publicLookup();
    private final Polled polled;

    private MethodHandlePollingLoop(Polled polled) {
        this.polled = polled;
    }

    /**
     * A loop that does what {@link PollingLoop} says. Costs its caller 60 to 105 ms of CPU the first time.
     *
     * @throws ReflectiveOperationException if the JDK lacks a method
     */
    static Runnable of(Predicate<Object> turn, Polled polled, long pauseMillis) throws ReflectiveOperationException {
        var weakly = new WeakReference<Object>(turn, polled.arrivals());
        MethodHandle loop = new MethodHandlePollingLoop(polled).loop(weakly, pauseMillis);
        return MethodHandleProxies.asInterfaceInstance(Runnable.class, loop);
    }

    /** {@code () -> { while (goesOn()) {} }}. */
    private MethodHandle loop(Reference<Object> turn, long pauseMillis) throws ReflectiveOperationException {
        MethodHandle takeNext = collectArguments(take().bindTo(turn), 0, waitAndLook(pauseMillis));
        MethodHandle goOn = dropArguments(constant(boolean.class, true), 0, Throwable.class);
        return whileLoop(null, catchException(takeNext, Throwable.class, goOn), empty(methodType(void.class)));
    }

    /** {@code () -> { var arrived = remove(); return arrived != null ? arrived : look(); }}. */
    private MethodHandle waitAndLook(long pauseMillis) throws ReflectiveOperationException {
        MethodHandle looked = dropArguments(look(), 0, Object.class);
        MethodHandle choose = guardWithTest(isNull(Object.class), looked, identity(Object.class));
        return collectArguments(choose, 0, remove(pauseMillis));
    }

    /** {@code () -> { try { return arrivals.remove(millis); } catch (interrupted) { return null; } }}. */
    private MethodHandle remove(long pauseMillis) throws ReflectiveOperationException {
        MethodHandle remove = insertArguments(
                        lookup.findVirtual(ReferenceQueue.class, "remove", methodType(Reference.class, long.class)),
                        0,
                        polled.arrivals(),
                        pauseMillis)
                .asType(methodType(Object.class));
        return catchException(
                remove, InterruptedException.class, empty(methodType(Object.class, InterruptedException.class)));
    }

    /** {@code (turn, found) -> { if (found == null) return true; var t = turn.get(); return t != null && t.test(found); }}. */
    private MethodHandle take() throws ReflectiveOperationException {
        MethodHandle get = lookup.findVirtual(Reference.class, "get", methodType(Object.class))
                .asType(methodType(Predicate.class, Reference.class));
        MethodHandle test = lookup.findVirtual(Predicate.class, "test", methodType(boolean.class, Object.class));
        MethodHandle passOn = filterArguments(guardWithTest(isNull(Predicate.class), empty(test.type()), test), 0, get);
        MethodHandle nothing = dropArguments(isNull(Object.class), 0, Reference.class);
        MethodHandle goOn =
                dropArguments(constant(boolean.class, true), 0, passOn.type().parameterList());
        return guardWithTest(nothing, goOn, passOn);
    }

    /** {@code () -> looksLeft.getAndDecrement() == 0 || wasCalled() || isRecordingNew() ? TRUE : scan()}. */
    private MethodHandle look() throws ReflectiveOperationException {
        MethodHandle yes = constant(Object.class, Boolean.TRUE);
        return guardWithTest(
                isTime(), yes, guardWithTest(wasCalled(), yes, guardWithTest(isRecordingNew(), yes, scan())));
    }

    /** {@code () -> called.getAndSet(false) || brokenOff[0] != 0}. */
    private MethodHandle wasCalled() throws ReflectiveOperationException {
        MethodHandle called = insertArguments(
                lookup.findVirtual(AtomicBoolean.class, "getAndSet", methodType(boolean.class, boolean.class)),
                0,
                polled.called(),
                false);
        MethodHandle brokenOff = explicitCastArguments(
                insertArguments(arrayElementGetter(int[].class), 0, polled.brokenOff(), 0), methodType(boolean.class));
        return guardWithTest(called, constant(boolean.class, true), brokenOff);
    }

    /** {@code () -> !recording.get() && FlightRecorder.isInitialized() && (recorded.get() == null || recorded.get().isEnabled())}. */
    private MethodHandle isRecordingNew() throws ReflectiveOperationException {
        MethodHandle no = constant(boolean.class, false);
        if (!FlightRecorderEvents.isPresent()) {
            return no;
        }
        MethodHandle recording = lookup.findVirtual(AtomicBoolean.class, "get", methodType(boolean.class))
                .bindTo(polled.recording());
        MethodHandle recorded = lookup.findVirtual(AtomicReference.class, "get", methodType(Object.class))
                .bindTo(polled.recorded());
        MethodHandle enabled = guardWithTest(
                isNull(Object.class),
                dropArguments(constant(boolean.class, true), 0, Object.class),
                FlightRecorderEvents.askIfEnabled(lookup));
        MethodHandle isRecorded =
                guardWithTest(FlightRecorderEvents.askIfOn(lookup), collectArguments(enabled, 0, recorded), no);
        return guardWithTest(recording, no, isRecorded);
    }

    private MethodHandle isTime() throws ReflectiveOperationException {
        MethodHandle equalsZero = lookup.findVirtual(Object.class, "equals", methodType(boolean.class, Object.class))
                .bindTo(0)
                .asType(methodType(boolean.class, int.class));
        MethodHandle left = lookup.findVirtual(AtomicInteger.class, "getAndDecrement", methodType(int.class))
                .bindTo(polled.looksLeft());
        return filterReturnValue(left, equalsZero);
    }

    /** {@code () -> { Object found = null; for (i = share.get(); i > 0; i--) if (found == null) found = pollNext(); return found; }}. */
    private MethodHandle scan() throws ReflectiveOperationException {
        MethodHandle share = getter().bindTo(polled.share());
        MethodHandle poll = dropArguments(pollNext(), 0, Object.class);
        MethodHandle body = guardWithTest(isNull(Object.class), poll, identity(Object.class));
        return countedLoop(share, constant(Object.class, null), dropArguments(body, 1, int.class));
    }

    /** {@code () -> { var queue = queues.get().get(nextSlot()); return queue == null ? null : queue.poll(); }}. */
    private MethodHandle pollNext() throws ReflectiveOperationException {
        MethodHandle queues = lookup.findVirtual(AtomicReference.class, "get", methodType(Object.class))
                .bindTo(polled.queues())
                .asType(methodType(AtomicReferenceArray.class));
        MethodHandle get = lookup.findVirtual(AtomicReferenceArray.class, "get", methodType(Object.class, int.class))
                .asType(methodType(ReferenceQueue.class, AtomicReferenceArray.class, int.class));
        MethodHandle poll = lookup.findVirtual(ReferenceQueue.class, "poll", methodType(Reference.class))
                .asType(methodType(Object.class, ReferenceQueue.class));
        MethodHandle ifThere = guardWithTest(isNull(ReferenceQueue.class), empty(poll.type()), poll);
        return filterReturnValue(collectArguments(collectArguments(get, 1, nextSlot()), 0, queues), ifThere);
    }

    /** {@code () -> { int slot = Math.floorMod(cursor.getAndIncrement(), used.get()); at.set(slot); return slot; }}. */
    private MethodHandle nextSlot() throws ReflectiveOperationException {
        MethodHandle floorMod = lookup.findStatic(Math.class, "floorMod", methodType(int.class, int.class, int.class));
        MethodHandle cursor = lookup.findVirtual(AtomicInteger.class, "getAndIncrement", methodType(int.class))
                .bindTo(polled.cursor());
        MethodHandle slot = collectArguments(collectArguments(floorMod, 1, getter().bindTo(polled.used())), 0, cursor);
        MethodHandle note = lookup.findVirtual(AtomicInteger.class, "set", methodType(void.class, int.class))
                .bindTo(polled.at());
        return filterReturnValue(slot, foldArguments(identity(int.class), note));
    }

    private MethodHandle getter() throws ReflectiveOperationException {
        return lookup.findVirtual(AtomicInteger.class, "get", methodType(int.class));
    }

    private MethodHandle isNull(Class<?> type) throws ReflectiveOperationException {
        return lookup.findStatic(Objects.class, "isNull", methodType(boolean.class, Object.class))
                .asType(methodType(boolean.class, type));
    }
}
