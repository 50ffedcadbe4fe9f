package dev.gossamer;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles.Lookup;
import java.time.Duration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Tells the Flight Recorder what happens, where there is one and it was started; touches no class of it elsewhere.
 *
 * <p>Thread-safe. Off, it costs a look at two booleans for a batch.
 */
final class FlightRecorderEvents {
    private static final boolean PRESENT = find();

    private FlightRecorderEvents() {}

    /** Whether this JVM has a Flight Recorder. */
    static boolean isPresent() {
        return PRESENT;
    }

    private static boolean find() {
        try {
            Class.forName("jdk.jfr.FlightRecorder", false, FlightRecorderEvents.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** Whether the Flight Recorder was ever started. */
    static boolean isOn() {
        return PRESENT && FlightRecorder.isInitialized();
    }

    /** Asks, without a class of the library, whether the Flight Recorder was ever started: {@code () -> boolean}. */
    static MethodHandle askIfOn(Lookup lookup) throws ReflectiveOperationException {
        return lookup.findStatic(FlightRecorder.class, "isInitialized", methodType(boolean.class));
    }

    /** Asks, without a class of the library, whether an event is recorded: {@code Object -> boolean}. */
    static MethodHandle askIfEnabled(Lookup lookup) throws ReflectiveOperationException {
        return lookup.findVirtual(EventType.class, "isEnabled", methodType(boolean.class))
                .asType(methodType(boolean.class, Object.class));
    }

    /** Whether an event is recorded, given its type, {@code null} for not known yet. */
    static boolean isEnabled(@Nullable Object type) {
        return isOn() && (type == null || ((EventType) type).isEnabled());
    }

    /** Whether containers are recorded; has the polling loop wait for that if they are not. */
    static boolean recordsContainers(PolledReferenceQueues queues) {
        EventType type = EventType.getEventType(ContainerEvent.class);
        boolean recorded = type.isEnabled();
        queues.awaitRecording(type, !recorded);
        return recorded;
    }

    /** How a container is now, or all unnamed ones of a kind. */
    static void sampled(ContainerActivity activity, ContainerTotals totals) {
        ContainerEvent.emit(activity, totals);
    }

    /** Whether samples of maps with weak keys are recorded. */
    static boolean recordsSelfPins() {
        return isOn() && SelfPinsEvent.isRecorded();
    }

    /** What a sample of a named map with weak keys says. */
    static void sampled(String container, SelfPinSample sample) {
        SelfPinsEvent.emit(container, sample);
    }

    /** Entries of one container were taken out; the first of them was noticed at a time of {@link System#nanoTime()}. */
    static void reclaimed(Store<?, ?> store, int entries, long noticed) {
        if (isOn()) {
            long lag = System.nanoTime() - noticed;
            WeakContainers.activity(store).reclaimed(lag);
            ReclaimBatchEvent.emit(store.label(), entries, Duration.ofNanos(lag));
        }
    }

    /** Begins the event of a thread that waits; {@code null} where nobody records. */
    static @Nullable Object beginWait() {
        return isOn() ? ClaimWaitEvent.started() : null;
    }

    /** Tells that a thread waits, or has waited; gives the event to go on with. */
    static @Nullable Object waited(@Nullable Object begun, ClaimWait wait, long waited, boolean over) {
        Object event = begun == null ? beginWait() : begun;
        if (event != null) {
            ((ClaimWaitEvent) event).commit(wait, waited, over);
        }
        return event;
    }

    /** Code of the user has thrown on the library's time, for a container or none. */
    static void failed(@Nullable String container, String source, Throwable failure) {
        if (isOn()) {
            CallbackFailureEvent.emit(container, source, failure);
        }
    }

    /** Values left the hot tier of a container because of its limits. */
    static void demoted(Store<?, ?> container, int entries) {
        if (isOn()) {
            HotEvictionEvent.emit(container.label(), entries);
        }
    }
}
