package dev.gossamer.doctor;

import java.util.Optional;
import jdk.jfr.consumer.RecordedEvent;

/** What the library tells the Flight Recorder, as the doctor's own records. */
final class LibraryEvents {
    static final String PREFIX = "dev.gossamer.";
    static final String CONTAINER = PREFIX + "Container";
    static final String RECLAIM_BATCH = PREFIX + "ReclaimBatch";
    static final String CALLBACK_FAILURE = PREFIX + "CallbackFailure";
    static final String CLAIM_WAIT = PREFIX + "ClaimWait";
    static final String SELF_PINS = PREFIX + "SelfPins";

    private LibraryEvents() {}

    static ContainerIdentity identity(RecordedEvent event) {
        EventFields fields = new EventFields(event);
        return ContainerIdentity.of(
                fields.name("container"),
                fields.text("kind"),
                fields.text("backend"),
                fields.smallNumber("containers"),
                fields.moment("created"),
                fields.optionalText("createdAt").orElse(null));
    }

    static ContainerSample sample(RecordedEvent event) {
        EventFields fields = new EventFields(event);
        return new ContainerSample(
                event.getStartTime(),
                fields.smallNumber("containers"),
                fields.number("size"),
                fields.number("pending"),
                fields.number("hot"),
                fields.number("hotLimit"),
                fields.flag("hotWeighed"),
                fields.flag("hotGivesWay"),
                fields.flag("statistics"),
                fields.number("hits"),
                fields.number("misses"),
                fields.number("loads"),
                fields.number("replaced"),
                fields.number("removed"),
                fields.number("collected"),
                fields.number("evicted"),
                fields.duration("reclaimLag"),
                fields.number("queue"));
    }

    static RecordedWait claimWait(RecordedEvent event) {
        EventFields fields = new EventFields(event);
        return new RecordedWait(
                event.getEndTime(),
                fields.name("container"),
                fields.text("keyClass"),
                EventFields.threadNameOf(event),
                fields.threadName("computing"),
                fields.duration("waited"),
                fields.flag("over"));
    }

    static CallbackFailure callbackFailure(RecordedEvent event) {
        EventFields fields = new EventFields(event);
        return new CallbackFailure(
                event.getStartTime(),
                fields.optionalText("container"),
                fields.text("source"),
                fields.className("failure"),
                fields.text("message"));
    }

    static RecordedSelfPins selfPins(RecordedEvent event) {
        EventFields fields = new EventFields(event);
        return new RecordedSelfPins(
                event.getStartTime(),
                fields.name("container"),
                fields.smallNumber("sampled"),
                fields.smallNumber("pinned"),
                fields.text("keyClass"),
                fields.text("valueClass"),
                fields.text("path"),
                fields.flag("complete"),
                fields.optionalText("unread").filter(unread -> !unread.isEmpty()));
    }

    /** What was in use after a collection; nothing for the event from before one. */
    static Optional<HeapHistory.Level> heapLevel(RecordedEvent event) {
        EventFields fields = new EventFields(event);
        return fields.text("when").equals("After GC")
                ? Optional.of(new HeapHistory.Level(event.getStartTime(), fields.number("heapUsed")))
                : Optional.empty();
    }
}
