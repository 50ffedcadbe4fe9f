package dev.gossamer;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A thread waits, or has waited, for another thread's function. For the thread that waits. */
@Name("dev.gossamer.ClaimWait")
@Label("Claim Wait")
@Category("Gossamer")
@Description(
        "A thread waited for the function by which another thread computes the value of a key; told while it lasts, too")
@Threshold("20 ms")
@SuppressWarnings("unused") // read by the Flight Recorder
final class ClaimWaitEvent extends Event {
    @Label("Container")
    private String container = "";

    @Label("Key Class")
    private String keyClass = "";

    @Label("Computing Thread")
    private @Nullable Thread computing;

    @Label("Waited")
    @Description("How long the thread had waited by then")
    @Timespan(Timespan.NANOSECONDS)
    private long waited;

    @Label("Over")
    @Description("Whether the wait had ended")
    private boolean over;

    static ClaimWaitEvent started() {
        ClaimWaitEvent event = new ClaimWaitEvent();
        event.begin();
        return event;
    }

    void commit(ClaimWait wait, long waitedNanos, boolean isOver) {
        end();
        if (shouldCommit()) {
            container = wait.container.label();
            keyClass = wait.keyClass;
            computing = wait.computing;
            waited = waitedNanos;
            over = isOver;
            commit();
        }
    }
}
