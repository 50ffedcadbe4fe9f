package dev.gossamer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What a sample of the entries of a named map with weak keys says about values that refer to their keys. */
@Name("dev.gossamer.SelfPins")
@Label("Self Pins")
@Category("Gossamer")
@Description("Some entries of a named map with weak keys were searched for values that keep their own keys alive")
@StackTrace(false)
@SuppressWarnings("unused") // read by the Flight Recorder
final class SelfPinsEvent extends Event {
    @Label("Container")
    private String container = "";

    @Label("Sampled")
    @Description("How many entries were searched")
    private int sampled;

    @Label("Pinned")
    @Description("How many of them can never leave the map")
    private int pinned;

    @Label("Key Class")
    private String keyClass = "";

    @Label("Value Class")
    private String valueClass = "";

    @Label("Path")
    @Description("How values refer to their keys, most often")
    private @Nullable String path;

    @Label("Complete")
    @Description("Whether all that these entries refer to was looked at")
    private boolean complete;

    @Label("Unread")
    @Description("Classes that could not be looked into")
    private @Nullable String unread;

    static boolean isRecorded() {
        return new SelfPinsEvent().isEnabled();
    }

    static void emit(String container, SelfPinSample sample) {
        SelfPinsEvent event = new SelfPinsEvent();
        if (event.shouldCommit()) {
            event.container = container;
            event.sampled = sample.sampled();
            event.pinned = sample.pinned();
            event.keyClass = sample.keyClass();
            event.valueClass = sample.valueClass();
            event.path = sample.path();
            event.complete = sample.complete();
            event.unread = sample.unread();
            event.commit();
        }
    }
}
