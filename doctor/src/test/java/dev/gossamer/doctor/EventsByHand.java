package dev.gossamer.doctor;

import jdk.jfr.Event;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** Events with the names and fields of the library's. */
final class EventsByHand {
    private EventsByHand() {}

    static void container(@Nullable String name, long size) {
        container(name, null, size);
    }

    static void container(@Nullable String name, @Nullable String createdAt, long size) {
        ContainerEvent event = new ContainerEvent();
        event.createdAt = createdAt;
        event.container = name;
        event.size = size;
        event.commit();
    }

    static void batch(String name, int entries) {
        BatchEvent event = new BatchEvent();
        event.container = name;
        event.entries = entries;
        event.commit();
    }

    static void wait(String name, Thread computing, long nanos) {
        WaitEvent event = new WaitEvent();
        event.container = name;
        event.computing = computing;
        event.waited = nanos;
        event.commit();
    }

    static void failure(String source, Class<?> failure, String message) {
        FailureEvent event = new FailureEvent();
        event.source = source;
        event.failure = failure;
        event.message = message;
        event.commit();
    }

    static void pins(String name, int pinned, String path) {
        PinsEvent event = new PinsEvent();
        event.container = name;
        event.pinned = pinned;
        event.path = path;
        event.commit();
    }

    @Name("dev.gossamer.Container")
    @StackTrace(false)
    @SuppressWarnings("unused") // read by the Flight Recorder
    private static final class ContainerEvent extends Event {
        private @Nullable String container = "";
        private String kind = "WeakValueMap";
        private String backend = "jdk";
        private int containers = 1;

        @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
        private long created = 1_000;

        private @Nullable String createdAt;
        private long size;
        private boolean statistics;

        @Timespan(Timespan.NANOSECONDS)
        private long reclaimLag = 2_000_000;
    }

    @Name("dev.gossamer.ReclaimBatch")
    @StackTrace(false)
    @SuppressWarnings("unused")
    private static final class BatchEvent extends Event {
        private String container = "";
        private int entries;
    }

    @Name("dev.gossamer.ClaimWait")
    @SuppressWarnings("unused")
    private static final class WaitEvent extends Event {
        private String container = "";
        private String keyClass = "shop.ReportId";
        private Thread computing;

        @Timespan(Timespan.NANOSECONDS)
        private long waited;

        private boolean over;
    }

    @Name("dev.gossamer.CallbackFailure")
    @StackTrace(false)
    @SuppressWarnings("unused")
    private static final class FailureEvent extends Event {
        private String source = "";
        private Class<?> failure;
        private String message = "";
    }

    @Name("dev.gossamer.SelfPins")
    @StackTrace(false)
    @SuppressWarnings("unused")
    private static final class PinsEvent extends Event {
        private String container = "";
        private int sampled = 100;
        private int pinned;
        private String keyClass = "shop.Request";
        private String valueClass = "shop.Span";
        private String path = "";
        private boolean complete = true;
        private String unread;
    }
}
