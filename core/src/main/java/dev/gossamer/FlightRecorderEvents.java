package dev.gossamer;

import java.time.Duration;
import jdk.jfr.FlightRecorder;

/**
 * Tells the Flight Recorder what happens, where there is one and it was started; touches no class of it elsewhere.
 *
 * <p>Thread-safe. Off, it costs a look at two booleans for a batch.
 */
final class FlightRecorderEvents {
    private static final boolean PRESENT = isPresent();

    private FlightRecorderEvents() {}

    private static boolean isPresent() {
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

    /** Entries of one container were taken out; the first of them was noticed at a time of {@link System#nanoTime()}. */
    static void reclaimed(Store<?, ?> store, int entries, long noticed) {
        if (isOn()) {
            ReclaimBatchEvent.emit(store.settings.label(), entries, Duration.ofNanos(System.nanoTime() - noticed));
        }
    }

    /** Code of the user has thrown on the library's time. */
    static void failed(String source, Throwable failure) {
        if (isOn()) {
            CallbackFailureEvent.emit(source, failure);
        }
    }

    /** Values left the hot tier of a container because of its limits. */
    static void demoted(ContainerSettings settings, int entries) {
        if (isOn()) {
            HotEvictionEvent.emit(settings.label(), entries);
        }
    }
}
