package dev.gossamer.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedObject;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of an event by name; one that a recording of another version of the library lacks reads as empty.
 *
 * @param event the event, or an object in one of its fields
 */
record EventFields(RecordedObject event) {

    String text(String field) {
        return optionalText(field).orElse("");
    }

    /** A name; the recorder of JDK 17 loses long ones where it was started before in the same process. */
    String name(String field) {
        return optionalText(field).orElse("(name not recorded)");
    }

    Optional<String> optionalText(String field) {
        return event.hasField(field) ? Optional.ofNullable(event.getString(field)) : Optional.empty();
    }

    long number(String field) {
        return event.hasField(field) ? event.getLong(field) : 0;
    }

    int smallNumber(String field) {
        return Math.toIntExact(number(field));
    }

    boolean flag(String field) {
        return event.hasField(field) && event.getBoolean(field);
    }

    Duration duration(String field) {
        return event.hasField(field) ? event.getDuration(field) : Duration.ZERO;
    }

    Instant moment(String field) {
        return event.hasField(field) ? event.getInstant(field) : Instant.EPOCH;
    }

    String className(String field) {
        return event.hasField(field) && event.getClass(field) != null
                ? event.getClass(field).getName()
                : "";
    }

    String threadName(String field) {
        return nameOf(event.hasField(field) ? event.getThread(field) : null);
    }

    static String threadNameOf(RecordedEvent event) {
        return nameOf(event.getThread());
    }

    private static String nameOf(@Nullable RecordedThread thread) {
        if (thread == null) {
            return "unknown";
        }
        String name = thread.getJavaName();
        return name == null || name.isEmpty() ? "thread " + thread.getJavaThreadId() : name;
    }
}
