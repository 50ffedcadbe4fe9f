package dev.gossamer;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Dead entries of one container were taken out. */
@Name("dev.gossamer.ReclaimBatch")
@Label("Reclaim Batch")
@Category("Gossamer")
@Description("Dead entries of one container were taken out")
@StackTrace(false)
final class ReclaimBatchEvent extends Event {
    @Label("Container")
    private String container = "";

    @Label("Entries")
    private int entries;

    @Label("Lag")
    @Description("From when the library noticed the first entry until all were taken out")
    @Timespan(Timespan.NANOSECONDS)
    private long lag;

    static void emit(String container, int entries, Duration lag) {
        ReclaimBatchEvent event = new ReclaimBatchEvent();
        if (event.shouldCommit()) {
            event.container = container;
            event.entries = entries;
            event.lag = lag.toNanos();
            event.commit();
        }
    }
}
